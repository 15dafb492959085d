//! Puts work into the queue, within the transaction of the decision to do it.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use switchroom_entity::{job, job_item};
use switchroom_types::history::{Action, Asset, EventType};
use switchroom_types::jobs::{ItemState, JobKind, JobState};
use switchroom_types::{AccountId, JobId, PartnerId};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::history::Event;
use crate::notifications::notify_job;
use crate::tx::Tx;

/// Rows per statement, well below the parameter limits of both databases.
const BATCH: usize = 1_000;

pub struct NewJob {
    pub account_id: AccountId,
    pub partner_id: Option<PartnerId>,
    pub kind: JobKind,
    /// What the handler needs besides the items; never a secret. `name` is shown to people.
    pub payload: serde_json::Value,
    /// Total when the work is not listed in `items`.
    pub total: u64,
    pub items: Vec<NewItem>,
    /// Where its notification leads.
    pub link: Option<String>,
}

/// One unit of work with the name by which people know it.
pub struct NewItem {
    pub label: String,
    pub target_id: Option<Uuid>,
}

/// Stores the job, its items, its notification and the event of its start.
pub async fn enqueue(tx: &mut Tx, new: NewJob) -> Result<JobId> {
    let id = Uuid::now_v7();
    let now = tx.now().0;
    let count = if new.items.is_empty() { new.total } else { new.items.len() as u64 };
    let mut payload = new.payload;
    // Where the job's own page is meant, its id is known only now.
    let link = new.link.map(|link| link.replace("{job}", &id.to_string()));
    if let (Some(link), Some(object)) = (&link, payload.as_object_mut()) {
        object.insert("link".to_owned(), link.clone().into());
    }
    let model = job::Model {
        id,
        account_id: new.account_id.0,
        kind: new.kind.as_str().to_owned(),
        state: JobState::Queued.as_str().to_owned(),
        actor: serde_json::to_value(&tx.signature).map_err(|error| Error::corrupt(error.to_string()))?,
        actor_user_id: tx.signature.user_id.map(Uuid::from),
        payload,
        result: serde_json::json!({}),
        total: i64::try_from(count).unwrap_or(i64::MAX),
        succeeded: 0,
        skipped: 0,
        failed: 0,
        error_code: None,
        error_message: None,
        cancel_requested: false,
        attempts: 0,
        fence: 0,
        run_at: now,
        lease_until: None,
        created_at: now,
        started_at: None,
        finished_at: None,
    };
    job::Entity::insert(job::ActiveModel::from(model.clone()).reset_all()).exec_without_returning(tx.conn()).await?;
    let mut rows = Vec::with_capacity(new.items.len().min(BATCH));
    for (idx, item) in (0_i64..).zip(new.items) {
        rows.push(job_item::ActiveModel {
            job_id: Set(id),
            idx: Set(idx),
            account_id: Set(new.account_id.0),
            label: Set(item.label),
            target_id: Set(item.target_id),
            state: Set(ItemState::Pending.as_str().to_owned()),
            code: Set(None),
            message: Set(None),
        });
        if rows.len() == BATCH {
            job_item::Entity::insert_many(std::mem::take(&mut rows)).exec_without_returning(tx.conn()).await?;
        }
    }
    if !rows.is_empty() {
        job_item::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    notify_job(tx, &model, link).await?;
    let name = model.payload.get("name").and_then(|name| name.as_str()).unwrap_or_default().to_owned();
    tx.record(
        Event::new(new.account_id, new.partner_id, Action::Create, Asset::Job)
            .kind(EventType::Job)
            .of(id, name)
            .core("kind", new.kind.as_str())
            .core("total", count),
    );
    Ok(JobId(id))
}
