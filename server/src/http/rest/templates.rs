//! `/api/v1/accounts/{id}/templates` and a user's services: what people get from MiVoice Business and Mitel CX.

use super::download::{ExportParams, file};
use super::{Caller, IfMatch, Json, ListParams, Path, ProblemJson, Versioned};
use crate::http::{AppState, Result};
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use switchroom_core::{export::Format, templates};
use switchroom_types::{
    AccountId, TemplateId, UserId,
    list::{Page, Selection},
    templates::{
        ApplyServices, CopiedTemplate, CopyTemplates, Reapply, TemplateChoices, TemplateDetail, TemplateForm, TemplateRow, TemplateUser,
        UserServices,
    },
    users::BulkStarted,
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(csv))
        .routes(routes!(xlsx))
        .routes(routes!(choices))
        .routes(routes!(delete_selected))
        .routes(routes!(import))
        .routes(routes!(copy))
        .routes(routes!(show, edit, remove))
        .routes(routes!(users))
        .routes(routes!(reapply))
        .routes(routes!(services, apply, clear))
}

/// How many templates it was.
#[derive(Serialize, utoipa::ToSchema)]
struct TemplateCount {
    count: u64,
}

/// The templates of an account; `filter.product` narrows them. Needs `templates.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/templates", tag = "templates", params(("id" = AccountId, Path), ListParams),
    responses((status = 200, body = Page<TemplateRow>), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn list(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    ListParams(query): ListParams,
) -> Result<axum::Json<Page<TemplateRow>>> {
    Ok(axum::Json(templates::list(&state.portal, &actor, account, &query).await?))
}

/// The same list as CSV; `bom=1` marks it as UTF-8 for spreadsheets
#[utoipa::path(get, path = "/api/v1/accounts/{id}/templates.csv", tag = "templates", params(("id" = AccountId, Path), ListParams),
    responses((status = 200, content_type = "text/csv", body = String), (status = 404, body = ProblemJson)))]
async fn csv(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    params: ExportParams,
) -> Result<Response> {
    let format = params.format(Format::Csv { bom: false });
    Ok(file(templates::export(&state.portal, &actor, account, &params.query, format).await?))
}

/// The same list as a workbook
#[utoipa::path(get, path = "/api/v1/accounts/{id}/templates.xlsx", tag = "templates", params(("id" = AccountId, Path), ListParams),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = String), (status = 404, body = ProblemJson)))]
async fn xlsx(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    params: ExportParams,
) -> Result<Response> {
    Ok(file(templates::export(&state.portal, &actor, account, &params.query, Format::Xlsx).await?))
}

/// What a template can be made of here, and what is missing for its Mitel CX part. Needs `templates.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/templates/choices", tag = "templates", params(("id" = AccountId, Path)),
    responses((status = 200, body = TemplateChoices), (status = 404, body = ProblemJson)))]
async fn choices(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
) -> Result<axum::Json<TemplateChoices>> {
    Ok(axum::Json(templates::choices(&state.portal, &actor, account).await?))
}

/// Add a template. Needs `templates.add`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/templates", tag = "templates", params(("id" = AccountId, Path)),
    responses((status = 201, body = TemplateDetail), (status = 403, description = "`templates.cx_unavailable`, `templates.cx_read_only`", body = ProblemJson),
        (status = 422, body = ProblemJson)))]
async fn create(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    Json(form): Json<TemplateForm>,
) -> Result<Response> {
    let made = templates::create(&state.portal, &actor, account, &form).await?;
    let location = AppendHeaders([(header::LOCATION, format!("/api/v1/accounts/{account}/templates/{}", made.id))]);
    Ok((StatusCode::CREATED, location, Versioned(made.version, made)).into_response())
}

/// What is to be deleted, and the word `delete`.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct DeleteTemplates {
    selection: Selection<TemplateId>,
    confirm: String,
}

/// Delete several templates; users who came from them keep their settings. Needs `templates.delete`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/templates/delete", tag = "templates", params(("id" = AccountId, Path)),
    responses((status = 200, body = TemplateCount), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn delete_selected(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    Json(request): Json<DeleteTemplates>,
) -> Result<axum::Json<TemplateCount>> {
    let count = templates::delete_selected(&state.portal, &actor, account, &request.selection, &request.confirm).await?;
    Ok(axum::Json(TemplateCount { count }))
}

/// Names of templates that the PBX has.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct ImportTemplates {
    names: Vec<String>,
}

/// Take templates of the PBX over. Needs `templates.add`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/templates/import", tag = "templates", params(("id" = AccountId, Path)),
    responses((status = 200, body = TemplateCount), (status = 409, description = "`templates.pbx_not_read`", body = ProblemJson),
        (status = 422, body = ProblemJson)))]
async fn import(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    Json(request): Json<ImportTemplates>,
) -> Result<axum::Json<TemplateCount>> {
    let count = templates::import_learned(&state.portal, &actor, account, &request.names).await?;
    Ok(axum::Json(TemplateCount { count }))
}

