//! `/api/v1/figures` and `/api/v1/accounts/{id}/figures`: the cards of the dashboard.

use super::{Caller, Path, ProblemJson, Query};
use crate::http::{AppState, Result};
use axum::extract::State;
use serde::Deserialize;
use switchroom_core::dashboard;
use switchroom_types::AccountId;
use switchroom_types::dashboard::{Card, CardKind};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(of_partner)).routes(routes!(of_account))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Which {
    /// Which figures
    card: CardKind,
}

/// Figures over the accounts within reach
///
/// Needs what the list behind the figures needs: `accounts.view` for `accounts` and `jobs`, `orders.view` for `expiring`,
/// `subscriptions.view` for `licenses`, `users.view` for `growth`, `integrations.view` for `integrations`, `support.view`
/// and `history.view` for `events` and `activity`.
#[utoipa::path(get, path = "/api/v1/figures", tag = "figures", params(Which),
    responses((status = 200, body = Card), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson)))]
async fn of_partner(State(state): State<AppState>, Caller(actor): Caller, Query(which): Query<Which>) -> Result<axum::Json<Card>> {
    Ok(axum::Json(dashboard::card(&state.portal, &actor, which.card, None).await?))
}

/// Figures of one account
///
/// Needs what the list behind the figures needs: `users.view` for `users` and `growth`, `subscriptions.view` for `licenses`
/// and `expiring`, `accounts.view` for `jobs`, `integrations.view` for `integrations`, `support.view` and `history.view`
/// for `events` and `activity`.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/figures", tag = "figures", params(("id" = AccountId, Path), Which),
    responses((status = 200, body = Card), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson)))]
async fn of_account(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
    Query(which): Query<Which>,
) -> Result<axum::Json<Card>> {
    Ok(axum::Json(dashboard::card(&state.portal, &actor, which.card, Some(id)).await?))
}
