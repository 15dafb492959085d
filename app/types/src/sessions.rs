//! Who is signed in, and what the frame of every page needs to know about them.

use crate::access::{Permissions, Role, Scope, TokenScope};
use crate::preferences::Preferences;
use crate::{AccountId, AccountNumber, PartnerId, SessionId, Timestamp, TokenId, UserId, text_enum};
use serde::{Deserialize, Serialize};

/// The caller, as `GET /api/v1/me` answers and the interface keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub role_label: String,
    pub scope: Option<Scope>,
    /// The person's own account; the Partner Account for partner users.
    pub account_id: AccountId,
    pub account_name: String,
    pub partner_id: Option<PartnerId>,
    pub partner_name: Option<String>,
    pub permissions: Permissions,
    pub language: String,
    /// IANA name; `None` means the browser's zone.
    pub time_zone: Option<String>,
    pub theme: Theme,
    pub method: SignInMethod,
    /// The account's kind of the person: `customer`, `partner` or `operator`.
    pub account_kind: crate::accounts::AccountKind,
    /// Hidden when the partner cannot see subscriptions (SUB-05).
    pub subscriptions_visible: bool,
    /// By when the person has to set up a second factor (AUTH-B3).
    #[serde(default)]
    pub enrol_by: Option<Timestamp>,
    /// What the person has arranged for themselves, so that pages are drawn that way from the first byte.
    #[serde(default)]
    pub preferences: Preferences,
}

text_enum! {
    Theme { System => "system", Light => "light", Dark => "dark" }
}

text_enum! {
    SignInMethod { Password => "password", Oidc => "oidc", Saml => "saml", Passkey => "passkey", Token => "token" }
}

/// An account as the picker and the second sign-in step name it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountChoice {
    pub id: AccountId,
    pub number: AccountNumber,
    pub name: String,
}

/// The answer to a sign-in attempt that was not refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignIn {
    /// The cookie is set; go there.
    Done { next: String },
    /// The credentials fit several accounts (AUTH-14).
    Choose { accounts: Vec<AccountChoice> },
}

/// A signed-in browser of the viewer (AUTH-26).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionRow {
    pub id: SessionId,
    /// Browser and system, read from the User-Agent.
    pub device: String,
    pub ip: String,
    pub method: SignInMethod,
    pub signed_in_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub current: bool,
}

/// An API token of the viewer; the secret is shown once, at creation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenRow {
    pub id: TokenId,
    pub name: String,
    /// The last four characters.
    pub hint: String,
    pub scopes: Vec<TokenScope>,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    pub last_used_at: Option<Timestamp>,
}

/// A new token and its secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewToken {
    pub token: TokenRow,
    pub secret: String,
}

/// What a registration or reset link leads to, before the password is entered (AUTH-18, AUTH-20).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkState {
    pub state: LinkValidity,
    /// The person's name, only for a valid link.
    pub name: String,
    /// Whether a password is asked for (not for people who sign in by SSO only, AUTH-19).
    pub needs_password: bool,
}

text_enum! {
    LinkValidity { Valid => "valid", Used => "used", Voided => "voided", Expired => "expired", Unknown => "unknown" }
}
