//! `/api/v1/operator/orders/imports`: the operator brings orders in from a file.

use super::{Caller, Path, ProblemJson};
use crate::http::{AppState, Problem, Result};
use axum::{
    extract::{FromRequest, Multipart, Request, State},
    http::{StatusCode, header},
    response::IntoResponse,
};
use switchroom_core::orders::import::{self, Upload};
use switchroom_types::{AppError, FieldError, ImportId, JobId, orders::OrderImport};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(template))
        .routes(routes!(upload))
        .routes(routes!(show))
        .routes(routes!(failed))
        .routes(routes!(commit))
}

/// The columns with one example, as CSV
#[utoipa::path(get, path = "/api/v1/operator/orders/imports/template.csv", tag = "operator",
    responses((status = 200, content_type = "text/csv", body = String), (status = 404, body = ProblemJson)))]
async fn template(Caller(actor): Caller) -> Result<impl IntoResponse> {
    actor.require_operator()?;
    Ok(file("orders-template.csv", import::template().into_bytes()))
}

/// A file and where its orders go.
#[derive(utoipa::ToSchema)]
#[allow(dead_code, reason = "describes the multipart form")]
struct UploadForm {
    /// CSV with the columns of the template, or a JSON array of objects with the same names; at most 20 MiB.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// The distributor's short name; subscription numbers are unique within it.
    feed: Option<String>,
    /// For rows without `partner_account`.
    #[schema(value_type = Option<String>, format = Uuid)]
    partner: Option<String>,
}

/// Check a file; nothing is imported yet
#[utoipa::path(post, path = "/api/v1/operator/orders/imports", tag = "operator",
    request_body(content = UploadForm, content_type = "multipart/form-data"),
    responses((status = 201, body = OrderImport), (status = 413, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn upload(State(state): State<AppState>, Caller(actor): Caller, request: Request) -> Result<(StatusCode, axum::Json<OrderImport>)> {
    // Before 20 MiB are read for somebody who may not send them.
    actor.require_operator()?;
    let form = Multipart::from_request(request, &state).await.map_err(|_| malformed())?;
    let upload = read(form).await?;
    Ok((StatusCode::CREATED, axum::Json(import::upload(&state.portal, &actor, upload).await?)))
}

/// An uploaded file: what is in it, and how far it is
#[utoipa::path(get, path = "/api/v1/operator/orders/imports/{id}", tag = "operator", params(("id" = ImportId, Path)),
    responses((status = 200, body = OrderImport), (status = 404, body = ProblemJson)))]
async fn show(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<ImportId>) -> Result<axum::Json<OrderImport>> {
    Ok(axum::Json(import::get(&state.portal, &actor, id).await?))
}

/// The refused rows with their reasons, as CSV that can be corrected and uploaded again
#[utoipa::path(get, path = "/api/v1/operator/orders/imports/{id}/failed.csv", tag = "operator", params(("id" = ImportId, Path)),
    responses((status = 200, content_type = "text/csv", body = String), (status = 404, body = ProblemJson)))]
async fn failed(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<ImportId>) -> Result<impl IntoResponse> {
    Ok(file("orders-failed-rows.csv", import::failed_rows(&state.portal, &actor, id).await?))
}

/// Import the valid rows, as a job
#[utoipa::path(post, path = "/api/v1/operator/orders/imports/{id}/commit", tag = "operator", params(("id" = ImportId, Path)),
    responses((status = 202, body = JobId), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn commit(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<ImportId>) -> Result<(StatusCode, axum::Json<JobId>)> {
    Ok((StatusCode::ACCEPTED, axum::Json(import::commit(&state.portal, &actor, id).await?)))
}

async fn read(mut form: Multipart) -> Result<Upload> {
    let mut upload = Upload { file_name: String::new(), bytes: axum::body::Bytes::new(), feed: "import".to_owned(), partner: None };
    let mut has_file = false;
    while let Some(field) = form.next_field().await.map_err(|error| unreadable(&error))? {
        match field.name() {
            Some("file") => {
                has_file = true;
                upload.file_name = field.file_name().unwrap_or("orders").to_owned();
                upload.bytes = field.bytes().await.map_err(|error| unreadable(&error))?;
            }
            Some("feed") => upload.feed = field.text().await.map_err(|error| unreadable(&error))?,
            Some("partner") => {
                let text = field.text().await.map_err(|error| unreadable(&error))?;
                let parse = || {
                    text.trim().parse().map_err(|_| {
                        AppError::invalid(vec![FieldError::new("partner", "orders.partner_unknown", "There is no such Partner Account")])
                    })
                };
                upload.partner = if text.trim().is_empty() { None } else { Some(parse()?) };
            }
            _ => {}
        }
    }
    if has_file { Ok(upload) } else { Err(AppError::invalid(vec![FieldError::required("file")]).into()) }
}

fn malformed() -> Problem {
    Problem(AppError::bad_request("input.malformed", "Send multipart/form-data with the field `file`."))
}

fn unreadable(error: &axum::extract::multipart::MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem(AppError::new(413, "orders.file_too_large", "The file is larger than 20 MiB."));
    }
    malformed()
}

fn file(name: &'static str, bytes: Vec<u8>) -> impl IntoResponse {
    let disposition = format!("attachment; filename=\"{name}\"");
    let kind = "text/csv; charset=utf-8".to_owned();
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], bytes)
}
