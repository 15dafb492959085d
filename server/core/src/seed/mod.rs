//! Data to try the portal with (`seed demo`) and to measure it with (`seed bench`). Deterministic: the same seed gives
//! the same people, companies and history; only dates move with the day it is run.

mod accounts;
mod bench;
mod companies;
mod demo;
mod events;
mod names;
mod orders;
mod provider;
mod random;
mod templates;
#[cfg(test)]
mod tests;
mod users;
mod write;

pub use bench::{BenchReport, BenchSizes, bench};
pub use demo::{DEMO_PASSWORD, demo};
pub use provider::provider;
