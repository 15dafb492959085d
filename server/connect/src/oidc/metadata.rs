//! What a provider says about itself (OpenID Connect Discovery 1.0, RFC 8414, RFC 9207).

use super::OidcError;
use crate::Outbound;
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
pub struct Metadata {
    pub issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub jwks_uri: String,
    #[serde(default)]
    pub userinfo_endpoint: Option<String>,
    #[serde(default)]
    pub end_session_endpoint: Option<String>,
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
    #[serde(default)]
    pub id_token_signing_alg_values_supported: Vec<String>,
    /// Without it `client_secret_basic` (RFC 8414, 2).
    #[serde(default)]
    pub token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

impl Metadata {
    pub async fn fetch(http: &Outbound, issuer: &str) -> Result<Self, OidcError> {
        http.check(issuer)?;
        let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let found: Self = http.get_json(&url, None).await?;
        if found.issuer != issuer {
            return Err(OidcError::Issuer(found.issuer.chars().take(200).collect()));
        }
        for url in [&found.authorization_endpoint, &found.token_endpoint, &found.jwks_uri] {
            http.check(url)?;
        }
        Ok(found)
    }

    /// Whether the secret has to go into the body, because nothing better is taken.
    pub fn secret_in_body(&self) -> bool {
        let methods = self.token_endpoint_auth_methods_supported.as_deref().unwrap_or_default();
        let has = |name: &str| methods.iter().any(|method| method == name);
        has("client_secret_post") && !has("client_secret_basic")
    }
}
