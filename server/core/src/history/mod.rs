//! The event history: building an event, comparing before and after, appending within the transaction of the change;
//! listing, reading and exporting what was appended.

mod append;
mod diff;
mod event;
pub mod export;
mod get;
mod list;
mod options;
mod row;
#[cfg(test)]
mod tests;

pub(crate) use append::append;
pub use diff::{REDACTED, changes};
pub use event::Event;
pub use get::get;
pub use list::{EventsQuery, list};
pub use options::options;
