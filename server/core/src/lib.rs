//! The use cases of Switchroom: one folder a noun, one file a verb. Every use case authorises first, then queries with
//! the tenant in the WHERE clause, and writes its history in the same transaction as the change.

pub mod access;
pub mod account_groups;
pub mod accounts;
mod breaches;
pub mod clock;
pub mod conditions;
pub mod contact;
pub mod dashboard;
pub mod db;
pub mod error;
pub mod export;
pub mod factors;
pub mod history;
pub mod idempotency;
pub mod identity;
pub mod imports;
pub mod installation;
pub mod jobs;
pub mod links;
pub mod live;
pub mod mail;
pub mod maintenance;
pub mod notification_rules;
pub mod notifications;
pub mod orders;
pub mod paging;
pub mod palette;
pub mod partner_access;
pub mod partners;
pub mod password;
pub mod places;
pub mod plans;
pub mod policies;
pub mod portal;
pub mod providers;
pub mod seal;
pub mod search;
pub mod secret;
pub mod seed;
pub mod sessions;
pub mod setup;
pub mod subscriptions;
pub mod templates;
#[cfg(test)]
pub(crate) mod test;
pub mod text;
pub mod tokens;
pub mod tx;
pub mod users;
pub mod views;
pub mod webhooks;

pub use access::Actor;
pub use error::{Error, Result};
pub use portal::{Portal, PortalSettings};
pub use tx::Tx;
