//! What stands behind a person's bell. Text is kept as a code with arguments, so that everybody reads it in their own
//! language; `title` is the English fallback.

mod announce;
mod change;
mod create;
mod list;
mod people;
#[cfg(test)]
mod tests;

pub(crate) use announce::tell;
pub use announce::{Announcement, announce};
pub use change::{delete, dismiss, mark_read, restore};
pub use create::{Notice, notify, notify_job};
pub use list::{list, pending};
pub use people::{Audience, audience};
