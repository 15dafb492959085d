//! The event history: building an event, comparing before and after, appending within the transaction of the change.

mod append;
mod diff;
mod event;

pub(crate) use append::append;
pub use diff::{REDACTED, changes};
pub use event::Event;
