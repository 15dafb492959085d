//! Who is calling: the session cookie of a browser or the bearer token of a program, read once per request. Pages send
//! strangers to `/login`; REST handlers take a [`Caller`]; components and server functions use `switchroom_app::server`.

use super::{AppState, Problem, request::RequestInfo};
use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts, Request, State},
    http::{HeaderMap, Method, Uri, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use std::convert::Infallible;
use switchroom_app::{server::Identity, sessions::cookie};
use switchroom_core::{Actor, Portal, access::Origin, sessions, tokens};
use switchroom_types::AppError;

/// Pages for people who are not signed in.
const OPEN_PAGES: [&str; 6] = ["/login", "/register", "/reset", "/confirm-email", "/auth/oidc", "/setup"];
/// Nothing here asks who calls: probes, the client bundle, and systems with proofs of their own.
const NOBODY: [&str; 8] = ["/pkg/", "/healthz", "/readyz", "/metrics", "/scim/", "/saml/", "/hooks/", "/agent/"];

/// What people who have to set up a second factor first can still use (AUTH-B3): the set-up, and what ends or confirms their
/// session.
const ENROLMENT: [&str; 5] = ["/api/fn/factors/", "/api/v1/factors", "/api/fn/sessions/", "/api/v1/sessions", "/login"];

impl RequestInfo {
    pub fn origin(&self) -> Origin {
        Origin {
            request_id: Some(self.id.to_string()),
            ip: Some(self.ip.to_string()),
            user_agent: self.user_agent.as_ref().map(ToString::to_string),
            device: self.device.as_ref().map(ToString::to_string),
        }
    }
}

pub async fn identify(State(state): State<AppState>, info: RequestInfo, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_api = path.starts_with("/api/");
    let is_file = !is_api && path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if is_file || NOBODY.iter().any(|prefix| path.starts_with(prefix)) {
        return next.run(request).await;
    }
    let found = caller(&state.portal, path, request.headers(), info.origin()).await;
    if matches!(found, Ok(None)) && !is_api && !is_open(path) && request.method() == Method::GET {
        return Redirect::to(&sign_in_for(request.uri())).into_response();
    }
    let found = match found {
        Ok(Some(actor)) if actor.must_enrol(&state.portal) && !is_enrolment(path) => {
            if !is_api && request.method() == Method::GET {
                return Redirect::to(&enrol_for(request.uri())).into_response();
            }
            Err(AppError::new(403, "auth.enrolment_required", "Set up a second factor first."))
        }
        found => found,
    };
    // An error goes on too: handlers answer it as a problem, pages with a page that offers to try again.
    request.extensions_mut().insert(Identity(found));
    next.run(request).await
}

fn is_open(path: &str) -> bool {
    OPEN_PAGES.iter().any(|open| path.strip_prefix(open).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

fn is_enrolment(path: &str) -> bool {
    ENROLMENT.iter().any(|open| path.starts_with(open))
}

/// The page that comes before any other, with the way to the wanted one.
fn enrol_for(uri: &Uri) -> String {
    let wanted = uri.path_and_query().map_or("/", |wanted| wanted.as_str());
    format!("/login/enrol?next={}", switchroom_app::sessions::next::encode(wanted))
}

/// `/login`, with the way back unless that is the start page.
fn sign_in_for(uri: &Uri) -> String {
    let wanted = uri.path_and_query().map_or("/", |wanted| wanted.as_str());
    if wanted == "/" { "/login".to_owned() } else { format!("/login?next={}", switchroom_app::sessions::next::encode(wanted)) }
}

/// A request with a bearer token is judged by the token alone. Tokens are for REST, not for the interface's functions.
async fn caller(portal: &Portal, path: &str, headers: &HeaderMap, origin: Origin) -> Result<Option<Actor>, AppError> {
    if let Some(token) = bearer(headers).filter(|_| path.starts_with("/api/v1/")) {
        return Ok(tokens::authenticate(portal, token, origin).await?);
    }
    match cookie::session(headers, &portal.settings.public_url) {
        Some(secret) => Ok(sessions::authenticate(portal, secret, origin).await?),
        None => Ok(None),
    }
}

/// Whether the caller wants a page, not an answer for a program.
pub fn is_page_request(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).is_some_and(|accept| accept.to_str().is_ok_and(|accept| accept.contains("text/html")))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The signed-in person or their token.
///
/// Refuses with 401 `auth.required`.
pub struct Caller(pub Actor);

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match parts.extensions.get::<Identity>() {
            Some(Identity(Ok(Some(actor)))) => Ok(Self(actor.clone())),
            Some(Identity(Err(error))) => Err(Problem(error.clone())),
            _ => Err(Problem(AppError::unauthenticated())),
        }
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        match parts.extensions.get::<Identity>() {
            Some(Identity(Ok(Some(actor)))) => Ok(Some(Self(actor.clone()))),
            _ => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_way_back_survives_signing_in() {
        assert_eq!(sign_in_for(&"/".parse().unwrap()), "/login");
        let uri = "/accounts/1/users?search=a%26b&sort=-name".parse().unwrap();
        assert_eq!(sign_in_for(&uri), "/login?next=%2Faccounts%2F1%2Fusers%3Fsearch%3Da%2526b%26sort%3D-name");
    }

    #[test]
    fn only_whole_segments_are_open() {
        assert!(is_open("/login") && is_open("/login/verify") && is_open("/reset/abc"));
        assert!(!is_open("/loginx") && !is_open("/") && !is_open("/resets/abc"));
    }
}
