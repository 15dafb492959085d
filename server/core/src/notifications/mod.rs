//! What stands behind a person's bell. Text is kept as a code with arguments, so that everybody reads it in their own
//! language; `title` is the English fallback.

mod change;
mod create;
mod list;
#[cfg(test)]
mod tests;

pub use change::{delete, dismiss, mark_read, restore};
pub use create::{Notice, notify, notify_job};
pub use list::{list, pending};
