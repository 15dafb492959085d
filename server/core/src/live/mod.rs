//! Live updates: the marks that changes leave behind reach every open page of every replica within a second.

mod audience;
mod hub;
mod marks;
mod pump;
mod session;
mod stream;
#[cfg(test)]
mod tests;

pub use hub::{LiveHub, LiveMark};
pub use marks::{Cursor, marks_after, sweep};
pub use pump::start;
pub use stream::{LiveItem, LiveStream, stream};
