//! `/api/v1/notifications`: the caller's own.

use super::{Caller, Json, ListParams, Path, ProblemJson};
use crate::http::{AppState, Result};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use switchroom_core::notifications;
use switchroom_types::{NotificationId, list::Page, notifications::NotificationRow};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(pending))
        .routes(routes!(read))
        .routes(routes!(dismiss))
        .routes(routes!(restore))
        .routes(routes!(delete))
}

#[derive(Deserialize, utoipa::ToSchema)]
struct Ids {
    /// Up to 500.
    ids: Vec<NotificationId>,
}

#[derive(Deserialize, utoipa::ToSchema)]
struct Selection {
    /// Up to 500; without it all.
    #[serde(default)]
    ids: Option<Vec<NotificationId>>,
}

#[derive(Serialize, utoipa::ToSchema)]
struct Count {
    count: u64,
}

#[derive(Serialize, utoipa::ToSchema)]
struct Dismissed {
    /// Those that were dismissed just now; `restore` takes them.
    ids: Vec<NotificationId>,
}

/// The caller's notifications, newest first
///
/// Filters: `kind`, `status`, `account`, `dismissed` (`true`, `false`).
#[utoipa::path(get, path = "/api/v1/notifications", tag = "notifications", params(ListParams),
    responses((status = 200, body = Page<NotificationRow>), (status = 422, body = ProblemJson)))]
async fn list(
    State(state): State<AppState>,
    Caller(actor): Caller,
    ListParams(query): ListParams,
) -> Result<axum::Json<Page<NotificationRow>>> {
    Ok(axum::Json(notifications::list(&state.portal, &actor, query).await?))
}

/// How many are neither read nor dismissed, at most 100
#[utoipa::path(get, path = "/api/v1/notifications/pending", tag = "notifications", responses((status = 200, body = Count)))]
async fn pending(State(state): State<AppState>, Caller(actor): Caller) -> Result<axum::Json<Count>> {
    Ok(axum::Json(Count { count: notifications::pending(&state.portal, actor.user_id).await? }))
}

/// Mark as read
#[utoipa::path(post, path = "/api/v1/notifications/read", tag = "notifications", request_body = Ids, responses((status = 200, body = Count)))]
async fn read(State(state): State<AppState>, Caller(actor): Caller, Json(body): Json<Ids>) -> Result<axum::Json<Count>> {
    Ok(axum::Json(Count { count: notifications::mark_read(&state.portal, &actor, &body.ids).await? }))
}

/// Dismiss some or all
#[utoipa::path(post, path = "/api/v1/notifications/dismiss", tag = "notifications", request_body = Selection,
    responses((status = 200, body = Dismissed)))]
async fn dismiss(State(state): State<AppState>, Caller(actor): Caller, Json(body): Json<Selection>) -> Result<axum::Json<Dismissed>> {
    Ok(axum::Json(Dismissed { ids: notifications::dismiss(&state.portal, &actor, body.ids.as_deref()).await? }))
}

/// Take a dismissal back
#[utoipa::path(post, path = "/api/v1/notifications/restore", tag = "notifications", request_body = Ids, responses((status = 200, body = Count)))]
async fn restore(State(state): State<AppState>, Caller(actor): Caller, Json(body): Json<Ids>) -> Result<axum::Json<Count>> {
    Ok(axum::Json(Count { count: notifications::restore(&state.portal, &actor, &body.ids).await? }))
}

/// Delete one for good
#[utoipa::path(delete, path = "/api/v1/notifications/{id}", tag = "notifications", params(("id" = NotificationId, Path)),
    responses((status = 204), (status = 404, body = ProblemJson)))]
async fn delete(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<NotificationId>) -> Result<StatusCode> {
    notifications::delete(&state.portal, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
