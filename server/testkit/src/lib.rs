//! Everything integration tests stand on: [`TestApp`], a whole server in this process with a database of its own, and
//! clients that behave like browsers. Test code: a panic here is a failed test.

// The view of a page is one nested type; the compiler counts every level of it.
#![recursion_limit = "512"]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod app;
mod client;
mod database;
mod factors;
mod forms;
mod world;

pub use app::TestApp;
pub use client::{Answer, Client};
pub use factors::{Authenticator, SoftPasskey, add_passkey, set_up_authenticator, sign_in_with};
pub use forms::{browser, leads_to, page, submit};
pub use world::{Customer, PASSWORD, PartnerSide, Person, World, add_users, assert_denied, assert_not_found, assert_refused, change_user};
