//! `/api/v1/operator/mails`: the outbox.

use super::{Caller, ListParams, Path, ProblemJson};
use crate::http::{AppState, Result};
use axum::{extract::State, http::StatusCode};
use switchroom_core::mail::outbox;
use switchroom_types::{
    MailId,
    list::Page,
    mails::{MailDetail, MailRow},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show)).routes(routes!(retry))
}

/// Outgoing mail, newest first; `filter.state` is `queued`, `sent` or `failed`
#[utoipa::path(get, path = "/api/v1/operator/mails", tag = "operator", params(ListParams),
    responses((status = 200, body = Page<MailRow>), (status = 404, body = ProblemJson)))]
async fn list(State(state): State<AppState>, Caller(actor): Caller, ListParams(query): ListParams) -> Result<axum::Json<Page<MailRow>>> {
    Ok(axum::Json(outbox::list(&state.portal, &actor, &query).await?))
}

/// One mail; its text in demonstration mode only
#[utoipa::path(get, path = "/api/v1/operator/mails/{id}", tag = "operator", params(("id" = MailId, Path)),
    responses((status = 200, body = MailDetail), (status = 404, body = ProblemJson)))]
async fn show(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<MailId>) -> Result<axum::Json<MailDetail>> {
    Ok(axum::Json(outbox::show(&state.portal, &actor, id).await?))
}

/// Send a waiting or failed mail again at once
#[utoipa::path(post, path = "/api/v1/operator/mails/{id}/retry", tag = "operator", params(("id" = MailId, Path)),
    responses((status = 202), (status = 409, body = ProblemJson)))]
async fn retry(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<MailId>) -> Result<StatusCode> {
    outbox::retry(&state.portal, &actor, id).await?;
    Ok(StatusCode::ACCEPTED)
}
