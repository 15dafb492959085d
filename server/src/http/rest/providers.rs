//! `/api/v1/operator/providers`: identity providers, and `/api/v1/partner/settings`.

use super::{Caller, IfMatch, Json, Path, ProblemJson, Versioned};
use crate::http::{AppState, Result};
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};
use serde::{Deserialize, Serialize};
use switchroom_core::{partners, providers};
use switchroom_types::{
    ProviderId,
    partners::NewUserRole,
    providers::{Provider, ProviderForm, ProviderTest},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(test))
        .routes(routes!(show, edit, remove))
        .routes(routes!(settings, change_settings))
}

/// Identity providers. Operator only
#[utoipa::path(get, path = "/api/v1/operator/providers", tag = "operator",
    responses((status = 200, body = Vec<Provider>), (status = 404, body = ProblemJson)))]
async fn list(State(state): State<AppState>, Caller(actor): Caller) -> Result<axum::Json<Vec<Provider>>> {
    Ok(axum::Json(providers::list(&state.portal, &actor).await?))
}

/// Add an identity provider. Operator only
#[utoipa::path(post, path = "/api/v1/operator/providers", tag = "operator",
    responses((status = 201, body = Provider), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn create(State(state): State<AppState>, Caller(actor): Caller, Json(form): Json<ProviderForm>) -> Result<impl IntoResponse> {
    let made = providers::create(&state.portal, &actor, form).await?;
    let location = [(header::LOCATION, format!("/api/v1/operator/providers/{}", made.id))];
    Ok((StatusCode::CREATED, location, Versioned(made.version, made)))
}

/// One identity provider. Operator only
#[utoipa::path(get, path = "/api/v1/operator/providers/{id}", tag = "operator", params(("id" = ProviderId, Path)),
    responses((status = 200, body = Provider), (status = 404, body = ProblemJson)))]
async fn show(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<ProviderId>) -> Result<Versioned<Provider>> {
    let found = providers::get(&state.portal, &actor, id).await?;
    Ok(Versioned(found.version, found))
}

/// Replace what is entered about an identity provider; without `client_secret` the stored one stays. Operator only
#[utoipa::path(put, path = "/api/v1/operator/providers/{id}", tag = "operator", params(("id" = ProviderId, Path)),
    responses((status = 200, body = Provider), (status = 404, body = ProblemJson), (status = 412, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn edit(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<ProviderId>,
    IfMatch(seen): IfMatch,
    Json(form): Json<ProviderForm>,
) -> Result<Versioned<Provider>> {
    let saved = providers::edit(&state.portal, &actor, id, seen, form).await?;
    Ok(Versioned(saved.version, saved))
}

/// Delete an identity provider; partners and people that came with it stay. Operator only
#[utoipa::path(delete, path = "/api/v1/operator/providers/{id}", tag = "operator", params(("id" = ProviderId, Path)),
    responses((status = 204), (status = 404, body = ProblemJson)))]
async fn remove(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<ProviderId>) -> Result<StatusCode> {
    providers::delete(&state.portal, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, utoipa::ToSchema)]
struct TestBody {
    issuer: String,
}

/// Ask an identity provider what it says about itself. Operator only
#[utoipa::path(post, path = "/api/v1/operator/providers/test", tag = "operator",
    responses((status = 200, body = ProviderTest), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn test(State(state): State<AppState>, Caller(actor): Caller, Json(body): Json<TestBody>) -> Result<axum::Json<ProviderTest>> {
    Ok(axum::Json(providers::test(&state.portal, &actor, &body.issuer).await?))
}

/// What a partner sets for itself.
#[derive(Serialize, Deserialize, utoipa::ToSchema)]
struct PartnerSettings {
    /// What later people of the organisation become when they first sign in with an identity provider.
    new_user_role: NewUserRole,
}

/// What the partner has set for itself; its Administrators only
#[utoipa::path(get, path = "/api/v1/partner/settings", tag = "partner",
    responses((status = 200, body = PartnerSettings), (status = 404, body = ProblemJson)))]
async fn settings(State(state): State<AppState>, Caller(actor): Caller) -> Result<axum::Json<PartnerSettings>> {
    let found = partners::settings(&state.portal, &actor).await?;
    Ok(axum::Json(PartnerSettings { new_user_role: found.new_user_role }))
}

/// Change them; its Administrators only
#[utoipa::path(put, path = "/api/v1/partner/settings", tag = "partner",
    responses((status = 200, body = PartnerSettings), (status = 404, body = ProblemJson)))]
async fn change_settings(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Json(body): Json<PartnerSettings>,
) -> Result<axum::Json<PartnerSettings>> {
    let settings = partners::Settings { new_user_role: body.new_user_role };
    let saved = partners::change_settings(&state.portal, &actor, settings).await?;
    Ok(axum::Json(PartnerSettings { new_user_role: saved.new_user_role }))
}
