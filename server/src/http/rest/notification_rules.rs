//! `/api/v1/me/notification-rules` and `/api/v1/accounts/{id}/notification-rules`: who is told how.

use super::{Caller, IfMatch, Json, Path, ProblemJson, Versioned};
use crate::http::{AppState, Result};
use axum::extract::State;
use switchroom_core::notification_rules as rules;
use switchroom_types::{
    AccountId,
    notification_rules::{Occasion, RuleDocument, RuleForm, RulePreview},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(own, edit_own)).routes(routes!(preview_own)).routes(routes!(show, edit)).routes(routes!(preview))
}

/// The caller's notification rules
///
/// The first one that matches decides. Without one the rules of the caller's account do, then the default: portal, no mail.
#[utoipa::path(get, path = "/api/v1/me/notification-rules", tag = "notifications", responses((status = 200, body = RuleDocument)))]
async fn own(State(state): State<AppState>, Caller(actor): Caller) -> Result<Versioned<RuleDocument>> {
    let document = rules::of_person(&state.portal, &actor).await?;
    Ok(Versioned(document.version, document))
}

/// Replace the caller's notification rules
///
/// In a browser session only. What matters is the order; `accounts` and `groups` are for partner users.
#[utoipa::path(put, path = "/api/v1/me/notification-rules", tag = "notifications",
    responses((status = 200, body = RuleDocument), (status = 412, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn edit_own(
    State(state): State<AppState>,
    Caller(actor): Caller,
    IfMatch(seen): IfMatch,
    Json(form): Json<RuleForm>,
) -> Result<Versioned<RuleDocument>> {
    let document = rules::save_person(&state.portal, &actor, seen, form).await?;
    Ok(Versioned(document.version, document))
}

/// Which rule would decide for the caller, and what would happen
#[utoipa::path(post, path = "/api/v1/me/notification-rules/preview", tag = "notifications",
    responses((status = 200, body = RulePreview), (status = 422, body = ProblemJson)))]
async fn preview_own(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Json(occasion): Json<Occasion>,
) -> Result<axum::Json<RulePreview>> {
    Ok(axum::Json(rules::preview_person(&state.portal, &actor, &occasion).await?))
}

/// The notification rules of an account. Needs `accounts.view`
///
/// They decide for its people who have no matching rule of their own, and for its webhooks.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/notification-rules", tag = "notifications", params(("id" = AccountId, Path)),
    responses((status = 200, body = RuleDocument), (status = 404, body = ProblemJson)))]
async fn show(State(state): State<AppState>, Caller(actor): Caller, Path(account): Path<AccountId>) -> Result<Versioned<RuleDocument>> {
    let document = rules::of_account(&state.portal, &actor, account).await?;
    Ok(Versioned(document.version, document))
}

/// Replace the notification rules of an account. Needs `accounts.edit`
///
/// `accounts` and `groups` are for Partner Accounts.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/notification-rules", tag = "notifications", params(("id" = AccountId, Path)),
    responses((status = 200, body = RuleDocument), (status = 404, body = ProblemJson), (status = 412, body = ProblemJson),
        (status = 422, body = ProblemJson)))]
async fn edit(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    IfMatch(seen): IfMatch,
    Json(form): Json<RuleForm>,
) -> Result<Versioned<RuleDocument>> {
    let document = rules::save_account(&state.portal, &actor, account, seen, form).await?;
    Ok(Versioned(document.version, document))
}

/// Which rule of an account would decide, and what would happen. Needs `accounts.view`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/notification-rules/preview", tag = "notifications", params(("id" = AccountId, Path)),
    responses((status = 200, body = RulePreview), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn preview(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    Json(occasion): Json<Occasion>,
) -> Result<axum::Json<RulePreview>> {
    Ok(axum::Json(rules::preview_account(&state.portal, &actor, account, &occasion).await?))
}
