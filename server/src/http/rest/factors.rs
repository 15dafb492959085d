//! `/api/v1/factors`: the caller's second factors.

use super::{Caller, Json, Path, ProblemJson};
use crate::http::{AppState, Result};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use switchroom_core::factors::{self, passkeys};
use switchroom_types::PasskeyId;
use switchroom_types::factors::{AddedPasskey, Enrolment, Factors, PasskeyChallenge, RecoveryCodes};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(begin, remove))
        .routes(routes!(confirm))
        .routes(routes!(renew_codes))
        .routes(routes!(begin_passkey))
        .routes(routes!(add_passkey))
        .routes(routes!(rename_passkey, remove_passkey))
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

/// What a browser is asked for to make a passkey
#[utoipa::path(post, path = "/api/v1/factors/passkeys/challenge", tag = "sessions",
    responses((status = 200, body = PasskeyChallenge), (status = 409, description = "`passkeys.unavailable`", body = ProblemJson)))]
async fn begin_passkey(State(state): State<AppState>, Caller(actor): Caller) -> Result<axum::Json<PasskeyChallenge>> {
    Ok(axum::Json(passkeys::begin(&state.portal, &actor).await?))
}

#[derive(Deserialize, utoipa::ToSchema)]
struct PasskeyBody {
    ticket: String,
    name: String,
    /// `credential.toJSON()`
    credential: serde_json::Value,
}

/// Keep the passkey that the browser has made; answers recovery codes to somebody who has none
#[utoipa::path(post, path = "/api/v1/factors/passkeys", tag = "sessions", responses((status = 201, body = AddedPasskey),
    (status = 400, description = "`passkeys.refused`", body = ProblemJson), (status = 409, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn add_passkey(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Json(body): Json<PasskeyBody>,
) -> Result<(StatusCode, axum::Json<AddedPasskey>)> {
    let added = passkeys::add(&state.portal, &actor, &body.ticket, &body.name, body.credential).await?;
    Ok((StatusCode::CREATED, axum::Json(added)))
}

#[derive(Deserialize, utoipa::ToSchema)]
struct NameBody {
    name: String,
}

/// Rename a passkey
#[utoipa::path(patch, path = "/api/v1/factors/passkeys/{id}", tag = "sessions", params(("id" = PasskeyId, Path)),
    responses((status = 204), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn rename_passkey(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<PasskeyId>,
    Json(body): Json<NameBody>,
) -> Result<StatusCode> {
    passkeys::rename(&state.portal, &actor, id, &body.name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Delete a passkey
#[utoipa::path(delete, path = "/api/v1/factors/passkeys/{id}", tag = "sessions", params(("id" = PasskeyId, Path)),
    responses((status = 204), (status = 404, body = ProblemJson)))]
async fn remove_passkey(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<PasskeyId>) -> Result<StatusCode> {
    passkeys::remove(&state.portal, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
