//! The first start of an installation (specification part 10, AUTH-01 to AUTH-03).

use crate::{FieldError, text_enum};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

text_enum! {
    /// In their order.
    Step { Operator => "operator", Address => "address", Mail => "mail", Partner => "partner", Provider => "provider" }
}

impl Step {
    pub fn position(self) -> usize {
        Self::ALL.iter().position(|step| *step == self).unwrap_or_default()
    }

    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self.position() + 1).copied()
    }

    pub fn previous(self) -> Option<Self> {
        Self::ALL.get(self.position().checked_sub(1)?).copied()
    }

    /// Whether it can be left out.
    pub fn is_optional(self) -> bool {
        matches!(self, Self::Mail | Self::Provider)
    }

    /// What is entered in it; those that never come back to the browser are marked.
    pub fn fields(self) -> &'static [(&'static str, bool)] {
        match self {
            Self::Operator => &[("name", false), ("email", false), ("password", true)],
            Self::Address => &[("public_url", false), ("language", false), ("time_zone", false)],
            Self::Mail => &[
                ("smtp_host", false),
                ("smtp_port", false),
                ("smtp_security", false),
                ("smtp_user", false),
                ("smtp_password", true),
                ("mail_from", false),
                ("test_to", false),
            ],
            Self::Partner => {
                &[("organisation", false), ("country", false), ("first_name", false), ("last_name", false), ("partner_email", false)]
            }
            Self::Provider => &[
                ("label", false),
                ("slug", false),
                ("issuer", false),
                ("client_id", false),
                ("client_secret", true),
                ("entitlement_claim", false),
                ("entitlement_value", false),
                ("organisation_id_claim", false),
                ("organisation_name_claim", false),
            ],
        }
    }
}

text_enum! {
    SetupAction { Next => "next", Back => "back", Skip => "skip", TestMail => "test_mail", TestConnection => "test_connection" }
}

/// What `/setup` shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SetupView {
    /// The token is asked for.
    Token {
        /// Another one was given before.
        refused: bool,
    },
    Step(Box<SetupStep>),
    Done(SetupDone),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetupStep {
    pub token: String,
    /// Everything entered so far, sealed.
    pub draft: String,
    pub step: Step,
    /// What was entered in this step, without secrets.
    pub values: BTreeMap<String, String>,
    /// Secrets of this step that the draft holds.
    pub kept: Vec<String>,
    pub errors: Vec<FieldError>,
    pub notice: Option<SetupNotice>,
    /// Set by the configuration, and so not entered here.
    pub fixed: bool,
    /// Choices of the step for language and zone.
    pub zones: Vec<String>,
}

/// A test that went well.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum SetupNotice {
    MailSent { to: String },
    ProviderAnswers { algorithms: Vec<String> },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SetupDone {
    pub operator_email: String,
    pub partner: String,
    pub administrator_email: String,
    /// Only where no mail can be sent, and only now (AUTH-03).
    pub registration_link: Option<String>,
    pub sign_in_url: String,
}
