//! `/api/v1/accounts/{id}/imports`: bulk import of users. A posted sheet is checked whole; its valid rows are added by a
//! job, the others wait 24 hours for their correction.

use super::{Caller, Json, ListParams, Path, ProblemJson, Query};
use crate::http::{AppState, Problem, Result};
use axum::{
    extract::{Multipart, State, multipart::MultipartError, multipart::MultipartRejection},
    http::{HeaderName, StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use bytes::BytesMut;
use serde::{Deserialize, Serialize};
use switchroom_app::i18n::{Lang, tr_field_error_in};
use switchroom_core::imports::{self, Mode, Upload};
use switchroom_types::imports::{FinishedImport, Import, ImportChange, ImportEdit, ImportReport, ImportRow, MAX_FILE, too_large};
use switchroom_types::{AccountId, AppError, FieldError, ImportId, JobId, list::Page};
use utoipa_axum::{router::OpenApiRouter, routes};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(pending, upload))
        .routes(routes!(template))
        .routes(routes!(get, cancel))
        .routes(routes!(commit))
        .routes(routes!(rows, add_row))
        .routes(routes!(edit_row, delete_row))
        .routes(routes!(error_sheet))
        .routes(routes!(finished))
        .routes(routes!(undo))
}

/// What to do with the sheet.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Options {
    /// Check everything, write nothing
    #[serde(default)]
    dry_run: bool,
    /// Keep the sheet for review; nobody is added before `POST …/commit`
    #[serde(default)]
    review: bool,
}

/// The sheet, in a field of any name with a file name.
#[derive(utoipa::ToSchema)]
#[allow(dead_code)]
struct SheetForm {
    /// `.xlsx`, or CSV in UTF-8 or UTF-16; at most 20 MiB and 100,000 rows
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
}

/// The job that adds rows.
#[derive(Serialize, utoipa::ToSchema)]
struct Started {
    import_id: ImportId,
    job_id: JobId,
}

/// Import users from a spreadsheet
///
/// A row with a USER ID changes the person it names, and only with the right to edit; empty cells leave what is there. Other
/// rows add people. 200: dry run, nothing written. 202: a job adds the valid rows. 201: stored for review, either because that was asked for
/// or because no row is valid. Rows with errors are listed and stay in the import for 24 hours.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/imports", tag = "imports", params(("id" = AccountId, Path), Options),
    request_body(content = SheetForm, content_type = "multipart/form-data"),
    responses((status = 200, body = ImportReport), (status = 201, body = ImportReport), (status = 202, body = ImportReport),
        (status = 403, body = ProblemJson), (status = 404, body = ProblemJson), (status = 413, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn upload(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
    Query(options): Query<Options>,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response> {
    // Before the file is read: who may not import need not send twenty megabytes to learn it.
    imports::authorise(&state.portal, &actor, id).await?;
    let form = form.map_err(|_| AppError::new(415, "input.unsupported_media_type", "Send multipart/form-data with the file."))?;
    let (file_name, bytes) = read_file(form).await?;
    let mode = match (options.dry_run, options.review) {
        (true, _) => Mode::DryRun,
        (_, true) => Mode::Review,
        _ => Mode::Commit,
    };
    let report = imports::upload(&state.portal, &actor, id, Upload { file_name, bytes: bytes.freeze(), mode }).await?;
    let Some(import) = report.import_id else { return Ok(axum::Json(report).into_response()) };
    let status = if report.job_id.is_some() { StatusCode::ACCEPTED } else { StatusCode::CREATED };
    let location = AppendHeaders([(header::LOCATION, format!("/api/v1/accounts/{id}/imports/{import}"))]);
    Ok((status, location, axum::Json(report)).into_response())
}

/// The first field with a file name; what follows it is not read.
async fn read_file(mut form: Multipart) -> Result<(String, BytesMut)> {
    while let Some(mut field) = form.next_field().await.map_err(refuse)? {
        let Some(name) = field.file_name().map(str::to_owned) else { continue };
        let mut bytes = BytesMut::new();
        while let Some(chunk) = field.chunk().await.map_err(refuse)? {
            if bytes.len() + chunk.len() > MAX_FILE {
                return Err(too_large().into());
            }
            bytes.extend_from_slice(&chunk);
        }
        return Ok((name, bytes));
    }
    Err(AppError::invalid(vec![FieldError::required("file")]).into())
}

fn refuse(error: MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return too_large().into();
    }
    AppError::bad_request("input.malformed", "The form could not be read to its end.").into()
}

/// The caller's latest import that waits for review
#[utoipa::path(get, path = "/api/v1/accounts/{id}/imports", tag = "imports", params(("id" = AccountId, Path)),
    responses((status = 200, body = Page<Import>), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson)))]
async fn pending(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<AccountId>) -> Result<axum::Json<Page<Import>>> {
    let items: Vec<Import> = imports::pending(&state.portal, &actor, id).await?.into_iter().collect();
    let total = switchroom_types::list::Total { value: items.len() as u64, exact: true };
    Ok(axum::Json(Page { items, next_cursor: None, total }))
}

/// The spreadsheet to fill in
#[utoipa::path(get, path = "/api/v1/accounts/{id}/imports/template.xlsx", tag = "imports", params(("id" = AccountId, Path)),
    responses((status = 200, content_type = XLSX), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson)))]
async fn template(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<AccountId>) -> Result<impl IntoResponse> {
    Ok(workbook("user-import-template.xlsx", imports::template(&state.portal, &actor, id).await?))
}

/// One import with its counts and its job's progress
#[utoipa::path(get, path = "/api/v1/accounts/{id}/imports/{import}", tag = "imports", params(("id" = AccountId, Path), ("import" = ImportId, Path)),
    responses((status = 200, body = Import), (status = 404, body = ProblemJson)))]
