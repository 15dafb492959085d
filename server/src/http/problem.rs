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

/// The members of RFC 9457 and ours, in this order. `type` stays `about:blank`: `code` identifies the problem.
#[derive(Serialize)]
struct ProblemJson<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    code: &'a str,
    detail: &'a str,
    errors: &'a [FieldError],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    conflicts: &'a [FieldConflict],
    request_id: &'a str,
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
    let (kind, text) = if for_function {
        ("application/json", serde_json::to_vec(&error))
    } else {
        ("application/problem+json", serde_json::to_vec(&problem(parts.status, &error, &info.id)))
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Some(seconds) = error.retry_after {
        parts.headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Response::from_parts(parts, Body::from(text.unwrap_or_default()))
}

fn problem<'a>(status: StatusCode, error: &'a AppError, request_id: &'a str) -> ProblemJson<'a> {
    ProblemJson {
        r#type: "about:blank",
        title: status.canonical_reason().unwrap_or("Error"),
        status: status.as_u16(),
        code: &error.code,
        detail: &error.message,
        errors: &error.errors,
        conflicts: &error.conflicts,
        request_id,
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
