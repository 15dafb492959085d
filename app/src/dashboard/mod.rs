//! The first page after signing in.

mod page;
mod tips;

pub use page::{AccountDashboard, Dashboard};
