//! Where an account's notifications are sent to besides people (specification part 10, NOTIF-B4).

use crate::list::ListQuery;
use crate::notifications::{NotificationKind, Severity};
use crate::{AppError, DeliveryId, FieldError, Result, Timestamp, WebhookId, sort_columns, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    DeliveryState {
        /// Waits for its first or next attempt.
        Queued => "queued",
        Delivered => "delivered",
        /// Given up.
        Failed => "failed",
    }
}

/// What may be entered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct WebhookForm {
    /// 1 to 80 characters.
    pub name: String,
    /// `https://…`; private addresses only where the operator allows them.
    pub url: String,
    /// What is sent; empty: everything.
    pub kinds: Vec<NotificationKind>,
    /// Less serious things are not sent.
    pub min_severity: Severity,
    pub enabled: bool,
}

impl Default for WebhookForm {
    fn default() -> Self {
        Self { name: String::new(), url: String::new(), kinds: Vec::new(), min_severity: Severity::Info, enabled: true }
    }
}

/// A webhook as its account's admins see it; the secret is never told again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Webhook {
    pub id: WebhookId,
    pub version: i32,
    pub name: String,
    pub url: String,
    pub kinds: Vec<NotificationKind>,
    pub min_severity: Severity,
    pub enabled: bool,
    /// The last characters of the secret.
    pub secret_hint: String,
    pub secret_set_at: Timestamp,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
    pub modified_by: String,
    /// How the newest delivery stands.
    pub last_state: Option<DeliveryState>,
    pub last_at: Option<Timestamp>,
}

impl Webhook {
    /// The form as it is stored now.
    pub fn form(&self) -> WebhookForm {
        WebhookForm {
            name: self.name.clone(),
            url: self.url.clone(),
            kinds: self.kinds.clone(),
            min_severity: self.min_severity,
            enabled: self.enabled,
        }
    }
}

/// The only time that the secret is seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewSecret {
    pub webhook: Webhook,
    pub secret: String,
}

/// One thing that was, or shall be, sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delivery {
    pub id: DeliveryId,
    /// The code of what happened; `test` for a test.
    pub code: String,
    pub title: String,
    pub state: DeliveryState,
    pub attempts: u32,
    /// Of the newest answer.
    pub response_status: Option<u16>,
    /// Why the newest attempt failed, as a stable code: `outbound.slow`, `outbound.status`, …
    pub error: Option<String>,
    pub duration_ms: Option<u32>,
    pub created_at: Timestamp,
    pub attempted_at: Option<Timestamp>,
    /// While it waits.
    pub next_attempt_at: Option<Timestamp>,
    /// The JSON that is sent.
    pub body: String,
}

sort_columns! {
    DeliverySort { Created => "created_at" } default Created(true)
}

/// `filter.state`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeliveryFilter {
    pub state: Option<DeliveryState>,
}

impl DeliveryFilter {
    /// # Errors
    /// 422 at the field for an unknown name or value.
    pub fn parse(query: &ListQuery) -> Result<Self> {
        query.only_filters(&["state"])?;
        let unknown = || AppError::invalid(vec![FieldError::new("filter.state", "list.unknown_value", "There is no such state")]);
        let state = query.filter("state").map(|text| DeliveryState::parse(text).ok_or_else(unknown)).transpose()?;
        Ok(Self { state })
    }
}
