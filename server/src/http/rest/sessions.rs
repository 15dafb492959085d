//! `/api/v1/sessions`: signing in and out, and the caller's signed-in browsers.

use super::{Caller, Json, Path, ProblemJson};
use crate::http::{AppState, Problem, Result, request::RequestInfo};
use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use serde::Deserialize;
use switchroom_app::sessions::cookie;
use switchroom_core::factors::passkeys;
use switchroom_core::sessions::{self, Credentials, NewSession, Outcome};
use switchroom_types::{
    AppError, SessionId,
    factors::{PasskeyChallenge, StepUpMethods, StepUpProof},
    sessions::{AccountChoice, Me, SessionRow},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, create, end))
        .routes(routes!(second_step))
        .routes(routes!(step_up_methods, step_up))
        .routes(routes!(step_up_challenge))
        .routes(routes!(passkey_challenge))
        .routes(routes!(passkey))
        .routes(routes!(revoke_others))
        .routes(routes!(revoke))
}

#[derive(Deserialize, utoipa::ToSchema)]
struct SignInBody {
    /// E-mail address or Login Id.
    email: String,
    password: String,
    /// The id or the nine digits of the account, when the credentials fit several.
    #[serde(default)]
    account_id: Option<String>,
}

/// Sign in
///
/// Sets the session cookie. Credentials that fit several active accounts answer 409 `auth.choose_account` with those
/// accounts in `accounts`; repeat the request with one of their ids. People with a second factor get 409
/// `auth.second_factor_required` with `methods` and a cookie for `POST /api/v1/sessions/second-step`.
#[utoipa::path(post, path = "/api/v1/sessions", tag = "sessions", security(()), responses(
    (status = 201, body = Me), (status = 401, description = "`auth.failed`", body = ProblemJson),
    (status = 403, description = "`auth.deactivated`, `auth.locked`", body = ProblemJson),
    (status = 409, description = "`auth.choose_account`, `auth.second_factor_required`", body = ProblemJson),
    (status = 429, description = "`rate.limited`, with `Retry-After`", body = ProblemJson)))]
async fn create(State(state): State<AppState>, info: RequestInfo, headers: HeaderMap, Json(body): Json<SignInBody>) -> Result<Response> {
    let url = &state.portal.settings.public_url;
    let credentials = Credentials {
        username: body.email,
        password: body.password,
        account: body.account_id.unwrap_or_default(),
        replaces: cookie::session(&headers, url).map(str::to_owned),
    };
    let session = match sessions::sign_in(&state.portal, credentials, &info.origin()).await? {
        Outcome::SignedIn { session, .. } => session,
        Outcome::Choose { accounts, .. } => return Ok(choose(&accounts)),
        Outcome::SecondStep { ticket } => return second_factor_required(&state, &ticket).await,
    };
    signed_in(&state, &info, &session).await
}

/// Sets the cookie and says who that is.
async fn signed_in(state: &AppState, info: &RequestInfo, session: &NewSession) -> Result<Response> {
    let url = &state.portal.settings.public_url;
    let actor = sessions::authenticate(&state.portal, &session.secret, info.origin()).await?;
    let me = actor.ok_or_else(|| Problem(AppError::unauthenticated()))?.me();
    let set = AppendHeaders([
        (header::SET_COOKIE, cookie::started(&session.secret, url)),
        (header::SET_COOKIE, cookie::set_second_step("", url)),
        (header::SET_COOKIE, cookie::set_device(session.device.as_deref().unwrap_or_default(), url)),
    ]);
    Ok((StatusCode::CREATED, set, axum::Json(me)).into_response())
}

async fn second_factor_required(state: &AppState, ticket: &str) -> Result<Response> {
    let methods = sessions::second_step_methods(&state.portal, ticket).await?;
    let error = AppError::conflict("auth.second_factor_required", "Send a code to POST /api/v1/sessions/second-step.");
    let set = [(header::SET_COOKIE, cookie::set_second_step(ticket, &state.portal.settings.public_url))];
    Ok((set, Problem(error).with("methods", serde_json::to_value(methods).unwrap_or_default())).into_response())
}

#[derive(Deserialize, utoipa::ToSchema)]
struct CodeBody {
    /// Of the authenticator app, or a recovery code.
    code: String,
}

/// Second step of signing in, after 409 `auth.second_factor_required`
///
/// Needs the cookie that the first step set. Each code signs in once.
#[utoipa::path(post, path = "/api/v1/sessions/second-step", tag = "sessions", security(()), responses(
    (status = 201, body = Me), (status = 401, description = "`auth.second_step_expired`", body = ProblemJson),
    (status = 403, description = "`auth.locked`", body = ProblemJson), (status = 422, description = "`factors.wrong_code`", body = ProblemJson),
    (status = 429, description = "`rate.limited`, with `Retry-After`", body = ProblemJson)))]
async fn second_step(State(state): State<AppState>, info: RequestInfo, headers: HeaderMap, Json(body): Json<CodeBody>) -> Result<Response> {
    let url = &state.portal.settings.public_url;
    let (ticket, replaces) = (cookie::second_step(&headers, url).unwrap_or_default(), cookie::session(&headers, url));
    let session = sessions::second_step(&state.portal, ticket, &body.code, replaces, &info.origin()).await?;
    signed_in(&state, &info, &session).await
}

