//! What stands behind a person's bell. Text is kept as a code with arguments, so that everybody reads it in their own
//! language; `title` is the English fallback.

mod announce;
mod change;
mod create;
mod digest;
mod forget;
mod list;
mod mail;
mod people;
#[cfg(test)]
mod tests;
mod words;

pub(crate) use announce::tell;
pub use announce::{Announcement, announce};
pub use change::{delete, dismiss, mark_read, restore};
pub use create::{Notice, notify, notify_job};
pub use digest::send_digests;
pub(crate) use forget::forget;
pub use list::{list, pending};
pub(crate) use people::sees;
pub use people::{Audience, audience};
