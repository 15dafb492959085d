//! Optimistic concurrency: `ETag` with the version of what was read, `If-Match` with the version that a write is based on.

use crate::http::Problem;
use axum::{
    Json,
    extract::FromRequestParts,
    http::{HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use switchroom_types::AppError;

/// A JSON answer with its version as `ETag: "<version>"`.
pub struct Versioned<T>(pub i32, pub T);

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.1).into_response();
        if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", self.0)) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}

/// The version in `If-Match`; `None` without the header or for `*`. Use cases compare it and refuse with 412 and both
/// values (`AppError::stale`).
pub struct IfMatch(pub Option<i32>);

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else { return Ok(Self(None)) };
        let text = value.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Ok(Self(None));
        }
        let tag = text.strip_prefix("W/").unwrap_or(text).trim_matches('"');
        let malformed = || Problem(AppError::bad_request("input.if_match", "If-Match takes one ETag that this API has given out."));
        Ok(Self(Some(tag.parse().map_err(|_| malformed())?)))
    }
}
