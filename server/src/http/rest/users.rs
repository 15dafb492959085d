//! `/api/v1/accounts/{id}/users`: the people of an account.

use super::download::{ExportParams, file};
use super::{Caller, IfMatch, Json, ListParams, Path, ProblemJson, Query, Versioned};
use crate::http::{AppState, Result};
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use switchroom_core::{export::Format, identity, users};
use switchroom_types::{
    AccountId, SessionId, UserId,
    list::Page,
    users::{
        BulkRequest, BulkStarted, DeletedUser, FeatureState, FieldOrigin, PhoneHolder, UserDetail, UserForm, UserPatch, UserRow,
        UserSecurity,
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(csv))
        .routes(routes!(xlsx))
        .routes(routes!(products))
        .routes(routes!(features))
        .routes(routes!(bulk))
        .routes(routes!(phone_conflict))
        .routes(routes!(origins))
        .routes(routes!(deleted))
        .routes(routes!(erase))
        .routes(routes!(restore))
        .routes(routes!(show, edit, remove))
        .routes(routes!(welcome))
        .routes(routes!(reset))
        .routes(routes!(unlock))
        .routes(routes!(reset_factors))
        .routes(routes!(security, revoke_sessions))
        .routes(routes!(revoke_session))
}

/// The users of an account; `filter.property`, `filter.product`, `filter.sms` and conditions in `filter` narrow them. Needs `users.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/users", tag = "users", params(("id" = AccountId, Path), ListParams),
    responses((status = 200, body = Page<UserRow>), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn list(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    ListParams(query): ListParams,
) -> Result<axum::Json<Page<UserRow>>> {
    Ok(axum::Json(users::list(&state.portal, &actor, account, &query).await?))
}

/// The same list as CSV; `bom=1` marks it as UTF-8 for spreadsheets
#[utoipa::path(get, path = "/api/v1/accounts/{id}/users.csv", tag = "users", params(("id" = AccountId, Path), ListParams),
    responses((status = 200, content_type = "text/csv", body = String), (status = 404, body = ProblemJson)))]
async fn csv(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    params: ExportParams,
) -> Result<Response> {
    let format = params.format(Format::Csv { bom: false });
    Ok(file(users::export(&state.portal, &actor, account, &params.query, format).await?))
}

/// The same list as a workbook
#[utoipa::path(get, path = "/api/v1/accounts/{id}/users.xlsx", tag = "users", params(("id" = AccountId, Path), ListParams),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = String), (status = 404, body = ProblemJson)))]
async fn xlsx(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    params: ExportParams,
) -> Result<Response> {
    Ok(file(users::export(&state.portal, &actor, account, &params.query, Format::Xlsx).await?))
}

/// Products licensed in the account: the values of `filter.product`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/users/products", tag = "users", params(("id" = AccountId, Path)),
    responses((status = 200, body = Vec<String>), (status = 404, body = ProblemJson)))]
async fn products(State(state): State<AppState>, Caller(actor): Caller, Path(account): Path<AccountId>) -> Result<axum::Json<Vec<String>>> {
    Ok(axum::Json(users::products(&state.portal, &actor, account).await?))
}

/// What users of this account can have and do beyond the portal, and what the rest waits for. Needs `users.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/users/features", tag = "users", params(("id" = AccountId, Path)),
    responses((status = 200, body = Vec<FeatureState>), (status = 404, body = ProblemJson)))]
async fn features(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
) -> Result<axum::Json<Vec<FeatureState>>> {
    Ok(axum::Json(users::features::features(&state.portal, &actor, account).await?))
}

/// Add a user and send the welcome mail. Needs `users.add`; a role other than User also `roles.assign`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/users", tag = "users", params(("id" = AccountId, Path)),
    responses((status = 201, body = UserDetail), (status = 409, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn create(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    Json(form): Json<UserForm>,
) -> Result<Response> {
    let user = users::create(&state.portal, &actor, account, &form).await?;
    let location = AppendHeaders([(header::LOCATION, format!("/api/v1/accounts/{account}/users/{}", user.id))]);
    Ok((StatusCode::CREATED, location, Versioned(user.version, user)).into_response())
}

/// One user. Needs `users.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/users/{uid}", tag = "users", params(("id" = AccountId, Path), ("uid" = UserId, Path)),
    responses((status = 200, body = UserDetail), (status = 404, body = ProblemJson)))]
