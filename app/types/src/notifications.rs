//! What stands behind the bell (specification part 10, NOTIF).

use crate::list::ListQuery;
use crate::{AccountId, AppError, FieldError, JobId, NotificationId, Result, Timestamp, sort_columns, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    NotificationStatus {
        Running => "running", Succeeded => "succeeded", PartlyFailed => "partly_failed", Failed => "failed", Info => "info",
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotificationRow {
    pub id: NotificationId,
    pub about_account_id: Option<AccountId>,
    /// The name of that account now.
    pub about_account_name: Option<String>,
    /// `job`, `order`, `account`, `mail`, …
    pub kind: String,
    pub status: NotificationStatus,
    /// Key of the translated text and what is put into it; `title` is the English fallback.
    pub code: String,
    pub args: serde_json::Value,
    pub title: String,
    pub detail: Option<String>,
    pub link: Option<String>,
    pub job_id: Option<JobId>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub read: bool,
    pub dismissed: bool,
}

sort_columns! {
    NotificationSort { Created => "created_at" } default Created(true)
}

/// The inbox filter; names combine with AND.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotificationFilter {
    pub kind: Option<String>,
    pub status: Option<NotificationStatus>,
    pub account: Option<AccountId>,
    /// `false`: what has not been dismissed; `true`: what has ("Earlier").
    pub dismissed: Option<bool>,
}

impl NotificationFilter {
    pub const NAMES: &'static [&'static str] = &["kind", "status", "account", "dismissed"];
    /// Kinds that exist, for the filter's list.
    pub const KINDS: &'static [&'static str] = &["job", "order", "account", "user", "mail", "integration", "agent", "expiry"];

    /// # Errors
    /// 422 at the field for an unknown name or value.
    pub fn parse(query: &ListQuery) -> Result<Self> {
        query.only_filters(Self::NAMES)?;
        let mut errors = Vec::new();
        let mut refuse =
            |name: &str| errors.push(FieldError::new(format!("filter.{name}"), "list.unknown_value", "There is no such value"));
        let mut filter = Self::default();
        if let Some(kind) = query.filter("kind") {
            filter.kind = Self::KINDS.iter().find(|known| **known == kind).map(|kind| (*kind).to_owned());
            filter.kind.is_none().then(|| refuse("kind"));
        }
        if let Some(status) = query.filter("status") {
            filter.status = NotificationStatus::parse(status);
            filter.status.is_none().then(|| refuse("status"));
        }
        if let Some(account) = query.filter("account") {
            filter.account = account.parse().ok();
            filter.account.is_none().then(|| refuse("account"));
        }
        if let Some(dismissed) = query.filter("dismissed") {
            filter.dismissed = dismissed.parse().ok();
            filter.dismissed.is_none().then(|| refuse("dismissed"));
        }
        if errors.is_empty() { Ok(filter) } else { Err(AppError::invalid(errors)) }
    }
}