/// What a browser is asked for to sign in with a passkey; the same for everybody
#[utoipa::path(post, path = "/api/v1/sessions/passkey-challenge", tag = "sessions", security(()), responses(
    (status = 200, body = PasskeyChallenge), (status = 409, description = "`passkeys.unavailable`", body = ProblemJson)))]
async fn passkey_challenge(State(state): State<AppState>) -> Result<axum::Json<PasskeyChallenge>> {
    Ok(axum::Json(passkeys::challenge(&state.portal)?))
}

#[derive(Deserialize, utoipa::ToSchema)]
struct PasskeyBody {
    ticket: String,
    /// `credential.toJSON()`
    credential: serde_json::Value,
}

/// Sign in with a passkey
///
/// It verifies its user, so no second step follows. Wrong passwords do not delay it.
#[utoipa::path(post, path = "/api/v1/sessions/passkey", tag = "sessions", security(()), responses(
    (status = 201, body = Me), (status = 401, description = "`auth.passkey_failed`", body = ProblemJson),
    (status = 403, description = "`auth.deactivated`", body = ProblemJson),
    (status = 429, description = "`rate.limited`, with `Retry-After`", body = ProblemJson)))]
async fn passkey(State(state): State<AppState>, info: RequestInfo, headers: HeaderMap, Json(body): Json<PasskeyBody>) -> Result<Response> {
    let replaces = cookie::session(&headers, &state.portal.settings.public_url);
    let session = passkeys::sign_in(&state.portal, &body.ticket, body.credential, replaces, &info.origin()).await?;
    signed_in(&state, &info, &session).await
}

/// With what the caller can confirm that it is them
///
/// Some requests of a browser session answer 403 `auth.step_up_required` when the last proof is older than five minutes.
#[utoipa::path(get, path = "/api/v1/sessions/step-up", tag = "sessions", responses((status = 200, body = StepUpMethods)))]
async fn step_up_methods(State(state): State<AppState>, Caller(actor): Caller) -> Result<axum::Json<StepUpMethods>> {
    Ok(axum::Json(sessions::step_up_methods(&state.portal, &actor).await?))
}

/// What a browser is asked for to confirm it with a passkey
#[utoipa::path(post, path = "/api/v1/sessions/step-up/challenge", tag = "sessions",
    responses((status = 200, body = PasskeyChallenge), (status = 409, description = "`passkeys.none`", body = ProblemJson)))]
async fn step_up_challenge(State(state): State<AppState>, Caller(actor): Caller) -> Result<axum::Json<PasskeyChallenge>> {
    Ok(axum::Json(sessions::step_up_challenge(&state.portal, &actor).await?))
}

/// Confirm that it is you; good for five minutes
///
/// Sets the session cookie anew.
#[utoipa::path(post, path = "/api/v1/sessions/step-up", tag = "sessions", responses((status = 204), (status = 422, body = ProblemJson),
    (status = 429, description = "`rate.limited`, with `Retry-After`", body = ProblemJson)))]
async fn step_up(State(state): State<AppState>, Caller(actor): Caller, Json(proof): Json<StepUpProof>) -> Result<Response> {
    let secret = sessions::step_up(&state.portal, &actor, proof).await?;
    let set = [(header::SET_COOKIE, cookie::started(&secret, &state.portal.settings.public_url))];
    Ok((StatusCode::NO_CONTENT, set).into_response())
}

fn choose(accounts: &[AccountChoice]) -> Response {
    let names: Vec<String> = accounts.iter().map(|account| format!("{} ({})", account.name, account.number)).collect();
    let error = AppError::conflict("auth.choose_account", format!("Choose one of your accounts: {}.", names.join(", ")));
    Problem(error).with("accounts", serde_json::to_value(accounts).unwrap_or_default()).into_response()
}

/// Sign out
#[utoipa::path(delete, path = "/api/v1/sessions", tag = "sessions", responses((status = 204), (status = 401, body = ProblemJson)))]
async fn end(State(state): State<AppState>, Caller(actor): Caller) -> Result<Response> {
    sessions::sign_out(&state.portal, &actor).await?;
    let clear = [(header::SET_COOKIE, cookie::ended(&state.portal.settings.public_url))];
    Ok((StatusCode::NO_CONTENT, clear).into_response())
}

/// The caller's signed-in browsers
#[utoipa::path(get, path = "/api/v1/sessions", tag = "sessions", responses((status = 200, body = Vec<SessionRow>)))]
async fn list(State(state): State<AppState>, Caller(actor): Caller) -> Result<axum::Json<Vec<SessionRow>>> {
    Ok(axum::Json(sessions::list(&state.portal, &actor).await?))
}

/// End one of the caller's sessions
#[utoipa::path(delete, path = "/api/v1/sessions/{id}", tag = "sessions", params(("id" = SessionId, Path)),
    responses((status = 204), (status = 404, body = ProblemJson)))]
async fn revoke(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<SessionId>) -> Result<StatusCode> {
    sessions::revoke(&state.portal, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End all of the caller's sessions but this one
#[utoipa::path(post, path = "/api/v1/sessions/revoke-others", tag = "sessions", responses((status = 204)))]
async fn revoke_others(State(state): State<AppState>, Caller(actor): Caller) -> Result<StatusCode> {
    sessions::revoke_others(&state.portal, &actor).await?;
    Ok(StatusCode::NO_CONTENT)
}