async fn show(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, UserId)>,
) -> Result<Versioned<UserDetail>> {
    let user = users::get(&state.portal, &actor, account, id).await?;
    Ok(Versioned(user.version, user))
}

/// Change what the body names; `null` clears. Needs `users.edit`, role and scope also `roles.assign`
#[utoipa::path(patch, path = "/api/v1/accounts/{id}/users/{uid}", tag = "users", params(("id" = AccountId, Path), ("uid" = UserId, Path)),
    responses((status = 200, body = UserDetail), (status = 409, body = ProblemJson), (status = 412, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn edit(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, UserId)>,
    IfMatch(seen): IfMatch,
    Json(patch): Json<UserPatch>,
) -> Result<Versioned<UserDetail>> {
    let user = users::edit(&state.portal, &actor, account, id, seen, &patch).await?;
    Ok(Versioned(user.version, user))
}

/// Delete a user with licences, tokens and sessions. Needs `users.delete`
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/users/{uid}", tag = "users", params(("id" = AccountId, Path), ("uid" = UserId, Path)),
    responses((status = 204), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn remove(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, UserId)>,
    IfMatch(seen): IfMatch,
) -> Result<StatusCode> {
    users::delete(&state.portal, &actor, account, id, seen).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Do something for many users, as a job. More than 100 users need `confirmed` with their number
#[utoipa::path(post, path = "/api/v1/accounts/{id}/users/bulk", tag = "users", params(("id" = AccountId, Path)),
    responses((status = 202, body = BulkStarted), (status = 409, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn bulk(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    Json(request): Json<BulkRequest>,
) -> Result<Response> {
    let started = users::bulk::start(&state.portal, &actor, account, &request).await?;
    let location = AppendHeaders([(header::LOCATION, format!("/api/v1/jobs/{}", started.job_id))]);
    Ok((StatusCode::ACCEPTED, location, axum::Json(started)).into_response())
}

/// Send the welcome mail again. Needs `users.add` or `users.edit`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/users/{uid}/welcome-mail", tag = "users", params(("id" = AccountId, Path), ("uid" = UserId, Path)),
    responses((status = 202), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn welcome(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, UserId)>,
) -> Result<StatusCode> {
    users::invite::resend_welcome(&state.portal, &actor, account, id).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Mail a link to choose a new password. Needs `users.edit`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/users/{uid}/password-reset", tag = "users", params(("id" = AccountId, Path), ("uid" = UserId, Path)),
    responses((status = 202), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn reset(State(state): State<AppState>, Caller(actor): Caller, Path((account, id)): Path<(AccountId, UserId)>) -> Result<StatusCode> {
    users::invite::reset_password(&state.portal, &actor, account, id).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Lift the lock that wrong passwords have put on somebody. Needs `users.edit`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/users/{uid}/unlock", tag = "users", params(("id" = AccountId, Path), ("uid" = UserId, Path)),
    responses((status = 204), (status = 404, body = ProblemJson)))]
async fn unlock(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, UserId)>,
) -> Result<StatusCode> {
    identity::unlock(&state.portal, &actor, account, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The users who were deleted in the last 30 days. Needs `users.delete`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/users/deleted", tag = "users", params(("id" = AccountId, Path), ListParams),
    responses((status = 200, body = Page<DeletedUser>), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson)))]
async fn deleted(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    ListParams(query): ListParams,
) -> Result<axum::Json<Page<DeletedUser>>> {
    Ok(axum::Json(users::deleted(&state.portal, &actor, account, &query).await?))
}

/// Restore a deleted user; licenses, numbers and tokens do not come back. Needs `users.delete`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/users/deleted/{uid}/restore", tag = "users",
    params(("id" = AccountId, Path), ("uid" = UserId, Path)),
    responses((status = 200, body = UserDetail), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn restore(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, UserId)>,
) -> Result<axum::Json<UserDetail>> {
    Ok(axum::Json(users::restore(&state.portal, &actor, account, id).await?))
}

/// Erase a deleted user for good. Needs `users.delete`
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/users/deleted/{uid}", tag = "users",
    params(("id" = AccountId, Path), ("uid" = UserId, Path)),
    responses((status = 204), (status = 404, body = ProblemJson)))]
async fn erase(State(state): State<AppState>, Caller(actor): Caller, Path((account, id)): Path<(AccountId, UserId)>) -> Result<StatusCode> {
    users::erase(&state.portal, &actor, account, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A number in national or E.164 form, or an extension.
#[derive(serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    #[serde(default)]
    phone: String,
}

/// Who has a phone number: active and inactive users by mobile number, phone and extension. Needs `users.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/users/phone-conflict", tag = "users", params(("id" = AccountId, Path), Wanted),
    responses((status = 200, body = Vec<PhoneHolder>), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn phone_conflict(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    Query(wanted): Query<Wanted>,
) -> Result<axum::Json<Vec<PhoneHolder>>> {
    Ok(axum::Json(users::holders(&state.portal, &actor, account, &wanted.phone).await?))
}

/// Where the values of a user's fields come from, the last three of each. Needs `users.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/users/{uid}/origins", tag = "users", params(("id" = AccountId, Path), ("uid" = UserId, Path)),
    responses((status = 200, body = Vec<FieldOrigin>), (status = 404, body = ProblemJson)))]
async fn origins(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, UserId)>,
) -> Result<axum::Json<Vec<FieldOrigin>>> {
    Ok(axum::Json(users::origins(&state.portal, &actor, account, id).await?))
}

