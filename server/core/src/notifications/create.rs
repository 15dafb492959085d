//! Puts an entry behind somebody's bell, within the transaction of what it tells about.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use serde_json::Value;
use switchroom_entity::{account, job, user};
use switchroom_types::jobs::{JobKind, JobState};
use switchroom_types::live::{Mark, Topic};
use switchroom_types::notification_rules::{Occasion, Route};
use switchroom_types::notifications::{NoticeCode, NotificationKind, NotificationStatus, Severity};
use switchroom_types::{AccountId, JobId, PartnerId, UserId};
use uuid::Uuid;

use super::mail::{self, Letter};
use crate::error::Result;
use crate::jobs::undoable_until;
use crate::notification_rules::for_person;
use crate::secret;
use crate::text;
use crate::tx::Tx;
use crate::webhooks::{Happening, emit};

/// A notification to one person.
#[derive(Clone, Debug)]
pub struct Notice {
    pub user_id: UserId,
    /// The recipient's own account.
    pub account_id: AccountId,
    /// The account it is about, if any; filters and links use it.
    pub about: Option<AccountId>,
    /// Decides on kind and severity, and is the key of the translated text.
    pub code: NoticeCode,
    /// What is put into the text.
    pub args: serde_json::Map<String, Value>,
    /// The text in English.
    pub title: String,
    /// Full text of an error, shown by "See details" (NOTIF-04).
    pub detail: Option<String>,
    /// Path within the portal.
    pub link: Option<String>,
}

/// Tells the person where the rules say (NOTIF-B3): in the portal, by mail, or not at all.
pub async fn notify(tx: &mut Tx, notice: Notice) -> Result<()> {
    let occasion = Occasion { kind: notice.code.kind(), severity: notice.code.severity(), account: notice.about };
    let route = for_person(tx.conn(), notice.user_id, notice.account_id, &occasion).await?.route;
    let fingerprint = (notice.code.status() == NotificationStatus::Failed).then(|| fingerprint(&notice));
    let letter = Letter {
        user_id: notice.user_id,
        about: notice.about,
        code: notice.code.as_str(),
        args: &Value::Object(notice.args.clone()),
        title: &notice.title,
        detail: notice.detail.as_deref(),
        link: notice.link.as_deref(),
        fingerprint: fingerprint.as_deref(),
    };
    mail::send(tx, route.mail, &letter).await?;
    if route.portal { ring(tx, notice, fingerprint).await } else { Ok(()) }
}

/// Stores the notice and wakes the person's open pages (NOTIF-B1). A failure that the person has not yet read of is not
/// told a second time: the entry counts, and moves to the top (NOTIF-B5).
async fn ring(tx: &mut Tx, notice: Notice, fingerprint: Option<String>) -> Result<()> {
    let now = tx.now().0;
    let search = text::search_text([notice.title.as_str(), notice.detail.as_deref().unwrap_or_default()]);
    let status = notice.code.status();
    let statement = Statement::from_sql_and_values(
        tx.portal().db.backend(),
        "INSERT INTO notifications (id, account_id, user_id, about_account_id, kind, status, code, args, title, body, detail, link, \
         search_text, created_at, updated_at, fingerprint) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10, $11, $12, $13, $13, $14) \
         ON CONFLICT (user_id, fingerprint) WHERE fingerprint IS NOT NULL AND read_at IS NULL AND dismissed_at IS NULL \
         DO UPDATE SET times = notifications.times + 1, first_at = COALESCE(notifications.first_at, notifications.created_at), \
         created_at = excluded.created_at, updated_at = excluded.updated_at",
        [
            Uuid::now_v7().into(),
            notice.account_id.0.into(),
            notice.user_id.0.into(),
            notice.about.map(Uuid::from).into(),
            notice.code.kind().as_str().into(),
            status.as_str().into(),
            notice.code.as_str().into(),
            Value::Object(notice.args).into(),
            notice.title.into(),
            notice.detail.into(),
            notice.link.into(),
            search.into(),
            now.into(),
            fingerprint.into(),
        ],
    );
    tx.conn().execute_raw(statement).await?;
    tx.wake_user(notice.user_id, Topic::Notifications, &Mark::default());
    Ok(())
}

/// The same for failures that a person could not tell apart.
fn fingerprint(notice: &Notice) -> String {
    let told = serde_json::json!([notice.code.as_str(), notice.about, notice.args, notice.title, notice.detail, notice.link]);
    secret::hash(&told.to_string()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Creates or updates the one notification of a job for the person who started it (NOTIF-03, NOTIF-07).
/// When the job ends it becomes unread again, or goes where the rules say (NOTIF-B3); running jobs always show.
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
    let route = match over {
        true => route_of_end(tx, job, user, &code, status, &args, link.as_deref()).await?,
        false => Route::default(),
    };
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
    if !route.portal {
        let sql = "DELETE FROM notifications WHERE user_id = $1 AND job_id = $2";
        let statement = Statement::from_sql_and_values(tx.portal().db.backend(), sql, [user.into(), job.id.into()]);
        tx.conn().execute_raw(statement).await?;
    }
    let mark = Mark { job_id: Some(JobId(job.id)), account_id: Some(AccountId(job.account_id)), ..Default::default() };
    tx.wake_user(UserId(user), Topic::Job, &mark);
    tx.wake_user(UserId(user), Topic::Notifications, &Mark::default());
    if over { emit_job(tx, job, kind, state, status).await } else { Ok(()) }
}

/// Where its starter hears of a job's end; mails it if the rules say so.
async fn route_of_end(
    tx: &mut Tx,
    job: &job::Model,
    user: Uuid,
    code: &str,
    status: NotificationStatus,
    args: &Value,
    link: Option<&str>,
) -> Result<Route> {
    let starter = user::Entity::find().filter(user::Column::Id.eq(user)).one(tx.conn()).await?;
    let Some(starter) = starter else { return Ok(Route::default()) };
    let about = Some(AccountId(job.account_id));
    let occasion = Occasion { kind: NotificationKind::Job, severity: Severity::of(code, status), account: about };
    let route = for_person(tx.conn(), UserId(user), AccountId(starter.account_id), &occasion).await?.route;
    let page = format!("/accounts/{}/jobs/{}", job.account_id, job.id);
    let letter = Letter {
        user_id: UserId(user),
        about,
        code,
        args,
        title: code,
        detail: job.error_message.as_deref(),
        link: Some(link.unwrap_or(&page)),
        fingerprint: None,
    };
    mail::send(tx, route.mail, &letter).await?;
    Ok(route)
}

/// A job's end, for webhooks.
async fn emit_job(tx: &mut Tx, job: &job::Model, kind: JobKind, state: JobState, status: NotificationStatus) -> Result<()> {
    let Some(account) = account::Entity::find_by_id(job.account_id).one(tx.conn()).await? else { return Ok(()) };
    let name = job.payload.get("name").and_then(|name| name.as_str()).unwrap_or_default();
    let args = serde_json::json!({
        "job": job.id, "name": name, "total": job.total, "succeeded": job.succeeded, "skipped": job.skipped, "failed": job.failed,
    });
    let title = format!("{} {name}: {}", kind.as_str().replace('_', " "), state.as_str().replace('_', " "));
    let happening = Happening {
        about: Some(AccountId(job.account_id)),
        partner_id: PartnerId(account.partner_id),
        code: &format!("job.{kind}"),
        kind: NotificationKind::Job,
        status,
        args: &args,
        title: &title,
        detail: job.error_message.as_deref(),
        link: None,
    };
    emit(tx, &happening).await
}
