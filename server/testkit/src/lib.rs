//! Everything integration tests stand on: [`TestApp`], a whole server in this process with a database of its own, and
//! clients that behave like browsers. Test code: a panic here is a failed test.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod app;
mod client;
mod database;

pub use app::TestApp;
pub use client::{Answer, Client};
