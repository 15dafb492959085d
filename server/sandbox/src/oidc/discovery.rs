//! What a client reads first (OpenID Connect Discovery 1.0).

use crate::State;
use axum::{Json, extract::State as From};
use serde_json::{Value, json};

pub async fn configuration(From(state): From<State>) -> Json<Value> {
    let issuer = &state.oidc.issuer;
    let named = state.oidc.behaviour().discovery_issuer.unwrap_or_else(|| issuer.clone());
    Json(json!({
        "issuer": named,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/jwks"),
        "end_session_endpoint": format!("{issuer}/logout"),
        "scopes_supported": ["openid", "profile", "email"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
        "claims_supported": ["sub", "name", "given_name", "family_name", "email", "email_verified", "entitlements", "org_id", "org_name"],
    }))
}

pub async fn jwks(From(state): From<State>) -> Json<Value> {
    Json(state.oidc.lock().keys.set())
}
