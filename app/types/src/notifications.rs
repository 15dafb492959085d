//! What stands behind the bell (specification part 10, NOTIF).

use crate::list::ListQuery;
use crate::{AccountId, AppError, FieldError, JobId, NotificationId, Result, Timestamp, sort_columns, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    NotificationStatus {
        Running => "running", Succeeded => "succeeded", PartlyFailed => "partly_failed", Failed => "failed", Info => "info",
    }
}

text_enum! {
    /// What area something happened in: the inbox is filtered by it, rules and webhooks choose by it.
    NotificationKind {
        Job => "job", Order => "order", Account => "account", User => "user", Mail => "mail",
        Integration => "integration", Agent => "agent", Expiry => "expiry",
    }
}

text_enum! {
    /// How much attention something needs; later ones need more.
    Severity { Info => "info", Warning => "warning", Error => "error" }
}

text_enum! {
    /// Everything that people are notified of besides jobs, whose codes are `job.<kind>`. A new one gets its kind and
    /// severity below and its words in `notices.json`.
    NoticeCode {
        OrderAssigned => "order.assigned",
        OrderExpiring => "order.expiring",
        AccountDeactivated => "account.deactivated",
        AccountReactivated => "account.reactivated",
        SupportContactDropped => "support_contact.dropped",
        MailFailed => "mail.failed",
        IntegrationFailing => "integration.failing",
        IntegrationRecovered => "integration.recovered",
        AgentOffline => "agent.offline",
        AgentOnline => "agent.online",
        SecretExpiring => "secret.expiring",
        WebhookFailed => "webhook.failed",
        AccessRequested => "partner_access.requested",
        AccessApproved => "partner_access.approved",
        AccessDenied => "partner_access.denied",
        AccessEnded => "partner_access.ended",
        AccessOpened => "partner_access.opened",
        AccessUnanswered => "partner_access.unanswered",
    }
}

impl NoticeCode {
    pub fn kind(self) -> NotificationKind {
        match self {
            Self::OrderAssigned => NotificationKind::Order,
            Self::OrderExpiring | Self::SecretExpiring => NotificationKind::Expiry,
            Self::AccountDeactivated
            | Self::AccountReactivated
            | Self::SupportContactDropped
            | Self::AccessRequested
            | Self::AccessApproved
            | Self::AccessDenied
            | Self::AccessEnded
            | Self::AccessOpened
            | Self::AccessUnanswered => NotificationKind::Account,
            Self::MailFailed => NotificationKind::Mail,
            Self::IntegrationFailing | Self::IntegrationRecovered | Self::WebhookFailed => NotificationKind::Integration,
            Self::AgentOffline | Self::AgentOnline => NotificationKind::Agent,
        }
    }

    pub fn severity(self) -> Severity {
        match self {
            Self::OrderAssigned
            | Self::AccountReactivated
            | Self::IntegrationRecovered
            | Self::AgentOnline
            | Self::AccessApproved
            | Self::AccessEnded
            | Self::AccessOpened => Severity::Info,
            Self::OrderExpiring
            | Self::SecretExpiring
            | Self::AccountDeactivated
            | Self::SupportContactDropped
            | Self::AccessRequested
            | Self::AccessDenied
            | Self::AccessUnanswered => Severity::Warning,
            Self::MailFailed | Self::IntegrationFailing | Self::AgentOffline | Self::WebhookFailed => Severity::Error,
        }
    }

    pub fn status(self) -> NotificationStatus {
        match self.severity() {
            Severity::Error => NotificationStatus::Failed,
            Severity::Info | Severity::Warning => NotificationStatus::Info,
        }
    }
}

impl Severity {
    /// Of anything that is stored: what has no code of its own (jobs) is as serious as its outcome.
    pub fn of(code: &str, status: NotificationStatus) -> Self {
        match (NoticeCode::parse(code), status) {
            (Some(code), _) => code.severity(),
            (None, NotificationStatus::Failed) => Self::Error,
            (None, NotificationStatus::PartlyFailed) => Self::Warning,
            (None, NotificationStatus::Running | NotificationStatus::Succeeded | NotificationStatus::Info) => Self::Info,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotificationRow {
    pub id: NotificationId,
    pub about_account_id: Option<AccountId>,
    /// The name of that account now.
    pub about_account_name: Option<String>,
    pub kind: NotificationKind,
    pub status: NotificationStatus,
    pub severity: Severity,
    /// Key of the translated text and what is put into it; `title` is the English fallback.
    pub code: String,
    pub args: serde_json::Value,
    pub title: String,
    pub detail: Option<String>,
    pub link: Option<String>,
    pub job_id: Option<JobId>,
    /// Of the newest, if it happened several times.
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// How often the same failure happened while nobody had read of it (NOTIF-B5).
    pub times: u64,
    /// When it happened first, if it happened several times.
    pub first_at: Option<Timestamp>,
    pub read: bool,
    pub dismissed: bool,
}

sort_columns! {
    NotificationSort { Created => "created_at" } default Created(true)
}

/// The inbox filter; names combine with AND.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotificationFilter {
    pub kind: Option<NotificationKind>,
    pub status: Option<NotificationStatus>,
    pub account: Option<AccountId>,
    /// `false`: what has not been dismissed; `true`: what has ("Earlier").
    pub dismissed: Option<bool>,
}

impl NotificationFilter {
    pub const NAMES: &'static [&'static str] = &["kind", "status", "account", "dismissed"];

    /// # Errors
    /// 422 at the field for an unknown name or value.
    pub fn parse(query: &ListQuery) -> Result<Self> {
        query.only_filters(Self::NAMES)?;
        let mut errors = Vec::new();
        let mut refuse =
            |name: &str| errors.push(FieldError::new(format!("filter.{name}"), "list.unknown_value", "There is no such value"));
        let mut filter = Self::default();
        if let Some(kind) = query.filter("kind") {
            filter.kind = NotificationKind::parse(kind);
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
