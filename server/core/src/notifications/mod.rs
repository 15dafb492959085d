//! What stands behind a person's bell. Text is kept as a code with arguments, so that everybody reads it in their own
//! language; `title` is the English fallback.

mod create;

pub use create::{Notice, notify, notify_job};
