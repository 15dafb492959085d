//! What a person may set about themselves.

use crate::access::TokenScope;
use crate::sessions::Theme;
use serde::{Deserialize, Serialize};

/// Name at most 80 characters; without a time zone the browser's is used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProfileForm {
    pub name: String,
    pub language: String,
    /// IANA name.
    #[serde(default)]
    pub time_zone: Option<String>,
    pub theme: Theme,
}

/// A token to be made; it ends after `days`, or with its owner when there are none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TokenForm {
    pub name: String,
    #[serde(default)]
    pub scopes: Vec<TokenScope>,
    #[serde(default)]
    pub days: Option<u16>,
}
