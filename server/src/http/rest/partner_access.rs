//! `/api/v1/accounts/{id}/partner-access`: whether the partner asks before it enters an account, and who has asked.

use super::{Caller, Json, Path, ProblemJson};
use crate::http::{AppState, Result};
use axum::extract::State;
use switchroom_core::partner_access;
use switchroom_types::{
    AccessRequestId, AccountId,
    partner_access::{AccessApproval, AccessDenial, AccessModeForm, AccessRequestForm, PartnerAccess},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(show, set_mode))
        .routes(routes!(request))
        .routes(routes!(approve))
        .routes(routes!(deny))
        .routes(routes!(end))
}

/// The setting with the requests of the last 30 days; admins of the account and its partner see the same. Needs
/// `accounts.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/partner-access", tag = "accounts", params(("id" = AccountId, Path)),
    responses((status = 200, body = PartnerAccess), (status = 404, body = ProblemJson)))]
async fn show(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<AccountId>) -> Result<axum::Json<PartnerAccess>> {
    Ok(axum::Json(partner_access::get(&state.portal, &actor, id).await?))
}

/// Let the partner in always, or on approval only; it acts at once. Admins of the account with `accounts.edit`; opening needs
/// step-up
#[utoipa::path(put, path = "/api/v1/accounts/{id}/partner-access", tag = "accounts", params(("id" = AccountId, Path)),
    responses((status = 200, body = PartnerAccess), (status = 403, description = "`partner_access.admins_only`, `auth.step_up_required`",
        body = ProblemJson), (status = 404, body = ProblemJson)))]
async fn set_mode(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
    Json(form): Json<AccessModeForm>,
) -> Result<axum::Json<PartnerAccess>> {
    Ok(axum::Json(partner_access::set_mode(&state.portal, &actor, id, form.mode).await?))
}

/// Ask to enter, with a reason and for 1 to 168 hours. Partner users with `accounts.view`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/partner-access/requests", tag = "accounts", params(("id" = AccountId, Path)),
    responses((status = 200, body = PartnerAccess), (status = 404, body = ProblemJson),
        (status = 409, description = "`partner_access.not_needed`, `partner_access.open`", body = ProblemJson),
        (status = 422, body = ProblemJson)))]
async fn request(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
    Json(form): Json<AccessRequestForm>,
) -> Result<axum::Json<PartnerAccess>> {
    Ok(axum::Json(partner_access::request(&state.portal, &actor, id, &form).await?))
}

/// Let somebody in, for the hours that they asked for or others. Admins of the account with `accounts.edit`, with step-up
#[utoipa::path(post, path = "/api/v1/accounts/{id}/partner-access/requests/{request}/approve", tag = "accounts",
    params(("id" = AccountId, Path), ("request" = AccessRequestId, Path)),
    responses((status = 200, body = PartnerAccess), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson),
        (status = 409, description = "`partner_access.over`", body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn approve(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((id, request)): Path<(AccountId, AccessRequestId)>,
    Json(approval): Json<AccessApproval>,
) -> Result<axum::Json<PartnerAccess>> {
    Ok(axum::Json(partner_access::approve(&state.portal, &actor, id, request, approval).await?))
}

/// Refuse a request. Admins of the account with `accounts.edit`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/partner-access/requests/{request}/deny", tag = "accounts",
    params(("id" = AccountId, Path), ("request" = AccessRequestId, Path)),
    responses((status = 200, body = PartnerAccess), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson),
        (status = 409, description = "`partner_access.over`", body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn deny(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((id, request)): Path<(AccountId, AccessRequestId)>,
    Json(denial): Json<AccessDenial>,
) -> Result<axum::Json<PartnerAccess>> {
    Ok(axum::Json(partner_access::deny(&state.portal, &actor, id, request, &denial).await?))
}

/// End an access before its time, or take an own request back. Admins of the account with `accounts.edit`; whoever asked
#[utoipa::path(post, path = "/api/v1/accounts/{id}/partner-access/requests/{request}/end", tag = "accounts",
    params(("id" = AccountId, Path), ("request" = AccessRequestId, Path)),
    responses((status = 200, body = PartnerAccess), (status = 404, body = ProblemJson),
        (status = 409, description = "`partner_access.over`", body = ProblemJson)))]
async fn end(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((id, request)): Path<(AccountId, AccessRequestId)>,
) -> Result<axum::Json<PartnerAccess>> {
    Ok(axum::Json(partner_access::end(&state.portal, &actor, id, request).await?))
}
