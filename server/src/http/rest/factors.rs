//! `/api/v1/factors`: the caller's second factors.

use super::{Caller, Json, ProblemJson};
use crate::http::{AppState, Result};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use switchroom_core::factors;
use switchroom_types::factors::{Enrolment, Factors, RecoveryCodes};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(begin, remove)).routes(routes!(confirm)).routes(routes!(renew_codes))
}

#[derive(Deserialize, utoipa::ToSchema)]
struct CodeBody {
    /// What the app shows.
    code: String,
}

/// The caller's authenticator app, passkeys, and how many recovery codes are left. In a browser session only
#[utoipa::path(get, path = "/api/v1/factors", tag = "sessions", responses((status = 200, body = Factors)))]
async fn list(State(state): State<AppState>, Caller(actor): Caller) -> Result<axum::Json<Factors>> {
    Ok(axum::Json(factors::list(&state.portal, &actor).await?))
}

/// Begin to set up an authenticator app: its secret is in this answer and nowhere else
///
/// It counts once `…/authenticator/confirm` has seen a code of it.
#[utoipa::path(post, path = "/api/v1/factors/authenticator", tag = "sessions", responses((status = 201, body = Enrolment),
    (status = 409, description = "`factors.authenticator_exists`", body = ProblemJson)))]
async fn begin(State(state): State<AppState>, Caller(actor): Caller) -> Result<(StatusCode, axum::Json<Enrolment>)> {
    Ok((StatusCode::CREATED, axum::Json(factors::begin(&state.portal, &actor).await?)))
}

/// Take the authenticator app into use; answers recovery codes to somebody who has none
#[utoipa::path(post, path = "/api/v1/factors/authenticator/confirm", tag = "sessions",
    responses((status = 200, body = RecoveryCodes), (status = 409, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn confirm(State(state): State<AppState>, Caller(actor): Caller, Json(body): Json<CodeBody>) -> Result<axum::Json<RecoveryCodes>> {
    Ok(axum::Json(factors::confirm(&state.portal, &actor, &body.code).await?))
}

/// Remove the authenticator app
#[utoipa::path(delete, path = "/api/v1/factors/authenticator", tag = "sessions",
    responses((status = 204), (status = 409, description = "`factors.no_authenticator`", body = ProblemJson)))]
async fn remove(State(state): State<AppState>, Caller(actor): Caller) -> Result<StatusCode> {
    factors::remove(&state.portal, &actor).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make new recovery codes; the old ones stop working
#[utoipa::path(post, path = "/api/v1/factors/recovery-codes", tag = "sessions",
    responses((status = 200, body = RecoveryCodes), (status = 409, description = "`factors.none`", body = ProblemJson)))]
async fn renew_codes(State(state): State<AppState>, Caller(actor): Caller) -> Result<axum::Json<RecoveryCodes>> {
    Ok(axum::Json(factors::renew(&state.portal, &actor).await?))
}
