//! `/api/v1/accounts/{id}/events`: the history of an account.

use super::download::{ExportParams, file};
use super::{Caller, Json, ListParams, Path, ProblemJson};
use crate::http::{AppState, Result};
use axum::{extract::State, response::Response};
use serde::Deserialize;
use switchroom_core::{
    export::Format,
    history::{self, EventsQuery, export},
};
use switchroom_types::{
    AccountId, EventId,
    history::{EventOptions, EventRow},
    list::Page,
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(options))
        .routes(routes!(csv, chosen))
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
async fn csv(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
    params: ExportParams,
) -> Result<Response> {
    let format = params.format(Format::Csv { bom: false });
    Ok(file(export::all(&state.portal, &actor, id, params.query, format).await?))
}

/// All events that the query matches, as a workbook; logged in the history
#[utoipa::path(get, path = "/api/v1/accounts/{id}/events.xlsx", tag = "history", params(("id" = AccountId, Path), ListParams),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>),
    (status = 404, body = ProblemJson)))]
async fn xlsx(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
    params: ExportParams,
) -> Result<Response> {
    Ok(file(export::all(&state.portal, &actor, id, params.query, Format::Xlsx).await?))
}

/// All events that the query matches, one JSON object a line; logged in the history
#[utoipa::path(get, path = "/api/v1/accounts/{id}/events.jsonl", tag = "history", params(("id" = AccountId, Path), ListParams),
    responses((status = 200, content_type = "application/jsonl", body = String), (status = 404, body = ProblemJson)))]
async fn jsonl(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
    params: ExportParams,
) -> Result<Response> {
    Ok(file(export::all(&state.portal, &actor, id, params.query, Format::Jsonl).await?))
}

#[derive(Deserialize, utoipa::ToSchema)]
struct Chosen {
    /// Up to 10,000.
    ids: Vec<EventId>,
}

/// Chosen events as CSV; logged in the history
#[utoipa::path(post, path = "/api/v1/accounts/{id}/events.csv", tag = "history", params(("id" = AccountId, Path)),
    request_body = Chosen, responses((status = 200, content_type = "text/csv", body = String), (status = 422, body = ProblemJson)))]
async fn chosen(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
    params: ExportParams,
    Json(body): Json<Chosen>,
) -> Result<Response> {
    let format = params.format(Format::Csv { bom: false });
    Ok(file(export::chosen(&state.portal, &actor, id, body.ids, format).await?))
}
