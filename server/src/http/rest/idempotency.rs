//! `Idempotency-Key` on writes: the same request with the same key is carried out once, and every repetition gets the
//! first answer. The key belongs to its caller.
//! Answers that say "not now" (5xx, 429, 401) are not kept, so that a repetition tries again.

use super::Caller;
use crate::http::{AppState, Problem};
use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, FromRequestParts, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};
use switchroom_core::{
    Portal,
    idempotency::{self, Kept},
};
use switchroom_types::AppError;

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// Longer bodies (file uploads) are not hashed; their requests are told apart by method and address alone.
const MOST_BODY: usize = 1024 * 1024;
const MOST_ANSWER: usize = 1024 * 1024;
/// What is kept of an answer's headers.
const KEPT: [HeaderName; 4] = [header::CONTENT_TYPE, header::ETAG, header::LOCATION, header::CONTENT_LANGUAGE];

pub async fn keep(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let Some(key) = request.headers().get(HEADER).cloned() else { return next.run(request).await };
    let (mut parts, body) = request.into_parts();
    // Without a caller there is nobody to keep answers for; the handler refuses.
    let Ok(Caller(actor)) = Caller::from_request_parts(&mut parts, &()).await else {
        return next.run(Request::from_parts(parts, body)).await;
    };
    match run(&state.portal, actor.user_id.to_string(), &key, parts, body, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn run(portal: &Portal, actor: String, key: &HeaderValue, parts: Parts, body: Body, next: Next) -> Result<Response, Problem> {
    let key = key.to_str().unwrap_or_default().trim().to_owned();
    if key.is_empty() || key.len() > 200 {
        return Err(AppError::bad_request("idempotency.key", "Idempotency-Key takes 1 to 200 printable characters.").into());
    }
    let mut digest = Sha256::new();
    digest.update(format!("{} {}\0", parts.method, parts.uri.path_and_query().map_or("", |uri| uri.as_str())));
    let is_form = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"));
    let request = if is_form {
        Request::from_parts(parts, body)
    } else {
        let bytes = read(&parts, body).await?;
        digest.update(&bytes);
        Request::from_parts(parts, Body::from(bytes))
    };
    let hash = digest.finalize().to_vec();
    if let Some(kept) = idempotency::claim(portal, &actor, &key, &hash).await? {
        return Ok(replay(kept));
    }
    let response = next.run(request).await;
    settle(portal, &actor, &key, response).await
}

async fn read(parts: &Parts, body: Body) -> Result<Bytes, Problem> {
    let mut request = Request::new(body);
    *request.headers_mut() = parts.headers.clone();
    *request.extensions_mut() = parts.extensions.clone();
    let bytes = Bytes::from_request(request, &()).await;
    bytes
        .ok()
        .filter(|bytes| bytes.len() <= MOST_BODY)
        .ok_or_else(|| AppError::new(413, "input.too_large", "The request is too large.").into())
}

fn replay(kept: Kept) -> Response {
    let mut response = Response::new(Body::from(kept.body));
    *response.status_mut() = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    for name in KEPT {
        let value = kept.headers.get(name.as_str()).and_then(|value| value.as_str());
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
            response.headers_mut().insert(name, value);
        }
    }
    response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    if let Some(error) = kept.headers.get("error").and_then(|error| serde_json::from_value::<AppError>(error.clone()).ok()) {
        response.extensions_mut().insert(error);
    }
    response
}

/// Keeps the answer under the key.
async fn settle(portal: &Portal, actor: &str, key: &str, response: Response) -> Result<Response, Problem> {
    let status = response.status();
    let worth_keeping = !status.is_server_error() && !matches!(status.as_u16(), 401 | 429);
    let size = response.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if !worth_keeping || size.is_some_and(|size| size > MOST_ANSWER) {
        idempotency::release(portal, actor, key).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, MOST_ANSWER).await.map_err(|_| AppError::internal())?;
    let mut headers = serde_json::Map::new();
    for name in KEPT {
        if let Some(value) = parts.headers.get(&name).and_then(|value| value.to_str().ok()) {
            headers.insert(name.to_string(), value.into());
        }
    }
    // Problems are written by an outer layer, which knows the request's id; what is kept is the error itself.
    if let Some(error) = parts.extensions.get::<AppError>() {
        headers.insert("error".to_owned(), serde_json::to_value(error).unwrap_or_default());
    }
    let kept = Kept { status: status.as_u16(), headers: headers.into(), body: body.to_vec() };
    idempotency::settle(portal, actor, key, kept).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}
