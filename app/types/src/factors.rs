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
}

impl Factors {
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
