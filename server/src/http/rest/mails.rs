//! `/api/v1/operator/mails`: the outbox, and `/api/v1/operator/mail-server`.

use super::{Caller, IfMatch, Json, ListParams, Path, ProblemJson, Versioned};
use crate::http::{AppState, Result};
use axum::{extract::State, http::StatusCode};
use serde::Deserialize;
use switchroom_core::{installation, mail::outbox};
use switchroom_types::{
    MailId,
    list::Page,
    mails::{MailDetail, MailRow, MailServerForm, MailServerSettings},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(show))
        .routes(routes!(retry))
        .routes(routes!(server, change_server, remove_server))
        .routes(routes!(test_server))
}

/// Outgoing mail, newest first; `filter.state` is `queued`, `sent` or `failed`
#[utoipa::path(get, path = "/api/v1/operator/mails", tag = "operator", params(ListParams),
    responses((status = 200, body = Page<MailRow>), (status = 404, body = ProblemJson)))]
async fn list(State(state): State<AppState>, Caller(actor): Caller, ListParams(query): ListParams) -> Result<axum::Json<Page<MailRow>>> {
    Ok(axum::Json(outbox::list(&state.portal, &actor, &query).await?))
}

/// One mail; its text in demonstration mode only
#[utoipa::path(get, path = "/api/v1/operator/mails/{id}", tag = "operator", params(("id" = MailId, Path)),
    responses((status = 200, body = MailDetail), (status = 404, body = ProblemJson)))]
async fn show(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<MailId>) -> Result<axum::Json<MailDetail>> {
    Ok(axum::Json(outbox::show(&state.portal, &actor, id).await?))
}

/// Send a waiting or failed mail again at once
#[utoipa::path(post, path = "/api/v1/operator/mails/{id}/retry", tag = "operator", params(("id" = MailId, Path)),
    responses((status = 202), (status = 409, body = ProblemJson)))]
async fn retry(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<MailId>) -> Result<StatusCode> {
    outbox::retry(&state.portal, &actor, id).await?;
    Ok(StatusCode::ACCEPTED)
}

/// The mail server, without its password. Operator only
#[utoipa::path(get, path = "/api/v1/operator/mail-server", tag = "operator",
    responses((status = 200, body = MailServerSettings), (status = 404, body = ProblemJson)))]
async fn server(State(state): State<AppState>, Caller(actor): Caller) -> Result<Versioned<MailServerSettings>> {
    let settings = installation::mail_server(&state.portal, &actor).await?;
    Ok(Versioned(settings.version, settings))
}

/// Change the mail server; without `smtp_password` the stored one stays. Operator only, with step-up
#[utoipa::path(put, path = "/api/v1/operator/mail-server", tag = "operator",
    responses((status = 200, body = MailServerSettings), (status = 403, description = "`auth.step_up_required`", body = ProblemJson),
        (status = 409, description = "`mail_server.configured`", body = ProblemJson), (status = 412, body = ProblemJson),
        (status = 422, body = ProblemJson)))]
async fn change_server(
    State(state): State<AppState>,
    Caller(actor): Caller,
    IfMatch(seen): IfMatch,
    Json(form): Json<MailServerForm>,
) -> Result<Versioned<MailServerSettings>> {
    let settings = installation::change_mail_server(&state.portal, &actor, seen, form).await?;
    Ok(Versioned(settings.version, settings))
}

/// Forget the mail server; mail stays in the outbox from then on. Operator only, with step-up
#[utoipa::path(delete, path = "/api/v1/operator/mail-server", tag = "operator",
    responses((status = 204), (status = 403, description = "`auth.step_up_required`", body = ProblemJson),
        (status = 409, description = "`mail_server.configured`", body = ProblemJson)))]
async fn remove_server(State(state): State<AppState>, Caller(actor): Caller) -> Result<StatusCode> {
    installation::remove_mail_server(&state.portal, &actor).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, utoipa::ToSchema)]
struct TestBody {
    #[serde(flatten)]
    form: MailServerForm,
    /// Where the mail goes.
    #[serde(default)]
    test_to: String,
}

/// Send a mail through the server as it is entered, at once. Operator only
#[utoipa::path(post, path = "/api/v1/operator/mail-server/test", tag = "operator",
    responses((status = 204), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn test_server(State(state): State<AppState>, Caller(actor): Caller, Json(body): Json<TestBody>) -> Result<StatusCode> {
    installation::test_mail_server(&state.portal, &actor, body.form, &body.test_to).await?;
    Ok(StatusCode::NO_CONTENT)
}
