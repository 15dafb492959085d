//! `/api/v1/accounts/{id}/users/conflicts`: values that more than one person has.

use super::{Caller, Json, Path, ProblemJson, Query};
use crate::http::{AppState, Result};
use axum::{extract::State, http::StatusCode};
use switchroom_core::users::conflicts;
use switchroom_types::{
    AccountId, UserId,
    conflicts::{Clashes, Comparison, Merge, Reassignment},
    users::UserDetail,
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(compare, merge)).routes(routes!(reassign))
}

/// Numbers, addresses and extensions that several people have: active, inactive, in the bin (with `users.delete`), or waiting for a
/// synchronisation. Needs `users.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/users/conflicts", tag = "users", params(("id" = AccountId, Path)),
    responses((status = 200, body = Clashes), (status = 404, body = ProblemJson)))]
async fn list(State(state): State<AppState>, Caller(actor): Caller, Path(account): Path<AccountId>) -> Result<axum::Json<Clashes>> {
    Ok(axum::Json(conflicts::clashes(&state.portal, &actor, account).await?))
}

/// Two people of the account.
#[derive(serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Pair {
    /// Who stays.
    keep: UserId,
    /// Who goes.
    other: UserId,
}

/// The fields in which two people differ, before merging them. Needs `users.edit` and `users.delete`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/users/conflicts/merge", tag = "users", params(("id" = AccountId, Path), Pair),
    responses((status = 200, body = Comparison), (status = 404, body = ProblemJson)))]
async fn compare(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    Query(pair): Query<Pair>,
) -> Result<axum::Json<Comparison>> {
    Ok(axum::Json(conflicts::compare(&state.portal, &actor, account, pair.keep, pair.other).await?))
}

/// Merge two people: one stays with the chosen values, the other one goes to the bin. Needs `users.edit` and `users.delete`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/users/conflicts/merge", tag = "users", params(("id" = AccountId, Path)),
    responses((status = 200, body = UserDetail), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson),
    (status = 409, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn merge(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    Json(asked): Json<Merge>,
) -> Result<axum::Json<UserDetail>> {
    Ok(axum::Json(conflicts::merge(&state.portal, &actor, account, &asked).await?))
}

/// One person keeps a number or extension, everybody else loses it. Needs `users.edit`, in the bin also `users.delete`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/users/conflicts/reassign", tag = "users", params(("id" = AccountId, Path)),
    responses((status = 204), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson),
    (status = 422, body = ProblemJson)))]
async fn reassign(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    Json(asked): Json<Reassignment>,
) -> Result<StatusCode> {
    conflicts::reassign(&state.portal, &actor, account, &asked).await?;
    Ok(StatusCode::NO_CONTENT)
}
