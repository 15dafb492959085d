//! `/api/v1/account-groups`: a partner's names for sets of its accounts.

use super::{Caller, Json, Path, ProblemJson};
use crate::http::{AppState, Result};
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use serde::Serialize;
use switchroom_core::account_groups;
use switchroom_types::{
    AccountGroupId, AccountId,
    account_groups::{AccountGroup, AccountGroupForm, GroupAccounts},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(assign)).routes(routes!(rename, remove)).routes(routes!(of_account))
}

/// The account groups of the caller's partner. Needs `accounts.view`
#[utoipa::path(get, path = "/api/v1/account-groups", tag = "accounts",
    responses((status = 200, body = Vec<AccountGroup>), (status = 404, body = ProblemJson)))]
async fn list(State(state): State<AppState>, Caller(actor): Caller) -> Result<axum::Json<Vec<AccountGroup>>> {
    Ok(axum::Json(account_groups::list(&state.portal, &actor).await?))
}

/// Add an account group. Needs `accounts.edit`
#[utoipa::path(post, path = "/api/v1/account-groups", tag = "accounts",
    responses((status = 201, body = AccountGroup), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn create(State(state): State<AppState>, Caller(actor): Caller, Json(form): Json<AccountGroupForm>) -> Result<Response> {
    let group = account_groups::create(&state.portal, &actor, &form).await?;
    let location = AppendHeaders([(header::LOCATION, format!("/api/v1/account-groups/{}", group.id))]);
    Ok((StatusCode::CREATED, location, axum::Json(group)).into_response())
}

/// How many accounts changed.
#[derive(Serialize, utoipa::ToSchema)]
struct Assigned {
    changed: u64,
}

/// Put accounts into groups and take them out of others, all or nothing. Needs `accounts.edit`
#[utoipa::path(post, path = "/api/v1/account-groups/assign", tag = "accounts",
    responses((status = 200, body = Assigned), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn assign(State(state): State<AppState>, Caller(actor): Caller, Json(request): Json<GroupAccounts>) -> Result<axum::Json<Assigned>> {
    let changed = account_groups::assign(&state.portal, &actor, &request).await?;
    Ok(axum::Json(Assigned { changed }))
}

/// Rename an account group. Needs `accounts.edit`
#[utoipa::path(put, path = "/api/v1/account-groups/{id}", tag = "accounts", params(("id" = AccountGroupId, Path)),
    responses((status = 204), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn rename(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountGroupId>,
    Json(form): Json<AccountGroupForm>,
) -> Result<StatusCode> {
    account_groups::rename(&state.portal, &actor, id, &form).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Delete an account group; its accounts stay as they are. Needs `accounts.edit`
#[utoipa::path(delete, path = "/api/v1/account-groups/{id}", tag = "accounts", params(("id" = AccountGroupId, Path)),
    responses((status = 204), (status = 404, body = ProblemJson)))]
async fn remove(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<AccountGroupId>) -> Result<StatusCode> {
    account_groups::delete(&state.portal, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The groups that an account is in. Partner users; needs `accounts.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/groups", tag = "accounts", params(("id" = AccountId, Path)),
    responses((status = 200, body = Vec<AccountGroup>), (status = 404, body = ProblemJson)))]
async fn of_account(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
) -> Result<axum::Json<Vec<AccountGroup>>> {
    Ok(axum::Json(account_groups::of_account(&state.portal, &actor, id).await?))
}
