//! `/api/v1/accounts/{id}/views`: saved views of lists.

use super::{Caller, Json, Path, ProblemJson, Query};
use crate::http::{AppState, Result};
use axum::{extract::State, http::StatusCode};
use switchroom_core::views;
use switchroom_types::{
    AccountId, ViewId,
    views::{SavedView, ViewForm, ViewPatch, ViewedList},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(edit, remove))
}

/// Which list.
#[derive(serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Of {
    list: ViewedList,
}

/// The caller's own views of a list and those that the account shares. Needs the permission to see the list
#[utoipa::path(get, path = "/api/v1/accounts/{id}/views", tag = "views", params(("id" = AccountId, Path), Of),
    responses((status = 200, body = Vec<SavedView>), (status = 404, body = ProblemJson)))]
async fn list(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    Query(of): Query<Of>,
) -> Result<axum::Json<Vec<SavedView>>> {
    Ok(axum::Json(views::list(&state.portal, &actor, account, of.list).await?))
}

/// Save a view; `query` holds names and values as in the address of the list. Sharing needs the permission to edit what the list shows
#[utoipa::path(post, path = "/api/v1/accounts/{id}/views", tag = "views", params(("id" = AccountId, Path)),
    responses((status = 201, body = SavedView), (status = 404, body = ProblemJson),
    (status = 409, description = "`views.name_taken`, `views.too_many`", body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn create(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    Json(form): Json<ViewForm>,
) -> Result<(StatusCode, axum::Json<SavedView>)> {
    Ok((StatusCode::CREATED, axum::Json(views::create(&state.portal, &actor, account, &form).await?)))
}

/// Rename a view, share it or take it back, or change what it shows
#[utoipa::path(patch, path = "/api/v1/accounts/{id}/views/{view}", tag = "views", params(("id" = AccountId, Path), ("view" = ViewId, Path)),
    responses((status = 200, body = SavedView), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson),
    (status = 422, body = ProblemJson)))]
async fn edit(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, ViewId)>,
    Json(patch): Json<ViewPatch>,
) -> Result<axum::Json<SavedView>> {
    Ok(axum::Json(views::edit(&state.portal, &actor, account, id, &patch).await?))
}

/// Delete a view
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/views/{view}", tag = "views", params(("id" = AccountId, Path), ("view" = ViewId, Path)),
    responses((status = 204), (status = 404, body = ProblemJson)))]
async fn remove(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, ViewId)>,
) -> Result<StatusCode> {
    views::delete(&state.portal, &actor, account, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
