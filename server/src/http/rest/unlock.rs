//! Lifting the lock that wrong passwords have put on somebody (AUTH-27).

use super::{Caller, Path, ProblemJson};
use crate::http::{AppState, Result};
use axum::{extract::State, http::StatusCode};
use switchroom_core::identity;
use switchroom_types::{AccountId, UserId};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(unlock))
}

/// Lift the lock after too many wrong passwords
///
/// Needs `users.edit`.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/users/{uid}/unlock", tag = "users",
    params(("id" = AccountId, Path), ("uid" = UserId, Path)), responses((status = 204), (status = 404, body = ProblemJson)))]
async fn unlock(State(state): State<AppState>, Caller(actor): Caller, Path((id, uid)): Path<(AccountId, UserId)>) -> Result<StatusCode> {
    identity::unlock(&state.portal, &actor, id, uid).await?;
    Ok(StatusCode::NO_CONTENT)
}
