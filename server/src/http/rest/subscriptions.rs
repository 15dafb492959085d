//! `/api/v1/accounts/{id}/subscriptions`: what an account's orders amount to.

use super::{Caller, Path, ProblemJson};
use crate::http::{AppState, Result};
use axum::extract::State;
use switchroom_types::{AccountId, subscriptions::Subscriptions};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Subscriptions by plan with their licence pools. Needs `subscriptions.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/subscriptions", tag = "subscriptions", params(("id" = AccountId, Path)),
    responses((status = 200, body = Subscriptions), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson)))]
async fn list(State(state): State<AppState>, Caller(actor): Caller, Path(account): Path<AccountId>) -> Result<axum::Json<Subscriptions>> {
    Ok(axum::Json(switchroom_core::subscriptions::list(&state.portal, &actor, account).await?))
}
