//! `/api/v1/accounts/{id}/webhooks`: where an account's notifications are sent to besides people.

use super::{Caller, IfMatch, Json, ListParams, Path, ProblemJson, Versioned};
use crate::http::{AppState, Result};
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};
use switchroom_core::webhooks;
use switchroom_types::{
    AccountId, DeliveryId, WebhookId,
    list::Page,
    webhooks::{Delivery, NewSecret, Webhook, WebhookForm},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show, edit, remove))
        .routes(routes!(rotate))
        .routes(routes!(test))
        .routes(routes!(deliveries))
        .routes(routes!(send_again))
}

/// Webhooks of the account. Needs `accounts.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/webhooks", tag = "webhooks", params(("id" = AccountId, Path)),
    responses((status = 200, body = Vec<Webhook>), (status = 404, body = ProblemJson)))]
async fn list(State(state): State<AppState>, Caller(actor): Caller, Path(account): Path<AccountId>) -> Result<axum::Json<Vec<Webhook>>> {
    Ok(axum::Json(webhooks::list(&state.portal, &actor, account).await?))
}

/// Add a webhook; the answer holds its secret, which is not shown again. Needs `accounts.edit`
///
/// In a Partner Account it gets what concerns any account of the partner.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/webhooks", tag = "webhooks", params(("id" = AccountId, Path)),
    responses((status = 201, body = NewSecret), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson),
        (status = 422, body = ProblemJson)))]
async fn create(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    Json(form): Json<WebhookForm>,
) -> Result<impl IntoResponse> {
    let made = webhooks::create(&state.portal, &actor, account, form).await?;
    let location = [(header::LOCATION, format!("/api/v1/accounts/{account}/webhooks/{}", made.webhook.id))];
    Ok((StatusCode::CREATED, location, Versioned(made.webhook.version, made)))
}

/// One webhook. Needs `accounts.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/webhooks/{webhook}", tag = "webhooks",
    params(("id" = AccountId, Path), ("webhook" = WebhookId, Path)),
    responses((status = 200, body = Webhook), (status = 404, body = ProblemJson)))]
async fn show(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, WebhookId)>,
) -> Result<Versioned<Webhook>> {
    let found = webhooks::get(&state.portal, &actor, account, id).await?;
    Ok(Versioned(found.version, found))
}

/// Replace what is entered about a webhook; the secret stays. Needs `accounts.edit`
#[utoipa::path(put, path = "/api/v1/accounts/{id}/webhooks/{webhook}", tag = "webhooks",
    params(("id" = AccountId, Path), ("webhook" = WebhookId, Path)),
    responses((status = 200, body = Webhook), (status = 404, body = ProblemJson), (status = 412, body = ProblemJson),
        (status = 422, body = ProblemJson)))]
async fn edit(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, WebhookId)>,
    IfMatch(seen): IfMatch,
    Json(form): Json<WebhookForm>,
) -> Result<Versioned<Webhook>> {
    let saved = webhooks::edit(&state.portal, &actor, account, id, seen, form).await?;
    Ok(Versioned(saved.version, saved))
}

/// Delete a webhook with what waits to be sent to it. Needs `accounts.edit`
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/webhooks/{webhook}", tag = "webhooks",
    params(("id" = AccountId, Path), ("webhook" = WebhookId, Path)), responses((status = 204), (status = 404, body = ProblemJson)))]
async fn remove(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, WebhookId)>,
) -> Result<StatusCode> {
    webhooks::delete(&state.portal, &actor, account, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give a webhook a new secret; the answer holds it, and it is not shown again. Needs `accounts.edit`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/webhooks/{webhook}/rotate-secret", tag = "webhooks",
    params(("id" = AccountId, Path), ("webhook" = WebhookId, Path)),
    responses((status = 200, body = NewSecret), (status = 404, body = ProblemJson)))]
async fn rotate(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, WebhookId)>,
) -> Result<axum::Json<NewSecret>> {
    Ok(axum::Json(webhooks::rotate(&state.portal, &actor, account, id).await?))
}

/// Send a test and answer how it went. Needs `accounts.edit`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/webhooks/{webhook}/test", tag = "webhooks",
    params(("id" = AccountId, Path), ("webhook" = WebhookId, Path)),
    responses((status = 200, body = Delivery), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn test(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, WebhookId)>,
) -> Result<axum::Json<Delivery>> {
    Ok(axum::Json(webhooks::test(&state.portal, &actor, account, id).await?))
}

/// What was sent in the last 30 days and what waits, the newest first. Needs `accounts.view`
///
/// Filter: `state` (`queued`, `delivered`, `failed`).
#[utoipa::path(get, path = "/api/v1/accounts/{id}/webhooks/{webhook}/deliveries", tag = "webhooks",
    params(("id" = AccountId, Path), ("webhook" = WebhookId, Path), ListParams),
    responses((status = 200, body = Page<Delivery>), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn deliveries(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, WebhookId)>,
    ListParams(query): ListParams,
) -> Result<axum::Json<Page<Delivery>>> {
    Ok(axum::Json(webhooks::deliveries(&state.portal, &actor, account, id, &query).await?))
}

/// Send the same once more and answer how it went. Needs `accounts.edit`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/webhooks/{webhook}/deliveries/{delivery}/send-again", tag = "webhooks",
    params(("id" = AccountId, Path), ("webhook" = WebhookId, Path), ("delivery" = DeliveryId, Path)),
    responses((status = 200, body = Delivery), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn send_again(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id, delivery)): Path<(AccountId, WebhookId, DeliveryId)>,
) -> Result<axum::Json<Delivery>> {
    Ok(axum::Json(webhooks::send_again(&state.portal, &actor, account, id, delivery).await?))
}
