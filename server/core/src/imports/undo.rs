//! Takes an import back for seven days: a job deletes the people whom it added and nobody has touched since, and lists the
//! others with the reason (IMP-B5).

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement};
use switchroom_entity::{job, user};
use switchroom_types::access::Permission;
use switchroom_types::imports::{FinishedImport, UNDOABLE};
use switchroom_types::jobs::{ItemState, JobKind};
use switchroom_types::users::Registration;
use switchroom_types::{AccountId, AppError, JobId, Timestamp};
use uuid::Uuid;

use super::open::authorise;
use super::perform::UPDATED;
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::jobs::{NewJob, enqueue, undone_by};
use crate::portal::Portal;
use crate::tx::Tx;
use crate::users::change::Powers;

/// Most imports that are listed.
const LISTED: u64 = 50;

/// The imports of the last seven days, whoever started them, newest first.
///
/// # Permissions
/// Users Add in the account; undoing also needs Users Delete.
pub async fn finished(portal: &Portal, actor: &Actor, account: AccountId) -> Result<Vec<FinishedImport>> {
    let (scope, _) = authorise(portal, actor, account).await?;
    let now = portal.clock.now();
    let jobs = job::Entity::find()
        .filter(job::Column::AccountId.eq(scope.account_id.0))
        .filter(job::Column::Kind.eq(JobKind::UserImport.as_str()))
        .filter(job::Column::FinishedAt.gt(now.plus_secs(-UNDOABLE).0))
        .filter(job::Column::Succeeded.gt(0))
        .order_by_desc(job::Column::CreatedAt)
        .limit(LISTED)
        .all(portal.db.read())
        .await?;
    let mut found = Vec::with_capacity(jobs.len());
    for job in jobs {
        let counts = Counted::of(portal.db.read(), job.id).await?;
        let Some(finished_at) = job.finished_at.map(Timestamp) else { continue };
        let undo_job = undone_by(portal.db.read(), &job).await?;
        let text = |value: Option<&serde_json::Value>| value.and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        found.push(FinishedImport {
            job_id: JobId(job.id),
            file_name: text(job.payload.get("name")),
            by: text(job.actor.get("name")),
            added: counts.added,
            updated: counts.updated,
            finished_at,
            undo_until: finished_at.plus_secs(UNDOABLE),
            undo_job,
            can_undo: undo_job.is_none() && counts.added > 0 && actor.can(Permission::USERS_DELETE),
        });
    }
    Ok(found)
}

struct Counted {
    added: u64,
    updated: u64,
}

impl Counted {
    async fn of(conn: &impl ConnectionTrait, job: Uuid) -> Result<Self> {
        let sql = "SELECT COALESCE(SUM(CASE WHEN code IS NULL THEN 1 ELSE 0 END), 0) AS added, \
             COALESCE(SUM(CASE WHEN code = $3 THEN 1 ELSE 0 END), 0) AS updated FROM job_items WHERE job_id = $1 AND state = $2";
        let values = [job.into(), ItemState::Done.as_str().into(), UPDATED.into()];
        let row = conn.query_one_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values)).await?;
        let count = |name: &str| -> Result<u64> {
            let n: i64 = row.as_ref().map(|row| row.try_get("", name)).transpose()?.unwrap_or_default();
            Ok(n.unsigned_abs())
        };
        Ok(Self { added: count("added")?, updated: count("updated")? })
    }
}

