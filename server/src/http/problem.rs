//! Errors on the wire: RFC 9457 problem+json for programs, the plain [`AppError`] for server functions.

use super::request::RequestInfo;
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Serialize;
use std::collections::BTreeMap;
use switchroom_types::{
    AppError,
    error::{FieldConflict, FieldError},
};

/// An error on its way out. Only [`render`] writes it, because only there is the request known.
#[derive(Debug)]
pub struct Problem(pub AppError);

impl<E: Into<AppError>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = status_of(&self.0).into_response();
        response.extensions_mut().insert(self.0);
        response
    }
}

impl Problem {
    /// An answer with one more member, which RFC 9457 allows.
    pub fn with(self, name: &'static str, value: serde_json::Value) -> Response {
        let mut response = self.into_response();
        response.extensions_mut().insert(Member(name, value));
        response
    }
}

#[derive(Clone)]
struct Member(&'static str, serde_json::Value);

/// The members of RFC 9457 and ours, in this order. `type` stays `about:blank`: `code` identifies the problem.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ProblemJson {
    #[schema(example = "about:blank")]
    r#type: &'static str,
    title: &'static str,
    status: u16,
    /// Stable; the same text for the same reason.
    #[schema(example = "users.email_taken")]
    code: String,
    detail: String,
    /// What `detail` was made from, for a text of one's own.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    args: BTreeMap<String, String>,
    errors: Vec<ProblemField>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conflicts: Vec<ProblemConflict>,
    request_id: String,
    #[serde(flatten)]
    #[schema(ignore)]
    more: Option<serde_json::Map<String, serde_json::Value>>,
}

/// A refused field.
#[derive(Serialize, utoipa::ToSchema)]
struct ProblemField {
    field: String,
    code: String,
    message: String,
}

/// A field that somebody else has changed in the meantime.
#[derive(Serialize, utoipa::ToSchema)]
struct ProblemConflict {
    field: String,
    yours: String,
    theirs: String,
}

/// Writes [`Problem`]s, and gives the bare errors of extractors and routing the same form.
pub async fn render(info: RequestInfo, request: Request, next: Next) -> Response {
    let for_function = request.uri().path().starts_with("/api/fn/");
    let response = next.run(request).await;
    if !response.status().is_client_error() && !response.status().is_server_error() {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let error = match parts.extensions.remove::<AppError>() {
        Some(error) => error,
        None if is_bare(parts.headers.get(header::CONTENT_TYPE)) => bare_error(parts.status, body).await,
        None => return Response::from_parts(parts, body),
    };
    let error = AppError { request_id: Some(info.id.to_string()), ..error };
    let retry_after = error.retry_after;
    let (kind, text) = if for_function {
        ("application/json", serde_json::to_vec(&error))
    } else {
        let member = parts.extensions.remove::<Member>();
        ("application/problem+json", serde_json::to_vec(&problem(parts.status, error, &info.id, member)))
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Some(seconds) = retry_after {
        parts.headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Response::from_parts(parts, Body::from(text.unwrap_or_default()))
}

fn problem(status: StatusCode, error: AppError, request_id: &str, member: Option<Member>) -> ProblemJson {
    let field = |error: FieldError| ProblemField { field: error.field, code: error.code.into_owned(), message: error.message };
    let conflict = |it: FieldConflict| ProblemConflict { field: it.field, yours: it.yours, theirs: it.theirs };
    ProblemJson {
        r#type: "about:blank",
        title: status.canonical_reason().unwrap_or("Error"),
        status: status.as_u16(),
        code: error.code.into_owned(),
        detail: error.message,
        args: error.args,
        errors: error.errors.into_iter().map(field).collect(),
        conflicts: error.conflicts.into_iter().map(conflict).collect(),
        request_id: request_id.to_owned(),
        more: member.map(|Member(name, value)| serde_json::Map::from_iter([(name.to_owned(), value)])),
    }
}

pub fn status_of(error: &AppError) -> StatusCode {
    StatusCode::from_u16(error.status)
        .ok()
        .filter(|status| status.is_client_error() || status.is_server_error())
        .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Axum's own refusals are plain text or empty.
fn is_bare(kind: Option<&HeaderValue>) -> bool {
    kind.is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

async fn bare_error(status: StatusCode, body: Body) -> AppError {
    let code = match status.as_u16() {
        400 | 422 => "input.malformed",
        404 => "route.not_found",
        405 => "route.method_not_allowed",
        413 => "input.too_large",
        415 => "input.unsupported_media_type",
        401 => "auth.required",
        403 => "permission.denied",
        503 => return AppError::unavailable(),
        500.. => return AppError::internal(),
        _ => "request.refused",
    };
    let text = axum::body::to_bytes(body, 4096).await.unwrap_or_default();
    let text = String::from_utf8_lossy(&text).trim().to_owned();
    AppError::new(
        status.as_u16(),
        code,
        if text.is_empty() { status.canonical_reason().unwrap_or("The request was refused.").to_owned() } else { text },
    )
}
