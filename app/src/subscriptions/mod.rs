//! What an account's orders amount to: its own page, and a panel for other pages.

pub mod api;
mod page;
mod panel;

pub use page::SubscriptionsPage;
pub use panel::SubscriptionsPanel;
