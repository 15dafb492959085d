//! The token endpoint and userinfo (OpenID Connect Core 1.0, 3.1.3 and 5.3).

use super::authorize::Grant;
use super::{Behaviour, CLIENT_ID, CLIENT_SECRET, Person};
use crate::State;
use axum::{
    Form, Json,
    extract::State as From,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Request {
    grant_type: String,
    code: String,
    redirect_uri: String,
    code_verifier: String,
    client_id: String,
    client_secret: String,
}

fn refuse(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({ "error": error }))).into_response()
}

pub async fn token(From(state): From<State>, headers: HeaderMap, Form(request): Form<Request>) -> Response {
    let behaviour = state.oidc.behaviour();
    if let Some(status) = behaviour.token_status.and_then(|status| StatusCode::from_u16(status).ok()) {
        return refuse(status, "temporarily_unavailable");
    }
    if !is_client(&headers, &request) {
        return refuse(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    if request.grant_type != "authorization_code" {
        return refuse(StatusCode::BAD_REQUEST, "unsupported_grant_type");
    }
    // A code is good once.
    let Some(grant) = state.oidc.lock().codes.remove(&request.code) else { return refuse(StatusCode::BAD_REQUEST, "invalid_grant") };
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(request.code_verifier.as_bytes()));
    if grant.redirect_uri != request.redirect_uri || grant.challenge != challenge {
        return refuse(StatusCode::BAD_REQUEST, "invalid_grant");
    }
    match issue(&state, &behaviour, &grant) {
        Ok(tokens) => ([(header::CACHE_CONTROL, "no-store")], Json(tokens)).into_response(),
        Err(_) => refuse(StatusCode::INTERNAL_SERVER_ERROR, "server_error"),
    }
}

fn issue(state: &State, behaviour: &Behaviour, grant: &Grant) -> std::io::Result<Value> {
    let mut inner = state.oidc.lock();
    let person = inner.people.iter().find(|person| person.sub == grant.subject).cloned();
    let person = person.ok_or_else(|| std::io::Error::other("the person has gone"))?;
    let now = chrono::Utc::now().timestamp();
    let mut claims = claims(&person);
    if let Some(claims) = claims.as_object_mut() {
        let or = |changed: &Option<String>, usual: &str| Value::from(changed.clone().unwrap_or_else(|| usual.to_owned()));
        claims.insert("iss".to_owned(), or(&behaviour.issuer, &state.oidc.issuer));
        claims.insert("aud".to_owned(), or(&behaviour.audience, CLIENT_ID));
        claims.insert("nonce".to_owned(), or(&behaviour.nonce, &grant.nonce));
        claims.insert("sub".to_owned(), or(&behaviour.subject, &person.sub));
        claims.insert("iat".to_owned(), (now + behaviour.issued_ahead).into());
        claims.insert("exp".to_owned(), (now + behaviour.expires_in.unwrap_or(300)).into());
    }
    let id_token = inner.keys.sign(behaviour.algorithm, &claims)?;
    let access = crate::secret::generate()?;
    inner.access.insert(access.clone(), person.sub);
    Ok(json!({"access_token": access, "token_type": "Bearer", "expires_in": 300, "scope": grant.scope, "id_token": id_token}))
}

fn claims(person: &Person) -> Value {
    json!({
        "sub": person.sub,
        "name": person.name(),
        "given_name": person.given_name,
        "family_name": person.family_name,
        "email": person.email,
        "email_verified": person.email_verified,
        "locale": "en",
        "org_id": person.organisation_id,
        "org_name": person.organisation_name,
        "entitlements": if person.entitled { json!(["switchroom", "reports"]) } else { json!(["reports"]) },
    })
}

/// `client_secret_basic` (its parts are form-encoded, RFC 6749, 2.3.1) or `client_secret_post`.
fn is_client(headers: &HeaderMap, request: &Request) -> bool {
    let basic = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| value.strip_prefix("Basic "));
    match basic {
        Some(basic) => {
            let plain = STANDARD.decode(basic).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
            plain.split_once(':').is_some_and(|(id, secret)| decode(id) == CLIENT_ID && decode(secret) == CLIENT_SECRET)
        }
        None => request.client_id == CLIENT_ID && request.client_secret == CLIENT_SECRET,
    }
}

fn decode(text: &str) -> String {
    let pair = format!("={text}");
    form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

pub async fn userinfo(From(state): From<State>, headers: HeaderMap) -> Response {
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| value.strip_prefix("Bearer "));
    let inner = state.oidc.lock();
    let subject = token.and_then(|token| inner.access.get(token));
    let Some(person) = subject.and_then(|subject| inner.people.iter().find(|person| person.sub == *subject)) else {
        return refuse(StatusCode::UNAUTHORIZED, "invalid_token");
    };
    let mut claims = claims(person);
    if let Some(claims) = claims.as_object_mut().filter(|_| inner.behaviour.foreign_userinfo) {
        claims.insert("sub".to_owned(), "somebody-else".into());
    }
    Json(claims).into_response()
}
