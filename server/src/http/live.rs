//! `GET /api/v1/live`: what changed, as Server-Sent Events. Ids only; whoever is told reads again through the usual checks.

use super::rest::{Caller, ProblemJson, Query};
use super::{AppState, Result};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use futures::StreamExt;
use serde::Deserialize;
use std::{convert::Infallible, time::Duration};
use switchroom_core::live::{self, Cursor, LiveItem};
use utoipa_axum::{router::OpenApiRouter, routes};

/// Proxies cut connections on which nothing moves for a minute or so.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// What a browser waits before it connects again.
const RETRY: Duration = Duration::from_secs(2);

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(stream))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct LiveParams {
    /// The id of the last event that was received, for clients that cannot send the header `Last-Event-ID`.
    last_event_id: Option<String>,
}

/// What changes, as it happens
///
/// Server-Sent Events: `ready`, `history`, `notifications`, `job`, and `resync` (something may have been missed: load
/// again what is shown). After `session` (the caller's session or rights changed) the stream ends. Give the id of the last
/// event received as `Last-Event-ID` to go on without a loss; some events may then come twice.
#[utoipa::path(get, path = "/api/v1/live", tag = "live", params(LiveParams), responses(
    (status = 200, content_type = "text/event-stream", body = String),
    (status = 401, body = ProblemJson), (status = 429, description = "Too many open streams", body = ProblemJson)))]
async fn stream(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Query(params): Query<LiveParams>,
    headers: HeaderMap,
) -> Result<Response> {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).or(params.last_event_id.as_deref());
    // What is no cursor of ours cannot be taken up again: the page is told to load again.
    let from = last.filter(|id| !id.is_empty()).map(|id| id.parse::<Cursor>().unwrap_or(Cursor { txid: -1, id: -1 }));
    let items = live::stream(&state.portal, &actor, from).await?;
    let events = items.map(event).take_until(state.stop.clone().cancelled_owned());
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx would collect the events before it passes them on.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}

fn event(item: LiveItem) -> Result<Event, Infallible> {
    let data = serde_json::to_string(&item.data).unwrap_or_default();
    Ok(Event::default().id(item.resume.to_string()).event(item.topic.as_str()).retry(RETRY).data(data))
}
