//! "Sign-in security" of an account.

pub mod api;
mod panel;

pub use panel::SignInSecurityPanel;
