//! Second factors of a person: an authenticator app, passkeys, recovery codes (AUTH-B1, AUTH-B2).

use crate::{PasskeyId, Timestamp, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    /// With what the second step of a sign-in can be passed.
    SecondFactor { Authenticator => "authenticator", Passkey => "passkey", RecoveryCode => "recovery_code" }
}

/// What a person has set up.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Factors {
    pub authenticator: Option<AuthenticatorRow>,
    pub passkeys: Vec<PasskeyRow>,
    /// Unused ones.
    pub recovery_codes: u32,
    /// The host name under which passkeys can be used; none where they cannot work.
    pub passkey_host: Option<String>,
}

impl Factors {
    pub fn count(&self) -> usize {
        usize::from(self.authenticator.is_some()) + self.passkeys.len()
    }

    /// Whether the password alone does not sign in.
    pub fn any(&self) -> bool {
        self.authenticator.is_some() || !self.passkeys.is_empty()
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuthenticatorRow {
    pub added_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyRow {
    pub id: PasskeyId,
    pub name: String,
    pub added_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// What an authenticator app needs to know; shown until the first code is confirmed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enrolment {
    /// `otpauth://totp/…`
    pub uri: String,
    /// The same as a QR code, an SVG document.
    pub qr_svg: String,
    /// The key to type in where there is no camera: base32 in groups of four.
    pub key: String,
}

/// Recovery codes, shown this once; empty when the person has codes already.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RecoveryCodes {
    pub codes: Vec<String>,
}

/// What a browser is asked for, and the ticket that goes back with its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasskeyChallenge {
    /// Good once, for ten minutes.
    pub ticket: String,
    /// `{"publicKey": …}` for `navigator.credentials`, in the JSON form of WebAuthn level 3.
    pub options: serde_json::Value,
}

/// A new passkey, with recovery codes for a person who had none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddedPasskey {
    pub passkey: PasskeyRow,
    pub recovery_codes: Vec<String>,
}

/// With what a person can confirm that it is them (AUTH-B6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StepUpMethods {
    pub password: bool,
    pub authenticator: bool,
    pub passkey: bool,
}

impl StepUpMethods {
    pub fn any(self) -> bool {
        self.password || self.authenticator || self.passkey
    }
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "method")]
pub enum StepUpProof {
    Password {
        password: String,
    },
    /// What the authenticator app shows.
    Authenticator {
        code: String,
    },
    /// The answer to a challenge.
    Passkey {
        ticket: String,
        credential: serde_json::Value,
    },
}
