//! Claims jobs and runs them, any number of replicas side by side.

use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, Statement};
use std::time::Duration;
use switchroom_entity::{account, job};
use switchroom_types::history::{Action, Asset, EventType};
use switchroom_types::jobs::{JobKind, JobState};
use switchroom_types::{AccountId, AppError, PartnerId};
use tokio_util::sync::CancellationToken;

use crate::error::{Error, Result};
use crate::history::Event;
use crate::jobs::context::LEASE;
use crate::jobs::{JobContext, registry};
use crate::notifications::notify_job;
use crate::portal::Portal;
use crate::tx::Tx;

/// Attempts before a job that fails for a passing reason is given up.
const ATTEMPTS: i32 = 8;
/// How often the queue is looked at although nobody said that there is something new.
const POLL: Duration = Duration::from_millis(700);

/// Runs until `stop`; start it as often as jobs shall run side by side.
pub async fn run(portal: Portal, stop: CancellationToken) {
    loop {
        let pause = match run_due(&portal).await {
            Ok(true) => continue,
            Ok(false) => POLL,
            Err(error) => {
                tracing::warn!(%error, "the job queue could not be read; trying again");
                Duration::from_secs(5)
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
        if stop.is_cancelled() {
            return;
        }
    }
}

/// Claims one due job and works on it to its end; false if none was due.
pub async fn run_due(portal: &Portal) -> Result<bool> {
    let Some(context) = claimed(portal).await? else { return Ok(false) };
    let outcome = registry::perform(&context).await;
    match outcome {
        Err(Error::App(error)) if error.is("job.lost") => tracing::info!(job = %context.id(), "job was taken over"),
        Err(error) if error.is_transient() && context.job.attempts < ATTEMPTS => postpone(&context, &error).await?,
        outcome => finish(&context, outcome).await?,
    }
    Ok(true)
}

/// Claims one due job.
pub(crate) async fn claimed(portal: &Portal) -> Result<Option<JobContext>> {
    let Some(job) = claim(portal).await? else { return Ok(None) };
    let signature = serde_json::from_value(job.actor.clone()).map_err(|error| Error::corrupt(format!("job {}: actor: {error}", job.id)))?;
    Ok(Some(JobContext { portal: portal.clone(), job, signature }))
}

async fn claim(portal: &Portal) -> Result<Option<job::Model>> {
    let now = portal.clock.now();
    let lock = if portal.db.is_sqlite() { "" } else { "FOR UPDATE SKIP LOCKED" };
    let sql = format!(
        "UPDATE jobs SET state = 'running', fence = fence + 1, attempts = attempts + 1, lease_until = $1, \
         started_at = COALESCE(started_at, $2) WHERE id IN (\
         SELECT id FROM jobs WHERE state IN ('queued', 'running') AND run_at <= $2 AND (lease_until IS NULL OR lease_until < $2) \
         ORDER BY run_at LIMIT 1 {lock}) RETURNING *"
    );
    if portal.db.is_sqlite() {
        // Reading first keeps an idle queue from taking the writer's turn.
        let probe = "SELECT 1 AS due FROM jobs WHERE state IN ('queued', 'running') AND run_at <= $1 AND (lease_until IS NULL OR lease_until < $1) LIMIT 1";
        let statement = Statement::from_sql_and_values(portal.db.backend(), probe, [now.0.into()]);
        if portal.db.read().query_one_raw(statement).await?.is_none() {
            return Ok(None);
        }
    }
    let statement = Statement::from_sql_and_values(portal.db.backend(), sql, [now.plus_secs(LEASE).0.into(), now.0.into()]);
    let row = portal.db.write().query_one_raw(statement).await?;
    Ok(row.map(|row| job::Model::from_query_result(&row, "")).transpose()?)
}

async fn postpone(context: &JobContext, error: &Error) -> Result<()> {
    let seconds = 5 * (1_i64 << context.job.attempts.clamp(0, 6));
    tracing::warn!(job = %context.id(), %error, seconds, "job failed for a passing reason; trying again");
    let statement = Statement::from_sql_and_values(
        context.portal.db.backend(),
        "UPDATE jobs SET state = 'queued', lease_until = NULL, run_at = $1 WHERE id = $2 AND fence = $3",
        [context.portal.clock.now().plus_secs(seconds).0.into(), context.job.id.into(), context.job.fence.into()],
    );
    context.portal.db.write().execute_raw(statement).await?;
    Ok(())
}

async fn finish(context: &JobContext, outcome: Result<serde_json::Value>) -> Result<()> {
    let portal = &context.portal;
    let mut tx = Tx::begin_as(portal, context.signature.clone()).await?;
    let select = Statement::from_sql_and_values(portal.db.backend(), "SELECT * FROM jobs WHERE id = $1", [context.job.id.into()]);
    let Some(row) = tx.conn().query_one_raw(select).await? else { return Ok(()) };
    let mut job = job::Model::from_query_result(&row, "")?;
    if job.fence != context.job.fence {
        return Ok(());
    }
    let (state, error) = match outcome {
        Ok(result) => {
            job.result = result;
            (end_state(&job), None)
        }
        Err(error) => (JobState::Failed, Some(AppError::from(error))),
    };
    job.state = state.as_str().to_owned();
    job.error_code = error.as_ref().map(|error| error.code.to_string());
    job.error_message = error.map(|error| error.message);
    job.finished_at = Some(tx.now().0);
    let update = Statement::from_sql_and_values(
        portal.db.backend(),
        "UPDATE jobs SET state = $1, result = $2, error_code = $3, error_message = $4, finished_at = $5, lease_until = NULL WHERE id = $6",
        [
            job.state.clone().into(),
            job.result.clone().into(),
            job.error_code.clone().into(),
            job.error_message.clone().into(),
            job.finished_at.into(),
            job.id.into(),
        ],
    );
    tx.conn().execute_raw(update).await?;
    let link = job.payload.get("link").and_then(|link| link.as_str()).map(str::to_owned);
    notify_job(&mut tx, &job, link).await?;
    let partner = account::Entity::find_by_id(job.account_id).one(tx.conn()).await?.map(|account| PartnerId(account.partner_id));
    let name = job.payload.get("name").and_then(|name| name.as_str()).unwrap_or_default().to_owned();
    let action = match JobKind::parse(&job.kind) {
        Some(JobKind::UserImport | JobKind::OrderImport) => Action::Import,
        _ => Action::Edit,
    };
    let event = Event::new(AccountId(job.account_id), partner, action, Asset::Job)
        .kind(EventType::Job)
        .of(job.id, name)
        .core("kind", job.kind.clone())
        .core("state", job.state.clone())
        .core("total", job.total)
        .core("succeeded", job.succeeded)
        .core("skipped", job.skipped)
        .core("failed", job.failed);
    tx.record(event);
    tx.commit().await
}

fn end_state(job: &job::Model) -> JobState {
    if job.cancel_requested && job.succeeded + job.skipped + job.failed < job.total {
        JobState::Cancelled
    } else if job.failed > 0 && job.succeeded > 0 {
        JobState::PartlyFailed
    } else if job.failed > 0 {
        JobState::Failed
    } else {
        JobState::Succeeded
    }
}
