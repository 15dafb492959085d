//! `/api/v1/accounts/{id}/sign-in-security`: how the people of an account sign in.

use super::{Caller, IfMatch, Json, Path, ProblemJson, Versioned};
use crate::http::{AppState, Result};
use axum::extract::State;
use switchroom_core::policies;
use switchroom_types::{
    AccountId,
    policies::{Policy, PolicyForm},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show, edit))
}

/// The policy in force. Needs `sign_in_security.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/sign-in-security", tag = "accounts", params(("id" = AccountId, Path)),
    responses((status = 200, body = Policy), (status = 404, body = ProblemJson)))]
async fn show(State(state): State<AppState>, Caller(actor): Caller, Path(account): Path<AccountId>) -> Result<Versioned<Policy>> {
    let policy = policies::get(&state.portal, &actor, account).await?;
    Ok(Versioned(policy.version, policy))
}

/// Change the policy; it acts at once, on open sessions and tokens, too. Needs `sign_in_security.edit`, with step-up
///
/// What is left out gets its default. Networks that do not hold the caller's own address are refused.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/sign-in-security", tag = "accounts", params(("id" = AccountId, Path)),
    responses((status = 200, body = Policy), (status = 403, description = "`auth.step_up_required`", body = ProblemJson),
        (status = 412, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn edit(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    IfMatch(seen): IfMatch,
    Json(form): Json<PolicyForm>,
) -> Result<Versioned<Policy>> {
    let policy = policies::edit(&state.portal, &actor, account, seen, &form).await?;
    Ok(Versioned(policy.version, policy))
}
