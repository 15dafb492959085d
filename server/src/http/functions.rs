//! Server functions: what the interface calls. The same use cases as REST; errors are the [`AppError`] itself.

use super::{AppState, Problem, pages::provide_request_context, problem::status_of, router::no_such_route};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{Method, header},
    response::{IntoResponse, Response},
};
use switchroom_types::AppError;

/// Marks answers that carry an error of the function itself (server_fn sets it, always with status 500).
const ERROR_MARK: &str = "serverfnerror";
const MAX_ERROR_BYTES: usize = 64 * 1024;

/// Path and method of every server function.
pub fn routes() -> impl Iterator<Item = (&'static str, Method)> {
    server_fn::axum::server_fn_paths()
}

pub async fn call(State(state): State<AppState>, request: Request) -> Response {
    let path = request.uri().path();
    if !routes().any(|(known, method)| known == path && method == request.method()) {
        return no_such_route().into_response();
    }
    let context = move || provide_request_context(&state);
    let response = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    if response.headers().contains_key(ERROR_MARK) && !response.headers().contains_key(header::LOCATION) {
        with_status(response).await
    } else {
        response
    }
}

/// Gives the answer the status of its error; the body is written again by the error layer, with the request id.
async fn with_status(response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let error = match axum::body::to_bytes(body, MAX_ERROR_BYTES).await {
        Ok(bytes) => serde_json::from_slice::<AppError>(&bytes).unwrap_or_else(|_| AppError::internal()),
        Err(_) => AppError::internal(),
    };
    let mut parts = parts;
    parts.status = status_of(&error);
    let mut response = Response::from_parts(parts, Body::empty());
    response.headers_mut().remove(header::CONTENT_TYPE);
    let problem = Problem(error).into_response();
    response.extensions_mut().extend(problem.extensions().clone());
    response
}
