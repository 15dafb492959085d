//! What stands behind the bell (specification part 10, NOTIF).

use crate::{AccountId, JobId, NotificationId, Timestamp, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    NotificationStatus {
        Running => "running", Succeeded => "succeeded", PartlyFailed => "partly_failed", Failed => "failed", Info => "info",
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NotificationRow {
    pub id: NotificationId,
    pub about_account_id: Option<AccountId>,
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
