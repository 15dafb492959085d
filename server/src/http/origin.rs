//! AUTH-30: refuses writes that a foreign page could have caused, on every unsafe method, server functions included.

use super::{AppState, Problem};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use switchroom_types::AppError;

/// Protocols whose callers are other systems. They never look at the session cookie, so there is nothing to forge;
/// identity providers post SAML responses from their own origin by design. The first start is there, too: it may be
/// opened under the address that it is about to enter, and its forms carry the token that nobody else has.
const OTHER_SYSTEMS: [&str; 5] = ["/saml/", "/scim/", "/hooks/", "/agent/", "/setup"];

pub async fn check(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let exempt = request.method().is_safe() || OTHER_SYSTEMS.iter().any(|prefix| request.uri().path().starts_with(prefix));
    let url = state.public_url();
    if exempt || is_ours(request.headers(), |origin| url.is_origin(origin)) {
        return next.run(request).await;
    }
    tracing::warn!(origin = ?request.headers().get(header::ORIGIN), "refused a write from a foreign origin");
    let message = format!("Writes are accepted only from {url}.");
    Problem(AppError::new(403, "auth.origin_refused", message)).into_response()
}

/// Browsers send `Origin` with every unsafe request; whoever sends none of the three headers is no browser, and there
/// no foreign page can borrow a cookie.
fn is_ours(headers: &HeaderMap, is_origin: impl Fn(&str) -> bool) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let bearer = text("authorization").is_some_and(|value| value.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer ")));
    if bearer && !headers.contains_key(header::COOKIE) {
        return true;
    }
    if text("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
        return false;
    }
    match (text("origin"), text("referer")) {
        (Some(origin), _) => is_origin(origin),
        (None, Some(referer)) => is_origin(origin_of(referer)),
        (None, None) => true,
    }
}

/// Scheme and authority of an address.
fn origin_of(url: &str) -> &str {
    let authority = url.find("://").map_or(0, |at| at + 3);
    let end = url.get(authority..).and_then(|rest| rest.find(['/', '?', '#'])).map_or(url.len(), |at| authority + at);
    url.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn allowed(pairs: &[(&str, &str)]) -> bool {
        let headers =
            pairs.iter().map(|(name, value)| (name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap())).collect();
        is_ours(&headers, |origin| origin == "https://portal.example.com")
    }

    /// AUTH-30 a write with a foreign origin is refused
    #[test]
    fn foreign_pages_cannot_write() {
        assert!(!allowed(&[("origin", "https://evil.example.com")]));
        assert!(!allowed(&[("origin", "null")]));
        assert!(!allowed(&[("sec-fetch-site", "cross-site")]));
        assert!(!allowed(&[("sec-fetch-site", "same-site"), ("origin", "https://portal.example.com")]));
        assert!(!allowed(&[("referer", "https://evil.example.com/page")]));
        assert!(!allowed(&[("authorization", "Bearer x"), ("cookie", "session=1"), ("origin", "https://evil.example.com")]));
    }

    /// AUTH-30 our own pages and programs may write
    #[test]
    fn own_pages_and_programs_can() {
        assert!(allowed(&[]));
        assert!(allowed(&[("cookie", "session=1")]));
        assert!(allowed(&[("origin", "https://portal.example.com"), ("sec-fetch-site", "same-origin")]));
        assert!(allowed(&[("referer", "https://portal.example.com/users?x=1")]));
        assert!(allowed(&[("authorization", "Bearer x"), ("origin", "https://tool.example.com")]));
    }
}
