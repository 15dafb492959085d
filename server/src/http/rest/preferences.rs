//! `/api/v1/me/preferences`: how the caller has arranged the interface.

use super::{Caller, Json, ProblemJson};
use crate::http::{AppState, Result};
use axum::extract::State;
use switchroom_core::users::preferences;
use switchroom_types::preferences::Preferences;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show, change))
}

/// Table columns, density, navigation, dismissed hints
#[utoipa::path(get, path = "/api/v1/me/preferences", tag = "me", responses((status = 200, body = Preferences)))]
async fn show(Caller(actor): Caller) -> Result<axum::Json<Preferences>> {
    Ok(axum::Json(actor.preferences))
}

/// Merge a change; an empty column list resets its table
#[utoipa::path(patch, path = "/api/v1/me/preferences", tag = "me",
    responses((status = 200, body = Preferences), (status = 422, body = ProblemJson)))]
async fn change(State(state): State<AppState>, Caller(actor): Caller, Json(change): Json<Preferences>) -> Result<axum::Json<Preferences>> {
    Ok(axum::Json(preferences::set(&state.portal, &actor, change).await?))
}