/// Starts undoing an import.
///
/// # Permissions
/// Users Add and Users Delete in the account.
///
/// # Errors
/// 404 unless `id` is an import of this account; 409 `imports.running` before its end, `imports.undone`, `imports.undo_expired`
/// after seven days; 422 `imports.nothing_added`.
pub async fn undo(portal: &Portal, actor: &Actor, account: AccountId, id: JobId) -> Result<JobId> {
    actor.account(portal, account, Permission::USERS_DELETE).await?;
    let (scope, _) = authorise(portal, actor, account).await?;
    let mut tx = portal.begin(actor).await?;
    let import = job::Entity::find()
        .filter(job::Column::Id.eq(id.0))
        .filter(job::Column::AccountId.eq(scope.account_id.0))
        .filter(job::Column::Kind.eq(JobKind::UserImport.as_str()))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    let import = import.ok_or_else(|| Error::from(AppError::not_found("import")))?;
    let Some(finished_at) = import.finished_at.map(Timestamp) else {
        return Err(AppError::conflict("imports.running", "The rows are being added. Wait until that has finished.").into());
    };
    if finished_at.plus_secs(UNDOABLE) <= tx.now() {
        return Err(AppError::conflict("imports.undo_expired", "An import can be undone for seven days only.").into());
    }
    if undone_by(tx.conn(), &import).await?.is_some() {
        return Err(AppError::conflict("imports.undone", "This import has been undone already.").into());
    }
    let counts = Counted::of(tx.conn(), import.id).await?;
    if counts.added == 0 {
        return Err(AppError::new(422, "imports.nothing_added", "This import added nobody.").into());
    }
    let job = NewJob {
        account_id: scope.account_id,
        partner_id: scope.partner_id,
        kind: JobKind::UndoImport,
        payload: serde_json::json!({
            "name": import.payload.get("name").cloned().unwrap_or_default(),
            "import_job": id,
            "powers": Powers::of(actor),
        }),
        total: counts.added + counts.updated,
        items: Vec::new(),
        link: Some(format!("/accounts/{account}/users/import")),
    };
    let job = enqueue(&mut tx, job).await?;
    add_items(&tx, import.id, job, counts.updated).await?;
    let mut result = import.result.clone();
    if let Some(object) = result.as_object_mut() {
        object.insert("undo_job".to_owned(), job.to_string().into());
    }
    job::Entity::update_many()
        .col_expr(job::Column::Result, sea_orm::sea_query::Expr::val(result))
        .filter(job::Column::Id.eq(import.id))
        .exec(tx.conn())
        .await?;
    tx.commit().await?;
    Ok(job)
}

/// The people whom the import added are to be looked at; those whom it changed stay, and the list says so.
async fn add_items(tx: &Tx, import: Uuid, job: JobId, updated: u64) -> Result<()> {
    let backend = tx.portal().db.backend();
    let added = "INSERT INTO job_items (job_id, idx, account_id, label, target_id, state) \
         SELECT $1, idx, account_id, label, target_id, $4 FROM job_items WHERE job_id = $2 AND state = $3 AND code IS NULL";
    let done = ItemState::Done.as_str();
    let values = [job.0.into(), import.into(), done.into(), ItemState::Pending.as_str().into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(backend, added, values)).await?;
    if updated == 0 {
        return Ok(());
    }
    let kept = "INSERT INTO job_items (job_id, idx, account_id, label, target_id, state, code, message) \
         SELECT $1, idx, account_id, label, target_id, $4, 'imports.existed', 'This person was there before the import and keeps its changes.' \
         FROM job_items WHERE job_id = $2 AND state = $3 AND code = $5";
    let values = [job.0.into(), import.into(), done.into(), ItemState::Skipped.as_str().into(), UPDATED.into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(backend, kept, values)).await?;
    let skipped = Statement::from_sql_and_values(
        backend,
        "UPDATE jobs SET skipped = $1 WHERE id = $2",
        [i64::try_from(updated).unwrap_or_default().into(), job.0.into()],
    );
    tx.conn().execute_raw(skipped).await?;
    Ok(())
}

/// Why somebody whom an import added stays, as code and text. A welcome mail alone is no reason: its link ends.
pub(crate) fn refuse(user: &user::Model) -> Option<(&'static str, &'static str)> {
    if user.registration == Registration::Registered.as_str() {
        Some(("imports.kept_registered", "This person has registered since."))
    } else if !user.licenses.is_empty() {
        Some(("imports.kept_licensed", "This person has been given licenses since."))
    } else if user.version > 1 {
        Some(("imports.kept_changed", "This person has been changed since."))
    } else {
        None
    }
}
