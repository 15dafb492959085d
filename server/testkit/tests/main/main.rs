//! All integration tests in one binary, in folders by noun: they talk to a whole server over HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod accounts;
mod dashboard;
mod events;
mod factors;
mod faults;
mod http;
mod identity;
mod imports;
mod isolation;
mod live;
mod mail;
mod notification_rules;
mod notifications;
mod orders;
mod palette;
mod partners;
mod policies;
mod providers;
mod rest;
mod roles;
mod sessions;
mod setup;
mod templates;
mod users;
mod views;
mod webhooks;
