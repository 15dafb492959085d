//! The Leptos interface of Switchroom: pages, components and server functions. Built twice: with `ssr` into the server,
//! with `hydrate` into the client bundle. No SQL and no policy here.

// The view of a page is one nested type; the compiler counts every level of it.
#![recursion_limit = "512"]

pub mod account_groups;
pub mod accounts;
pub mod dashboard;
pub mod factors;
pub mod history;
pub mod i18n;
pub mod imports;
pub mod jobs;
pub mod live;
pub mod notification_rules;
pub mod notifications;
pub mod operator;
pub mod orders;
pub mod partner_access;
pub mod policies;
pub mod profile;
pub mod roles;
#[cfg(feature = "ssr")]
pub mod server;
pub mod sessions;
pub mod setup;
pub mod shell;
pub mod subscriptions;
pub mod templates;
pub mod ui;
pub mod users;
pub mod views;
pub mod webhooks;

pub use shell::App;
