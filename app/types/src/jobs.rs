//! Long work as people and programs see it.

use crate::{AccountId, JobId, Timestamp, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    JobKind {
        UserImport => "user_import", UndoImport => "user_import_undo", WelcomeMails => "welcome_mails", PasswordResets => "password_resets", DeleteUsers => "delete_users",
        ChangeUsers => "change_users", UndoChange => "change_users_undo", AccountPurge => "account_purge", OrderImport => "order_import",
        TemplateReapply => "template_reapply", RoleAssign => "role_assign", RoleUnassign => "role_unassign", RoleDelete => "role_delete",
    }
}

text_enum! {
    JobState {
        Queued => "queued", Running => "running", Succeeded => "succeeded", PartlyFailed => "partly_failed", Failed => "failed", Cancelled => "cancelled",
    }
}

impl JobState {
    pub fn is_over(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }
}

text_enum! {
    ItemState { Pending => "pending", Done => "done", Skipped => "skipped", Failed => "failed" }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobRow {
    pub id: JobId,
    pub account_id: AccountId,
    pub kind: JobKind,
    pub state: JobState,
    pub total: u64,
    pub succeeded: u64,
    pub skipped: u64,
    pub failed: u64,
    pub cancel_requested: bool,
    /// Whether the caller may stop it.
    pub can_cancel: bool,
    /// Whether the caller may have the failed units done again.
    pub can_retry: bool,
    /// For work that can be taken back (USR-B6).
    pub undo: Option<JobUndo>,
    /// What the work is called for people, if it has a name (a file, for example).
    pub name: Option<String>,
    pub error_code: Option<String>,
    pub error: Option<String>,
    pub result: serde_json::Value,
    pub created_at: Timestamp,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
}

/// Seconds after its end that a job can be undone (USR-B6).
pub const UNDOABLE: i64 = 24 * 60 * 60;

/// The way back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobUndo {
    pub until: Timestamp,
    /// The job that takes this one back.
    pub job_id: Option<JobId>,
    /// Whether the caller may start that now.
    pub can_undo: bool,
}

impl JobKind {
    /// Whether it keeps how to take back what it has changed: bulk user settings and roles. Licences join when they are
    /// assigned in bulk.
    pub fn can_be_undone(self) -> bool {
        matches!(self, Self::ChangeUsers)
    }

    /// Whether its failed units can be tried again as they are; an import's failed rows stay in its review instead.
    pub fn can_be_retried(self) -> bool {
        matches!(
            self,
            Self::WelcomeMails | Self::PasswordResets | Self::DeleteUsers | Self::TemplateReapply | Self::RoleAssign | Self::RoleUnassign
        )
    }
}

impl JobRow {
    pub fn done(&self) -> u64 {
        self.succeeded + self.skipped + self.failed
    }
}

/// What became of one unit of a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobItem {
    pub idx: u64,
    pub label: String,
    pub state: ItemState,
    pub code: Option<String>,
    pub message: Option<String>,
}
