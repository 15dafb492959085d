//! `/api/v1/accounts/{id}/events`: the history of an account.

use super::download::{ExportParams, file};
use super::{Caller, ListParams, Path, ProblemJson};
use crate::http::{AppState, Problem, Result};
use axum::{body::Bytes, extract::State, response::Response};
use switchroom_core::{
    export::Format,
    history::{self, EventsQuery, export},
};
use switchroom_types::{
    AccountId, AppError, EventId,
    history::{EventOptions, EventRow},
    list::{Page, Selection},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(options))
        .routes(routes!(csv, selected))
        .routes(routes!(xlsx))
        .routes(routes!(jsonl))
}

/// The events of an account, newest first
///
/// Filters: `asset`, `action`, `event_type`, `actor_id` (each may repeat: any of the values), `from`, `to` (RFC 3339).
/// Needs `support.view` and `history.view`; tokens need the scope `history:read`.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/events", tag = "history", params(("id" = AccountId, Path), ListParams),
    responses((status = 200, body = Page<EventRow>), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson),
    (status = 422, body = ProblemJson)))]
async fn list(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
    ListParams(query): ListParams,
) -> Result<axum::Json<Page<EventRow>>> {
    Ok(axum::Json(history::list(&state.portal, &actor, id, EventsQuery::parse(query)?).await?))
}

/// One event
#[utoipa::path(get, path = "/api/v1/accounts/{id}/events/{event_id}", tag = "history",
    params(("id" = AccountId, Path), ("event_id" = EventId, Path)),
    responses((status = 200, body = EventRow), (status = 404, body = ProblemJson)))]
async fn show(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((id, event)): Path<(AccountId, EventId)>,
) -> Result<axum::Json<EventRow>> {
    Ok(axum::Json(history::get(&state.portal, &actor, id, event).await?))
}

/// The values that the filters of this account's history can take
#[utoipa::path(get, path = "/api/v1/accounts/{id}/events/options", tag = "history", params(("id" = AccountId, Path)),
    responses((status = 200, body = EventOptions), (status = 404, body = ProblemJson)))]
async fn options(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<AccountId>) -> Result<axum::Json<EventOptions>> {
    Ok(axum::Json(history::options(&state.portal, &actor, id).await?))
}

/// All events that the query matches, as CSV; logged in the history
#[utoipa::path(get, path = "/api/v1/accounts/{id}/events.csv", tag = "history", params(("id" = AccountId, Path), ListParams),
    responses((status = 200, content_type = "text/csv", body = String), (status = 404, body = ProblemJson)))]
async fn csv(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<AccountId>, params: ExportParams) -> Result<Response> {
    let format = params.format(Format::Csv { bom: false });
    Ok(file(export::all(&state.portal, &actor, id, params.query, format).await?))
}

/// All events that the query matches, as a workbook; logged in the history
#[utoipa::path(get, path = "/api/v1/accounts/{id}/events.xlsx", tag = "history", params(("id" = AccountId, Path), ListParams),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>),
    (status = 404, body = ProblemJson)))]
async fn xlsx(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<AccountId>, params: ExportParams) -> Result<Response> {
    Ok(file(export::all(&state.portal, &actor, id, params.query, Format::Xlsx).await?))
}

/// All events that the query matches, one JSON object a line; logged in the history
#[utoipa::path(get, path = "/api/v1/accounts/{id}/events.jsonl", tag = "history", params(("id" = AccountId, Path), ListParams),
    responses((status = 200, content_type = "application/jsonl", body = String), (status = 404, body = ProblemJson)))]
async fn jsonl(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<AccountId>, params: ExportParams) -> Result<Response> {
    Ok(file(export::all(&state.portal, &actor, id, params.query, Format::Jsonl).await?))
}

/// Selected events as CSV; logged in the history
///
/// The body says which: `{"ids": [...]}` (up to 10,000) or `{"matching": {"query": {...}, "except": [...]}}`, as JSON or as
/// the form field `selection`, with which a page starts a download.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/events.csv", tag = "history", params(("id" = AccountId, Path)),
    request_body = Selection<EventId>,
    responses((status = 200, content_type = "text/csv", body = String), (status = 422, body = ProblemJson)))]
async fn selected(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
    params: ExportParams,
    body: Bytes,
) -> Result<Response> {
    let format = params.format(Format::Csv { bom: false });
    let form = form_urlencoded::parse(&body).find(|(name, _)| name == "selection").map(|(_, value)| value.into_owned());
    let selection = match &form {
        Some(text) => serde_json::from_str(text),
        None => serde_json::from_slice(&body),
    };
    let malformed = |error: serde_json::Error| Problem(AppError::bad_request("input.malformed", error.to_string()));
    Ok(file(export::selected(&state.portal, &actor, id, selection.map_err(malformed)?, format).await?))
}
