//! Identity providers that partner people sign in with (specification part 10, AUTH).

use crate::{ProviderId, Timestamp};
use serde::{Deserialize, Serialize};

/// A button of the sign-in page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderButton {
    pub slug: String,
    pub label: String,
}

/// What the operator enters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ProviderForm {
    /// On the button, 1 to 60 characters.
    pub label: String,
    /// Stands in the addresses that the provider must know: lower-case letters, digits and hyphens. Fixed once created.
    pub slug: String,
    /// Exactly as the provider writes it.
    pub issuer: String,
    pub client_id: String,
    /// Never answered. When editing, absent keeps the stored one and an empty text removes it.
    pub client_secret: Option<String>,
    /// Separated by spaces; `openid` is always asked for.
    pub scopes: String,
    /// Whoever has this value in this claim may come in (AUTH-08). Parts of nested claims are joined by dots.
    pub entitlement_claim: String,
    pub entitlement_value: String,
    pub organisation_id_claim: String,
    pub organisation_name_claim: String,
    pub enabled: bool,
}

impl Default for ProviderForm {
    fn default() -> Self {
        Self {
            label: String::new(),
            slug: String::new(),
            issuer: String::new(),
            client_id: String::new(),
            client_secret: None,
            scopes: "openid email profile".to_owned(),
            entitlement_claim: String::new(),
            entitlement_value: String::new(),
            organisation_id_claim: "org_id".to_owned(),
            organisation_name_claim: "org_name".to_owned(),
            enabled: true,
        }
    }
}

/// An identity provider as the operator sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Provider {
    pub id: ProviderId,
    pub version: i32,
    pub label: String,
    pub slug: String,
    pub issuer: String,
    pub client_id: String,
    /// The last characters of the secret; absent if none is set.
    pub client_secret_hint: Option<String>,
    pub scopes: String,
    pub entitlement_claim: String,
    pub entitlement_value: String,
    pub organisation_id_claim: String,
    pub organisation_name_claim: String,
    pub enabled: bool,
    /// To be registered at the provider as redirect address.
    pub callback_url: String,
    /// A link in the provider's portal that signs in straight to the dashboard (AUTH-09).
    pub start_url: String,
    /// People who have signed in with it.
    pub people: u64,
    pub modified_at: Timestamp,
    pub modified_by: String,
}

impl Provider {
    /// The form as it is stored now.
    pub fn form(&self) -> ProviderForm {
        ProviderForm {
            label: self.label.clone(),
            slug: self.slug.clone(),
            issuer: self.issuer.clone(),
            client_id: self.client_id.clone(),
            client_secret: None,
            scopes: self.scopes.clone(),
            entitlement_claim: self.entitlement_claim.clone(),
            entitlement_value: self.entitlement_value.clone(),
            organisation_id_claim: self.organisation_id_claim.clone(),
            organisation_name_claim: self.organisation_name_claim.clone(),
            enabled: self.enabled,
        }
    }
}

/// What a provider said about itself ("Test connection").
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderTest {
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub has_userinfo: bool,
    pub has_sign_out: bool,
    pub algorithms: Vec<String>,
}
