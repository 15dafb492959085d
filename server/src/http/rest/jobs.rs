//! `/api/v1/jobs`: long work and what became of its units.

use super::{Caller, ListParams, Path, ProblemJson};
use crate::http::{AppState, Result};
use axum::{extract::State, http::StatusCode};
use switchroom_core::jobs;
use switchroom_types::{
    JobId,
    jobs::{JobItem, JobRow},
    list::Page,
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show)).routes(routes!(items)).routes(routes!(cancel)).routes(routes!(retry)).routes(routes!(undo))
}

/// A job and its progress
///
/// For whoever started it, and for admins and partner users who reach its account. Tokens need the scope `jobs:read`.
#[utoipa::path(get, path = "/api/v1/jobs/{id}", tag = "jobs", params(("id" = JobId, Path)),
    responses((status = 200, body = JobRow), (status = 404, body = ProblemJson)))]
async fn show(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<JobId>) -> Result<axum::Json<JobRow>> {
    Ok(axum::Json(jobs::get(&state.portal, &actor, id).await?))
}

/// The units of a job; `filter.state` is `pending`, `done`, `skipped` or `failed`
#[utoipa::path(get, path = "/api/v1/jobs/{id}/items", tag = "jobs", params(("id" = JobId, Path), ListParams),
    responses((status = 200, body = Page<JobItem>), (status = 404, body = ProblemJson)))]
async fn items(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<JobId>,
    ListParams(query): ListParams,
) -> Result<axum::Json<Page<JobItem>>> {
    Ok(axum::Json(jobs::items(&state.portal, &actor, id, query).await?))
}

/// Stop a job before its next step; what is done stays done
#[utoipa::path(post, path = "/api/v1/jobs/{id}/cancel", tag = "jobs", params(("id" = JobId, Path)),
    responses((status = 200, body = JobRow), (status = 404, body = ProblemJson), (status = 409, description = "`job.over`", body = ProblemJson)))]
async fn cancel(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<JobId>) -> Result<axum::Json<JobRow>> {
    Ok(axum::Json(jobs::cancel(&state.portal, &actor, id).await?))
}

/// Start a new job for the units that failed
#[utoipa::path(post, path = "/api/v1/jobs/{id}/retry", tag = "jobs", params(("id" = JobId, Path)),
    responses((status = 202, body = JobRow), (status = 404, body = ProblemJson),
    (status = 409, description = "`job.running`, `job.no_retry`", body = ProblemJson)))]
async fn retry(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<JobId>) -> Result<(StatusCode, axum::Json<JobRow>)> {
    let started = jobs::retry(&state.portal, &actor, id).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(jobs::get(&state.portal, &actor, started).await?)))
}

/// Take back what a job has changed, for 24 hours: bulk settings and roles. A job of its own, which skips whoever was changed
/// since. Needs what the job needed
#[utoipa::path(post, path = "/api/v1/jobs/{id}/undo", tag = "jobs", params(("id" = JobId, Path)),
    responses((status = 202, body = JobRow), (status = 403, body = ProblemJson), (status = 404, body = ProblemJson),
    (status = 409, description = "`job.running`, `job.no_undo`, `job.undo_expired`, `job.undone`", body = ProblemJson)))]
async fn undo(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<JobId>) -> Result<(StatusCode, axum::Json<JobRow>)> {
    let started = jobs::undo(&state.portal, &actor, id).await?;
    Ok((StatusCode::ACCEPTED, axum::Json(jobs::get(&state.portal, &actor, started).await?)))
}
