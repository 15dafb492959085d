//! `/api/v1/me`: who the caller is.

use super::{Caller, Json};
use crate::http::{AppState, Result};
use axum::extract::State;
use switchroom_core::identity;
use switchroom_types::{profile::ProfileForm, sessions::Me};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show, update))
}

/// The caller with what they may do
#[utoipa::path(get, path = "/api/v1/me", tag = "sessions", responses((status = 200, body = Me), (status = 401, body = super::ProblemJson)))]
async fn show(Caller(actor): Caller) -> axum::Json<Me> {
    axum::Json(actor.me())
}

/// Change one's own name, language, time zone and theme
///
/// In a browser session only.
#[utoipa::path(patch, path = "/api/v1/me", tag = "sessions", responses((status = 204), (status = 422, body = super::ProblemJson)))]
async fn update(State(state): State<AppState>, Caller(actor): Caller, Json(form): Json<ProfileForm>) -> Result<http::StatusCode> {
    identity::update_profile(&state.portal, &actor, form).await?;
    Ok(http::StatusCode::NO_CONTENT)
}
