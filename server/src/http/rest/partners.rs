//! `/api/v1/operator/partners`: resellers. Nothing of their customers is told here.

use super::{Caller, Json, ListParams, Path, ProblemJson};
use crate::http::{AppState, Result};
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};
use serde::Deserialize;
use switchroom_core::partners;
use switchroom_types::{
    PartnerId, UserId,
    list::Page,
    partners::{AddedPartner, PartnerDetail, PartnerForm, PartnerRow},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(show))
        .routes(routes!(deactivate))
        .routes(routes!(reactivate))
        .routes(routes!(remove_person))
}

/// Partners; `filter.state` is `active` or `inactive`, sorted by `name` or `created_at`. Operator only
#[utoipa::path(get, path = "/api/v1/operator/partners", tag = "operator", params(ListParams),
    responses((status = 200, body = Page<PartnerRow>), (status = 404, body = ProblemJson)))]
async fn list(State(state): State<AppState>, Caller(actor): Caller, ListParams(query): ListParams) -> Result<axum::Json<Page<PartnerRow>>> {
    Ok(axum::Json(partners::list(&state.portal, &actor, &query).await?))
}

/// Add a partner with its first Administrator. Operator only
#[utoipa::path(post, path = "/api/v1/operator/partners", tag = "operator",
    responses((status = 201, body = AddedPartner), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn add(State(state): State<AppState>, Caller(actor): Caller, Json(form): Json<PartnerForm>) -> Result<impl IntoResponse> {
    let added = partners::add(&state.portal, &actor, form).await?;
    let location = [(header::LOCATION, format!("/api/v1/operator/partners/{}", added.id))];
    Ok((StatusCode::CREATED, location, axum::Json(added)))
}

/// One partner with its people. Operator only
#[utoipa::path(get, path = "/api/v1/operator/partners/{id}", tag = "operator", params(("id" = PartnerId, Path)),
    responses((status = 200, body = PartnerDetail), (status = 404, body = ProblemJson)))]
async fn show(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<PartnerId>) -> Result<axum::Json<PartnerDetail>> {
    Ok(axum::Json(partners::get(&state.portal, &actor, id).await?))
}

#[derive(Deserialize, utoipa::ToSchema)]
struct Confirmation {
    /// `deactivate`
    #[serde(default)]
    confirm: Option<String>,
}

/// Nobody of the partner and of its customers can sign in any more. Operator only
#[utoipa::path(post, path = "/api/v1/operator/partners/{id}/deactivate", tag = "operator", params(("id" = PartnerId, Path)),
    responses((status = 200, body = PartnerDetail), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn deactivate(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<PartnerId>,
    Json(body): Json<Confirmation>,
) -> Result<axum::Json<PartnerDetail>> {
    Ok(axum::Json(partners::deactivate(&state.portal, &actor, id, body.confirm.as_deref()).await?))
}

/// They can sign in again. Operator only
#[utoipa::path(post, path = "/api/v1/operator/partners/{id}/reactivate", tag = "operator", params(("id" = PartnerId, Path)),
    responses((status = 200, body = PartnerDetail), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn reactivate(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<PartnerId>) -> Result<axum::Json<PartnerDetail>> {
    Ok(axum::Json(partners::reactivate(&state.portal, &actor, id).await?))
}

/// Remove a partner user, but not the last Administrator. Operator only
#[utoipa::path(delete, path = "/api/v1/operator/partners/{id}/people/{uid}", tag = "operator",
    params(("id" = PartnerId, Path), ("uid" = UserId, Path)),
    responses((status = 204), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn remove_person(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((id, person)): Path<(PartnerId, UserId)>,
) -> Result<StatusCode> {
    partners::remove_person(&state.portal, &actor, id, person).await?;
    Ok(StatusCode::NO_CONTENT)
}
