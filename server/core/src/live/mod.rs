//! Live updates: the marks that changes leave behind reach every open page of every replica within a second.

mod hub;
mod pump;

pub use hub::{LiveHub, LiveMark};
pub use pump::{Cursor, marks_after, pump, sweep};
