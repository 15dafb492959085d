//! Server functions of jobs.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::jobs::{JobItem, JobRow};
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::{AppError, JobId};

#[server(prefix = "/api/fn", endpoint = "jobs/get", input = Json)]
pub async fn get_job(id: JobId) -> Result<JobRow, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::jobs::get(&portal(), &actor()?, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "jobs/items", input = Json)]
pub async fn list_job_items(id: JobId, query: ListQuery) -> Result<Page<JobItem>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::jobs::items(&portal(), &actor()?, id, query).await?)
}

#[server(prefix = "/api/fn", endpoint = "jobs/cancel", input = Json)]
pub async fn cancel_job(id: JobId) -> Result<JobRow, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::jobs::cancel(&portal(), &actor()?, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "jobs/retry", input = Json)]
pub async fn retry_job(id: JobId) -> Result<JobId, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::jobs::retry(&portal(), &actor()?, id).await?)
}

/// USR-B6: a job that takes this one back.
#[server(prefix = "/api/fn", endpoint = "jobs/undo", input = Json)]
pub async fn undo_job(id: JobId) -> Result<JobId, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::jobs::undo(&portal(), &actor()?, id).await?)
}
