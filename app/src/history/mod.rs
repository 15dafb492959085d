//! The event history of an account.

pub mod api;
mod change;
mod details;
mod filters;
mod list_page;

pub use list_page::HistoryPage;
