//! Webhooks: the card of an account's notification settings, and the log of what was sent.

pub mod api;
mod card;
mod delivery;
mod fields;
mod log_page;

pub use card::WebhooksCard;
pub use log_page::WebhookPage;
