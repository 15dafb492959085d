//! Rules that say who is told how: the card of the profile and of an account's notification settings.

pub mod api;
mod card;
mod fields;
mod preview;
mod sentence;

pub use card::NotificationRulesCard;
