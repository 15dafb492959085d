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

/// The mail server that the operator enters (AUTH-04).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct MailServerForm {
    pub smtp_host: String,
    /// 1 to 65535; empty for the usual one of the kind of encryption (587, 465, 25).
    pub smtp_port: String,
    /// `starttls`, `tls` or `none`.
    pub smtp_security: String,
    /// Empty for a server that asks for no name.
    pub smtp_user: String,
    /// Without it the stored one stays, as long as server and user name do.
    pub smtp_password: Option<String>,
    /// Sender of mails, `Name <address>`.
    pub mail_from: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailServerSettings {
    /// Zero until something was entered here.
    pub version: i32,
    /// Without a password.
    #[serde(flatten)]
    pub form: MailServerForm,
    pub has_password: bool,
    /// Set by the configuration, and so not changed here.
    pub configured: bool,
}

impl MailServerSettings {
    /// Whether mail can leave.
    pub fn is_set(&self) -> bool {
        !self.form.smtp_host.is_empty()
    }
}
