//! The conflict centre: values that more than one person has or waits for, and the three ways out: one keeps the value, two
//! become one, somebody is deleted (USR-B3). Deletion is that of users and of the bin.

mod find;
mod merge;
mod queued;
mod reassign;

pub use find::clashes;
pub use merge::{compare, merge};
pub use queued::{QueuedSync, waiting};
pub use reassign::reassign;
