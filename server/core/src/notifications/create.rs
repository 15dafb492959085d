//! Puts an entry behind somebody's bell, within the transaction of what it tells about.

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, Statement};
use serde_json::Value;
use switchroom_entity::{job, notification};
use switchroom_types::jobs::{JobKind, JobState};
use switchroom_types::live::{Mark, Topic};
use switchroom_types::notifications::NotificationStatus;
use switchroom_types::{AccountId, JobId, UserId};
use uuid::Uuid;

use crate::error::Result;
use crate::jobs::undoable_until;
use crate::text;
use crate::tx::Tx;

/// A notification to one person.
#[derive(Clone, Debug)]
pub struct Notice {
    pub user_id: UserId,
    /// The recipient's own account.
    pub account_id: AccountId,
    /// The account it is about, if any; filters and links use it.
    pub about: Option<AccountId>,
    /// What kind of thing happened, for the inbox filter: `job`, `order`, `account`, `mail`, …
    pub kind: &'static str,
    pub status: NotificationStatus,
    /// Key of the translated text (`notifications.json`) and what is put into it.
    pub code: &'static str,
    pub args: serde_json::Map<String, Value>,
    pub title: String,
    /// Full text of an error, shown by "See details" (NOTIF-04).
    pub detail: Option<String>,
    /// Path within the portal.
    pub link: Option<String>,
}

/// Stores the notice and wakes the person's open pages (NOTIF-B1).
pub async fn notify(tx: &mut Tx, notice: Notice) -> Result<()> {
    let now = tx.now().0;
    let search = text::search_text([notice.title.as_str(), notice.detail.as_deref().unwrap_or_default()]);
    let row = notification::ActiveModel {
        id: Set(Uuid::now_v7()),
        account_id: Set(notice.account_id.0),
        user_id: Set(notice.user_id.0),
        about_account_id: Set(notice.about.map(Uuid::from)),
        kind: Set(notice.kind.to_owned()),
        status: Set(notice.status.as_str().to_owned()),
        code: Set(notice.code.to_owned()),
        args: Set(notice.args.into()),
        title: Set(notice.title),
        body: Set(String::new()),
        detail: Set(notice.detail),
        link: Set(notice.link),
        job_id: Set(None),
        search_text: Set(search),
        created_at: Set(now),
        updated_at: Set(now),
        read_at: Set(None),
        dismissed_at: Set(None),
    };
    notification::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    tx.wake_user(notice.user_id, Topic::Notifications, &Mark::default());
    Ok(())
}

/// Creates or updates the one notification of a job for the person who started it (NOTIF-03, NOTIF-07).
/// When the job ends it becomes unread again.
pub async fn notify_job(tx: &mut Tx, job: &job::Model, link: Option<String>) -> Result<()> {
    let (Some(user), Some(kind), Some(state)) = (job.actor_user_id, JobKind::parse(&job.kind), JobState::parse(&job.state)) else {
        return Ok(());
    };
    let status = match state {
        JobState::Queued | JobState::Running => NotificationStatus::Running,
        JobState::Succeeded => NotificationStatus::Succeeded,
        JobState::PartlyFailed => NotificationStatus::PartlyFailed,
        JobState::Failed => NotificationStatus::Failed,
        JobState::Cancelled => NotificationStatus::Info,
    };
    let mut args = serde_json::json!({
        "total": job.total, "succeeded": job.succeeded, "skipped": job.skipped, "failed": job.failed, "state": job.state,
        "name": job.payload.get("name").cloned().unwrap_or_default(),
    });
    if let (Some(until), Some(object)) = (undoable_until(job), args.as_object_mut()) {
        object.insert("undo_until".to_owned(), until.to_string().into());
    }
    let code = format!("job.{kind}");
    let now = tx.now().0;
    let over = state.is_over();
    let statement = Statement::from_sql_and_values(
        tx.portal().db.backend(),
        "INSERT INTO notifications (id, account_id, user_id, about_account_id, kind, status, code, args, title, body, detail, link, job_id, \
         search_text, created_at, updated_at) \
         SELECT $1, users.account_id, users.id, $2, 'job', $3, $4, $5, $4, '', $6, $7, $8, $4, $9, $9 FROM users WHERE users.id = $10 \
         ON CONFLICT (user_id, job_id) WHERE job_id IS NOT NULL DO UPDATE SET status = excluded.status, args = excluded.args, \
         detail = excluded.detail, updated_at = excluded.updated_at, \
         read_at = CASE WHEN $11 THEN NULL ELSE notifications.read_at END, \
         dismissed_at = CASE WHEN $11 THEN NULL ELSE notifications.dismissed_at END",
        [
            Uuid::now_v7().into(),
            job.account_id.into(),
            status.as_str().into(),
            code.into(),
            args.into(),
            job.error_message.clone().into(),
            link.into(),
            job.id.into(),
            now.into(),
            user.into(),
            over.into(),
        ],
    );
    tx.conn().execute_raw(statement).await?;
    let mark = Mark { job_id: Some(JobId(job.id)), account_id: Some(AccountId(job.account_id)), ..Default::default() };
    tx.wake_user(UserId(user), Topic::Job, &mark);
    tx.wake_user(UserId(user), Topic::Notifications, &Mark::default());
    Ok(())
}
