//! What a job's handler works with.

use sea_orm::{ColumnTrait, FromQueryResult};
use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement};
use switchroom_entity::{job, job_item};
use switchroom_types::jobs::ItemState;
use switchroom_types::{AccountId, AppError, JobId};

use crate::access::Signature;
use crate::error::{Error, Result};
use crate::notifications::notify_job;
use crate::portal::Portal;
use crate::tx::Tx;

/// Seconds that a step may take before another replica may claim the job.
pub(super) const LEASE: i64 = 60;

/// How many units a step settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub succeeded: i64,
    pub skipped: i64,
    pub failed: i64,
}

impl Counts {
    pub fn add(&mut self, state: ItemState) {
        match state {
            ItemState::Done => self.succeeded += 1,
            ItemState::Skipped => self.skipped += 1,
            ItemState::Failed => self.failed += 1,
            ItemState::Pending => {}
        }
    }
}

/// A claimed job. The fence is the claim's number: a step of an outdated claim is refused.
pub struct JobContext {
    pub portal: Portal,
    pub job: job::Model,
    /// Who started it; events of the work carry this signature.
    pub signature: Signature,
}

impl JobContext {
    pub fn id(&self) -> JobId {
        JobId(self.job.id)
    }

    pub fn account_id(&self) -> AccountId {
        AccountId(self.job.account_id)
    }

    /// A field of the payload.
    pub fn payload<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T> {
        let value = self.job.payload.get(name).cloned().unwrap_or_default();
        serde_json::from_value(value).map_err(|error| Error::corrupt(format!("job {}: {name}: {error}", self.job.id)))
    }

    /// Begins a step: checks and renews the claim in the step's own transaction. `None` when the job was cancelled.
    ///
    /// # Errors
    /// 409 `job.lost` if another replica has taken the job over.
    pub async fn step(&self) -> Result<Option<Step<'_>>> {
        let tx = Tx::begin_as(&self.portal, self.signature.clone()).await?;
        let until = tx.now().plus_secs(LEASE).0;
        let statement = Statement::from_sql_and_values(
            self.portal.db.backend(),
            "UPDATE jobs SET lease_until = $1 WHERE id = $2 AND fence = $3 AND state = 'running' RETURNING *",
            [until.into(), self.job.id.into(), self.job.fence.into()],
        );
        let row = tx.conn().query_one_raw(statement).await?.ok_or_else(lost)?;
        let job = job::Model::from_query_result(&row, "")?;
        Ok((!job.cancel_requested).then_some(Step { context: self, tx, job }))
    }

    /// The next units that are still to be done.
    pub async fn pending(&self, limit: u64) -> Result<Vec<job_item::Model>> {
        Ok(job_item::Entity::find()
            .filter(job_item::Column::JobId.eq(self.job.id))
            .filter(job_item::Column::State.eq(ItemState::Pending.as_str()))
            .order_by_asc(job_item::Column::Idx)
            .limit(limit)
            .all(self.portal.db.write())
            .await?)
    }
}

fn lost() -> Error {
    AppError::conflict("job.lost", "Another replica continues this job.").into()
}

/// A part of a job that is committed as a whole: its effects, its items' outcomes, its progress.
pub struct Step<'a> {
    context: &'a JobContext,
    pub tx: Tx,
    job: job::Model,
}

impl Step<'_> {
    /// Notes what became of one unit.
    pub async fn settle(&mut self, idx: i64, state: ItemState, reason: Option<(&str, String)>) -> Result<()> {
        let (code, message) = match reason {
            Some((code, message)) => (Some(code.to_owned()), Some(message)),
            None => (None, None),
        };
        let statement = Statement::from_sql_and_values(
            self.context.portal.db.backend(),
            "UPDATE job_items SET state = $1, code = $2, message = $3 WHERE job_id = $4 AND idx = $5",
            [state.as_str().into(), code.into(), message.into(), self.job.id.into(), idx.into()],
        );
        self.tx.conn().execute_raw(statement).await?;
        Ok(())
    }

    /// Commits the step together with the job's progress.
    pub async fn commit(mut self, counts: Counts) -> Result<()> {
        self.job.succeeded += counts.succeeded;
        self.job.skipped += counts.skipped;
        self.job.failed += counts.failed;
        let statement = Statement::from_sql_and_values(
            self.context.portal.db.backend(),
            "UPDATE jobs SET succeeded = $1, skipped = $2, failed = $3 WHERE id = $4",
            [self.job.succeeded.into(), self.job.skipped.into(), self.job.failed.into(), self.job.id.into()],
        );
        self.tx.conn().execute_raw(statement).await?;
        let link = self.job.payload.get("link").and_then(|link| link.as_str()).map(str::to_owned);
        notify_job(&mut self.tx, &self.job, link).await?;
        self.tx.commit_without_history("a step records events only for what it changed").await
    }
}