/// Copy templates to other accounts of the partner; `dry_run` only tells what they would lack there. Partner users;
/// needs `templates.view` here and `templates.add` there
#[utoipa::path(post, path = "/api/v1/accounts/{id}/templates/copy", tag = "templates", params(("id" = AccountId, Path)),
    responses((status = 200, body = Vec<CopiedTemplate>), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn copy(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(account): Path<AccountId>,
    Json(request): Json<CopyTemplates>,
) -> Result<axum::Json<Vec<CopiedTemplate>>> {
    Ok(axum::Json(templates::copy(&state.portal, &actor, account, &request).await?))
}

/// One template. Needs `templates.view`; its Mitel CX part also access there
#[utoipa::path(get, path = "/api/v1/accounts/{id}/templates/{tid}", tag = "templates", params(("id" = AccountId, Path), ("tid" = TemplateId, Path)),
    responses((status = 200, body = TemplateDetail), (status = 404, body = ProblemJson)))]
async fn show(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, TemplateId)>,
) -> Result<Versioned<TemplateDetail>> {
    let template = templates::get(&state.portal, &actor, account, id).await?;
    Ok(Versioned(template.version, template))
}

/// Store a template anew. Needs `templates.edit`
#[utoipa::path(put, path = "/api/v1/accounts/{id}/templates/{tid}", tag = "templates", params(("id" = AccountId, Path), ("tid" = TemplateId, Path)),
    responses((status = 200, body = TemplateDetail), (status = 403, description = "`templates.cx_unavailable`, `templates.cx_read_only`", body = ProblemJson),
        (status = 412, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn edit(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, TemplateId)>,
    IfMatch(seen): IfMatch,
    Json(form): Json<TemplateForm>,
) -> Result<Versioned<TemplateDetail>> {
    let template = templates::edit(&state.portal, &actor, account, id, seen, &form).await?;
    Ok(Versioned(template.version, template))
}

/// Delete a template; users who came from it keep their settings. Needs `templates.delete`
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/templates/{tid}", tag = "templates", params(("id" = AccountId, Path), ("tid" = TemplateId, Path)),
    responses((status = 204), (status = 404, body = ProblemJson), (status = 412, body = ProblemJson)))]
async fn remove(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, TemplateId)>,
    IfMatch(seen): IfMatch,
) -> Result<StatusCode> {
    templates::delete(&state.portal, &actor, account, id, seen).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Users who came from a template; `filter.drifted=true` leaves those who are not as it says any more. Needs
/// `templates.view` and `users.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/templates/{tid}/users", tag = "templates",
    params(("id" = AccountId, Path), ("tid" = TemplateId, Path), ListParams),
    responses((status = 200, body = Page<TemplateUser>), (status = 404, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn users(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, TemplateId)>,
    ListParams(query): ListParams,
) -> Result<axum::Json<Page<TemplateUser>>> {
    Ok(axum::Json(templates::users(&state.portal, &actor, account, id, &query).await?))
}

/// Re-apply a template, as a job. More than 100 users need `confirmed` with their number. Needs `users.edit` and `templates.view`
#[utoipa::path(post, path = "/api/v1/accounts/{id}/templates/{tid}/reapply", tag = "templates",
    params(("id" = AccountId, Path), ("tid" = TemplateId, Path)),
    responses((status = 202, body = BulkStarted), (status = 409, body = ProblemJson), (status = 412, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn reapply(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, TemplateId)>,
    Json(request): Json<Reapply>,
) -> Result<Response> {
    let started = templates::reapply(&state.portal, &actor, account, id, &request).await?;
    let location = AppendHeaders([(header::LOCATION, format!("/api/v1/jobs/{}", started.job_id))]);
    Ok((StatusCode::ACCEPTED, location, axum::Json(started)).into_response())
}

/// A user's services and the template that they came from. Needs `users.view`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/users/{uid}/services", tag = "templates", params(("id" = AccountId, Path), ("uid" = UserId, Path)),
    responses((status = 200, body = UserServices), (status = 404, body = ProblemJson)))]
async fn services(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, UserId)>,
) -> Result<axum::Json<UserServices>> {
    Ok(axum::Json(templates::services(&state.portal, &actor, account, id).await?))
}

/// Give a user what a template says, or another category and tier. Needs `users.edit`, a template also `templates.view`
#[utoipa::path(put, path = "/api/v1/accounts/{id}/users/{uid}/services", tag = "templates", params(("id" = AccountId, Path), ("uid" = UserId, Path)),
    responses((status = 200, body = UserServices), (status = 404, body = ProblemJson),
        (status = 409, description = "`templates.settings_gone`", body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn apply(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((account, id)): Path<(AccountId, UserId)>,
    Json(wanted): Json<ApplyServices>,
) -> Result<axum::Json<UserServices>> {
    Ok(axum::Json(templates::apply(&state.portal, &actor, account, id, &wanted).await?))
}

/// Take a user's services away, and with them the template. Needs `users.edit`
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/users/{uid}/services", tag = "templates", params(("id" = AccountId, Path), ("uid" = UserId, Path)),
    responses((status = 204), (status = 404, body = ProblemJson)))]
async fn clear(State(state): State<AppState>, Caller(actor): Caller, Path((account, id)): Path<(AccountId, UserId)>) -> Result<StatusCode> {
    templates::clear(&state.portal, &actor, account, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
