//! `/api/v1/search`: one text in everything that the caller may see.

use super::{Caller, ProblemJson, Query};
use crate::http::{AppState, Result};
use axum::extract::State;
use serde::Deserialize;
use switchroom_core::palette;
use switchroom_types::AccountId;
use switchroom_types::palette::{Hit, PaletteQuery};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(search))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct What {
    /// Two characters at least, 100 at most
    search: String,
    /// Only in this account
    account_id: Option<AccountId>,
}

/// Accounts, users, orders, telephone numbers and recent events by a part of their name
///
/// Up to five of each kind, and only of kinds whose lists the caller may see. Numbers and events are searched within an
/// account.
#[utoipa::path(get, path = "/api/v1/search", tag = "search", params(What),
    responses((status = 200, body = Vec<Hit>), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn search(State(state): State<AppState>, Caller(actor): Caller, Query(what): Query<What>) -> Result<axum::Json<Vec<Hit>>> {
    let query = PaletteQuery { text: what.search, account: what.account_id };
    Ok(axum::Json(palette::search(&state.portal, &actor, query).await?))
}
