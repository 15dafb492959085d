//! What `/api/v1/live` sends to open pages.

use crate::{AccountId, JobId, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    /// The `event:` field of a Server-Sent Event.
    Topic {
        /// The stream is open; `pending` says how many notifications wait.
        Ready => "ready",
        /// New history in an account; `assets` says which lists may have changed.
        History => "history",
        /// The viewer's notifications changed.
        Notifications => "notifications",
        /// A job moved on.
        Job => "job",
        /// The viewer's rights or sessions changed: ask who is signed in again.
        Session => "session",
        /// Something may have been missed: load again what is shown.
        Resync => "resync",
    }
}

/// The `data:` field; only ids, never content, so that nothing leaks past the permission checks of the reads.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mark {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_id: Option<JobId>,
    /// First and last history sequence number of the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<(i64, i64)>,
    /// Kinds of assets touched (`User`, `Order`, …).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<crate::history::Asset>,
    /// Unread, undismissed notifications of the viewer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<u64>,
}
