//! The first page after signing in.

pub mod api;
mod cards;
mod figures;
mod page;
mod tips;

pub use page::{AccountDashboard, Dashboard};