/// Take somebody's second factors away, who has lost them. Needs `users.edit`, with step-up
#[utoipa::path(post, path = "/api/v1/accounts/{id}/users/{uid}/factors-reset", tag = "users", params(("id" = AccountId, Path), ("uid" = UserId, Path)),
    responses((status = 204), (status = 403, description = "`users.more_rights`, `auth.step_up_required`", body = ProblemJson), (status = 404, body = ProblemJson)))]
async fn reset_factors(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, UserId)>,
) -> Result<StatusCode> {
    users::reset_factors(&state.portal, &actor, account, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where somebody is signed in, and their second factors. Needs `users.edit`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/users/{uid}/sessions", tag = "users", params(("id" = AccountId, Path), ("uid" = UserId, Path)),
    responses((status = 200, body = UserSecurity), (status = 404, body = ProblemJson)))]
async fn security(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, UserId)>,
) -> Result<axum::Json<UserSecurity>> {
    Ok(axum::Json(users::security::of(&state.portal, &actor, account, id).await?))
}

/// End all of somebody's sessions. Needs `users.edit`
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/users/{uid}/sessions", tag = "users", params(("id" = AccountId, Path), ("uid" = UserId, Path)),
    responses((status = 204), (status = 403, description = "`users.more_rights`", body = ProblemJson), (status = 404, body = ProblemJson)))]
async fn revoke_sessions(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, UserId)>,
) -> Result<StatusCode> {
    users::security::revoke_all(&state.portal, &actor, account, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End one of somebody's sessions. Needs `users.edit`
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/users/{uid}/sessions/{sid}", tag = "users",
    params(("id" = AccountId, Path), ("uid" = UserId, Path), ("sid" = SessionId, Path)),
    responses((status = 204), (status = 403, description = "`users.more_rights`", body = ProblemJson), (status = 404, body = ProblemJson)))]
async fn revoke_session(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id, session)): Path<(AccountId, UserId, SessionId)>,
) -> Result<StatusCode> {
    users::security::revoke(&state.portal, &actor, account, id, session).await?;
    Ok(StatusCode::NO_CONTENT)
}
