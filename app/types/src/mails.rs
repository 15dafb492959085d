//! The outbox, as the operator sees it.

use crate::{MailId, Timestamp, sort_columns, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    MailState { Queued => "queued", Sent => "sent", Failed => "failed" }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailRow {
    pub id: MailId,
    pub to: String,
    pub subject: String,
    pub template: String,
    pub language: String,
    pub state: MailState,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub created_at: Timestamp,
    /// While it is queued.
    pub next_attempt_at: Option<Timestamp>,
    pub sent_at: Option<Timestamp>,
}

/// One mail. Bodies carry sign-in links, so they open in demonstration mode only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailDetail {
    pub mail: MailRow,
    pub text: Option<String>,
}

sort_columns! {
    MailSort { Created => "created_at" } default Created(true)
}