async fn get(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((id, import)): Path<(AccountId, ImportId)>,
) -> Result<axum::Json<Import>> {
    Ok(axum::Json(imports::get(&state.portal, &actor, id, import).await?))
}

/// Discard an import; users that were added stay
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/imports/{import}", tag = "imports", params(("id" = AccountId, Path), ("import" = ImportId, Path)),
    responses((status = 204), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn cancel(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((id, import)): Path<(AccountId, ImportId)>,
) -> Result<StatusCode> {
    imports::cancel(&state.portal, &actor, id, import).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Add the valid rows of an import, as a job
#[utoipa::path(post, path = "/api/v1/accounts/{id}/imports/{import}/commit", tag = "imports",
    params(("id" = AccountId, Path), ("import" = ImportId, Path)),
    responses((status = 202, body = Started), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn commit(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((id, import_id)): Path<(AccountId, ImportId)>,
) -> Result<(StatusCode, axum::Json<Started>)> {
    let job_id = imports::commit(&state.portal, &actor, id, import_id).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(Started { import_id, job_id })))
}

/// Rows that have not been added; `filter.state` is `valid` or `error`
#[utoipa::path(get, path = "/api/v1/accounts/{id}/imports/{import}/rows", tag = "imports",
    params(("id" = AccountId, Path), ("import" = ImportId, Path), ListParams),
    responses((status = 200, body = Page<ImportRow>), (status = 404, body = ProblemJson)))]
async fn rows(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((id, import)): Path<(AccountId, ImportId)>,
    ListParams(query): ListParams,
) -> Result<axum::Json<Page<ImportRow>>> {
    Ok(axum::Json(imports::rows(&state.portal, &actor, id, import, &query).await?))
}

/// Add a row
#[utoipa::path(post, path = "/api/v1/accounts/{id}/imports/{import}/rows", tag = "imports",
    params(("id" = AccountId, Path), ("import" = ImportId, Path)), request_body = ImportEdit,
    responses((status = 201, body = ImportChange), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn add_row(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((id, import)): Path<(AccountId, ImportId)>,
    Json(edit): Json<ImportEdit>,
) -> Result<(StatusCode, axum::Json<ImportChange>)> {
    Ok((StatusCode::CREATED, axum::Json(imports::add_row(&state.portal, &actor, id, import, edit).await?)))
}

/// Change cells of a row; it is checked again
#[utoipa::path(patch, path = "/api/v1/accounts/{id}/imports/{import}/rows/{row}", tag = "imports",
    params(("id" = AccountId, Path), ("import" = ImportId, Path), ("row" = i64, Path)), request_body = ImportEdit,
    responses((status = 200, body = ImportChange), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn edit_row(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((id, import, row)): Path<(AccountId, ImportId, i64)>,
    Json(edit): Json<ImportEdit>,
) -> Result<axum::Json<ImportChange>> {
    Ok(axum::Json(imports::edit_row(&state.portal, &actor, id, import, row, edit).await?))
}

/// Remove a row
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/imports/{import}/rows/{row}", tag = "imports",
    params(("id" = AccountId, Path), ("import" = ImportId, Path), ("row" = i64, Path)),
    responses((status = 200, body = ImportChange), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn delete_row(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((id, import, row)): Path<(AccountId, ImportId, i64)>,
) -> Result<axum::Json<ImportChange>> {
    Ok(axum::Json(imports::delete_row(&state.portal, &actor, id, import, row).await?))
}

/// The rows with errors as a spreadsheet with an ERROR column, which can be posted again
#[utoipa::path(get, path = "/api/v1/accounts/{id}/imports/{import}/errors.xlsx", tag = "imports",
    params(("id" = AccountId, Path), ("import" = ImportId, Path)),
    responses((status = 200, content_type = XLSX), (status = 404, body = ProblemJson)))]
async fn error_sheet(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((id, import)): Path<(AccountId, ImportId)>,
) -> Result<impl IntoResponse> {
    let lang = Lang::parse(&actor.language).unwrap_or_default();
    let word = move |error: &FieldError| tr_field_error_in(lang, error);
    Ok(workbook("user-import-errors.xlsx", imports::error_sheet(&state.portal, &actor, id, import, word).await?))
}

/// Imports of the last seven days, which can be undone
#[utoipa::path(get, path = "/api/v1/accounts/{id}/imports/finished", tag = "imports", params(("id" = AccountId, Path)),
    responses((status = 200, body = Page<FinishedImport>), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson)))]
async fn finished(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<AccountId>,
) -> Result<axum::Json<Page<FinishedImport>>> {
    let items = imports::finished(&state.portal, &actor, id).await?;
    let total = switchroom_types::list::Total { value: items.len() as u64, exact: true };
    Ok(axum::Json(Page { items, next_cursor: None, total }))
}

/// The job that undoes an import.
#[derive(Serialize, utoipa::ToSchema)]
struct Undoing {
    job_id: JobId,
}

/// Undo an import: delete the people whom it added and nobody has touched since
///
/// The items of the job that is answered list those who stay, with the reason.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/imports/finished/{job_id}/undo", tag = "imports",
    params(("id" = AccountId, Path), ("job_id" = JobId, Path)),
    responses((status = 202, body = Undoing), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson)))]
async fn undo(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path((id, job)): Path<(AccountId, JobId)>,
) -> Result<(StatusCode, axum::Json<Undoing>)> {
    let job_id = imports::undo(&state.portal, &actor, id, job).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(Undoing { job_id })))
}

fn workbook(name: &str, bytes: Vec<u8>) -> ([(HeaderName, String); 2], Vec<u8>) {
    let headers = [(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))];
    (headers, bytes)
}
