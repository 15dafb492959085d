//! The outermost layer: gives the request its id, logs it once and counts it. Logs and metrics name the route, not the
//! path, because paths can carry one-time tokens.

use super::{AppState, request::RequestInfo};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use std::time::Instant;
use tracing::Instrument;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub async fn request(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let info = RequestInfo::of(&request, &state.settings.trusted_proxies);
    let route = request.extensions().get::<MatchedPath>().map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().as_str().to_owned();
    let span = tracing::info_span!("request", id = %info.id, method, route, ip = %info.ip);
    let id = info.id.clone();
    request.extensions_mut().insert(info);

    let started = Instant::now();
    let in_flight = InFlight::begin();
    let mut response = next.run(request).instrument(span.clone()).await;
    drop(in_flight);
    let elapsed = started.elapsed();
    let status = response.status().as_u16();

    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    let milliseconds = elapsed.as_secs_f64() * 1000.0;
    span.in_scope(|| match status {
        500.. => tracing::error!(status, milliseconds, "answered"),
        _ if route == "/healthz" || route == "/readyz" || route == "/metrics" => tracing::debug!(status, milliseconds, "answered"),
        _ => tracing::info!(status, milliseconds, "answered"),
    });
    metrics::counter!("http_requests_total", "method" => method.clone(), "route" => route.clone(), "status" => status.to_string())
        .increment(1);
    metrics::histogram!("http_request_duration_seconds", "method" => method, "route" => route).record(elapsed.as_secs_f64());
    response
}

/// Counts down even when the peer goes away and the future is dropped.
struct InFlight;

impl InFlight {
    fn begin() -> Self {
        metrics::gauge!("http_requests_in_flight").increment(1);
        Self
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        metrics::gauge!("http_requests_in_flight").decrement(1);
    }
}
