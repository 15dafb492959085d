//! `/api/v1/tokens`: the caller's API tokens.

use super::{Caller, Json, Path, ProblemJson};
use crate::http::{AppState, Result};
use axum::{extract::State, http::StatusCode};
use switchroom_core::tokens;
use switchroom_types::{
    TokenId,
    profile::TokenForm,
    sessions::{NewToken, TokenRow},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke))
}

/// The caller's tokens, without their secrets
#[utoipa::path(get, path = "/api/v1/tokens", tag = "tokens", responses((status = 200, body = Vec<TokenRow>)))]
async fn list(State(state): State<AppState>, Caller(actor): Caller) -> Result<axum::Json<Vec<TokenRow>>> {
    Ok(axum::Json(tokens::list(&state.portal, &actor).await?))
}

/// Make a token; its secret is in this answer and nowhere else
#[utoipa::path(post, path = "/api/v1/tokens", tag = "tokens",
    responses((status = 201, body = NewToken), (status = 422, body = ProblemJson)))]
async fn create(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Json(form): Json<TokenForm>,
) -> Result<(StatusCode, axum::Json<NewToken>)> {
    Ok((StatusCode::CREATED, axum::Json(tokens::create(&state.portal, &actor, form).await?)))
}

/// Revoke a token
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", tag = "tokens", params(("id" = TokenId, Path)),
    responses((status = 204), (status = 404, body = ProblemJson)))]
async fn revoke(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<TokenId>) -> Result<StatusCode> {
    tokens::revoke(&state.portal, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
