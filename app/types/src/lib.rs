//! What crosses the wire between the interface, the REST API and the use cases: ids, DTOs, filters, permissions and the
//! one error type. Nothing here does I/O, and everything compiles for WASM.

#[macro_use]
pub mod openapi;

pub mod access;
pub mod account_groups;
pub mod accounts;
pub mod areas;
pub mod conditions;
pub mod conflicts;
pub mod dashboard;
pub mod error;
pub mod factors;
pub mod history;
pub mod id;
pub mod imports;
pub mod jobs;
pub mod list;
pub mod live;
pub mod mails;
pub mod notification_rules;
pub mod notifications;
pub mod orders;
pub mod palette;
pub mod partner_access;
pub mod partners;
pub mod places;
pub mod policies;
pub mod preferences;
pub mod profile;
pub mod providers;
pub mod roles;
pub mod sessions;
pub mod setup;
pub mod subscriptions;
pub mod templates;
pub mod time;
pub mod users;
pub mod views;
pub mod webhooks;

pub use error::{AppError, FieldError, Result};
pub use id::*;
pub use time::Timestamp;
#[cfg(feature = "openapi")]
#[doc(hidden)]
pub use utoipa;
