//! The authorisation endpoint: who do you want to be? (RFC 6749, 4.1; RFC 7636; RFC 9207)

use super::CLIENT_ID;
use crate::{State, pages};
use axum::{
    extract::{Query, State as From},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Request {
    response_type: String,
    client_id: String,
    redirect_uri: String,
    scope: String,
    state: String,
    nonce: String,
    code_challenge: String,
    code_challenge_method: String,
    /// Ours: who was chosen on the page; empty if nobody wanted to be.
    person: Option<String>,
}

/// What a code stands for.
#[derive(Clone, Debug)]
pub struct Grant {
    pub subject: String,
    pub redirect_uri: String,
    pub nonce: String,
    pub challenge: String,
    pub scope: String,
}

pub async fn authorize(From(state): From<State>, Query(request): Query<Request>) -> Response {
    let bad = |text: &str| pages::refused(StatusCode::BAD_REQUEST, text);
    if request.client_id != CLIENT_ID {
        return bad("The client is not known here.");
    }
    if !is_loopback(&request.redirect_uri) {
        return bad("The redirect address is not registered: only loopback is.");
    }
    if request.response_type != "code" {
        return back(&state, &request, &[("error", "unsupported_response_type")]);
    }
    if !request.scope.split(' ').any(|scope| scope == "openid") {
        return back(&state, &request, &[("error", "invalid_scope")]);
    }
    if request.code_challenge_method != "S256" || request.code_challenge.is_empty() {
        return back(&state, &request, &[("error", "invalid_request"), ("error_description", "PKCE with S256 is required")]);
    }
    match request.person.as_deref() {
        None => choose(&state, &request),
        Some("") => back(&state, &request, &[("error", "access_denied")]),
        Some(subject) if state.oidc.lock().people.iter().any(|person| person.sub == subject) => {
            let Ok(code) = crate::secret::generate() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
            let grant = Grant {
                subject: subject.to_owned(),
                redirect_uri: request.redirect_uri.clone(),
                nonce: request.nonce.clone(),
                challenge: request.code_challenge.clone(),
                scope: request.scope.clone(),
            };
            state.oidc.lock().codes.insert(code.clone(), grant);
            back(&state, &request, &[("code", &code)])
        }
        Some(_) => bad("There is no such person."),
    }
}

fn choose(state: &State, request: &Request) -> Response {
    let fields = [
        ("response_type", &request.response_type),
        ("client_id", &request.client_id),
        ("redirect_uri", &request.redirect_uri),
        ("scope", &request.scope),
        ("state", &request.state),
        ("nonce", &request.nonce),
        ("code_challenge", &request.code_challenge),
        ("code_challenge_method", &request.code_challenge_method),
    ];
    let people: Vec<_> = state
        .oidc
        .lock()
        .people
        .iter()
        .map(|person| {
            let (name, email, organisation) = (person.name(), &person.email, &person.organisation_name);
            json!({"sub": person.sub, "name": name, "email": email, "organisation_name": organisation,
                "entitled": person.entitled, "email_verified": person.email_verified})
        })
        .collect();
    pages::page("people.html", &json!({"client": CLIENT_ID, "fields": fields, "people": people}))
}

/// Back to the client, with the state and our name.
fn back(state: &State, request: &Request, answer: &[(&str, &str)]) -> Response {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(answer);
    if !request.state.is_empty() {
        query.append_pair("state", &request.state);
    }
    let issuer = state.oidc.behaviour().response_issuer.unwrap_or_else(|| state.oidc.issuer.clone());
    if !issuer.is_empty() {
        query.append_pair("iss", &issuer);
    }
    let mark = if request.redirect_uri.contains('?') { '&' } else { '?' };
    let location = format!("{}{mark}{}", request.redirect_uri, query.finish());
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

pub fn is_loopback(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://")) else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    ["127.0.0.1", "localhost", "[::1]"].contains(&host)
}
