//! Takes a job back for 24 hours: a job of its own restores what nobody has changed since, and lists the rest with the
//! reason (USR-B6).

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Statement};
use switchroom_entity::{job, job_change, notification};
use switchroom_types::access::{Permission, Role, Scope};
use switchroom_types::jobs::{ItemState, JobKind, JobState, JobUndo, UNDOABLE};
use switchroom_types::users::UserPatch;
use switchroom_types::{AccountId, AppError, JobId, Timestamp};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::jobs::{NewJob, enqueue, view};
use crate::portal::Portal;
use crate::tx::Tx;
use crate::users::change::Powers;

/// Whether and until when a job can be undone, and which job has done so.
pub(super) async fn of(conn: &impl ConnectionTrait, model: &job::Model, actor: &Actor, now: Timestamp) -> Result<Option<JobUndo>> {
    let Some(until) = until(model) else { return Ok(None) };
    let job_id = undone_by(conn, model).await?;
    let may = permissions(model)?.into_iter().all(|permission| actor.can(permission));
    Ok(Some(JobUndo { until, job_id, can_undo: may && job_id.is_none() && now < until }))
}

/// By when an ended job that changed somebody can be undone; `None` for other jobs.
pub(crate) fn until(model: &job::Model) -> Option<Timestamp> {
    let undoable = JobKind::parse(&model.kind).is_some_and(JobKind::can_be_undone);
    model.finished_at.filter(|_| undoable && model.succeeded > 0).map(|at| Timestamp(at).plus_secs(UNDOABLE))
}

/// The job that takes another one back, unless it gave up: what it did not reach can be undone by another attempt.
pub(crate) async fn undone_by(conn: &impl ConnectionTrait, model: &job::Model) -> Result<Option<JobId>> {
    let named = model.result.get("undo_job").and_then(|id| id.as_str()).and_then(|id| id.parse::<JobId>().ok());
    let Some(id) = named else { return Ok(None) };
    let undo = job::Entity::find_by_id(id.0).one(conn).await?;
    let given_up = undo.as_ref().and_then(|undo| JobState::parse(&undo.state)).is_some_and(|state| {
        matches!(state, JobState::Cancelled) || state == JobState::Failed && undo.as_ref().is_some_and(|undo| undo.error_code.is_some())
    });
    Ok((!given_up).then_some(id))
}

/// What a job has set.
fn change(model: &job::Model) -> Result<UserPatch> {
    match model.payload.get("change") {
        Some(change) => {
            serde_json::from_value(change.clone()).map_err(|error| Error::corrupt(format!("job {}: change: {error}", model.id)))
        }
        None => Ok(UserPatch::default()),
    }
}

/// What taking it back needs: the same as doing it.
fn permissions(model: &job::Model) -> Result<Vec<Permission>> {
    let change = change(model)?;
    let roles = change.role.is_some() || change.role_id.is_some() || change.scope.is_some();
    Ok([Some(Permission::USERS_EDIT), roles.then_some(Permission::ROLES_ASSIGN)].into_iter().flatten().collect())
}

/// Starts undoing a job.
///
/// # Permissions
/// Those that the job needed, at this moment; of each person the former role must be within the caller's own rights, or the
/// person is skipped. Giving admins their role back needs a fresh proof of identity (AUTH-B6).
///
/// # Errors
/// 404 unless the job is within reach; 409 `job.no_undo`, `job.running`, `job.undo_expired` after 24 hours, `job.undone`.
pub async fn undo(portal: &Portal, actor: &Actor, id: JobId) -> Result<JobId> {
    let found = view::reach(portal, actor, id).await?.model;
    let scope = actor.account(portal, AccountId(found.account_id), Permission::USERS_EDIT).await?;
    for permission in permissions(&found)? {
        actor.require(permission)?;
    }
    let mut tx = portal.begin(actor).await?;
    let model = job::Entity::find_by_id(id.0).lock_exclusive().one(tx.conn()).await?;
    let model = model.ok_or_else(|| Error::from(AppError::not_found("job")))?;
    let conflict = |code: &'static str, text: &'static str| Err(Error::from(AppError::conflict(code, text)));
    if !JobKind::parse(&model.kind).is_some_and(JobKind::can_be_undone) {
        return conflict("job.no_undo", "Work of this kind cannot be undone.");
    }
    if model.finished_at.is_none() {
        return conflict("job.running", "This job is still running.");
    }
    let Some(until) = until(&model) else { return conflict("job.no_undo", "This job has changed nobody.") };
    if until <= tx.now() {
        return conflict("job.undo_expired", "This can be undone for 24 hours only.");
    }
    if undone_by(tx.conn(), &model).await?.is_some() {
        return conflict("job.undone", "This has been undone already.");
    }
    let change = change(&model)?;
    if change.role.is_some_and(|role| role != Role::Admin) || change.role_id.is_some() || change.scope == Some(Scope::Assigned) {
        // They may become admins again, or get rights back.
        actor.require_step_up(portal)?;
    }
    let new = NewJob {
        account_id: scope.account_id,
        partner_id: scope.partner_id,
        kind: JobKind::UndoChange,
        payload: serde_json::json!({
            "name": model.payload.get("name").cloned().unwrap_or_default(),
            "change_job": id,
            "powers": Powers::of(actor),
        }),
        total: job_change::Entity::find().filter(job_change::Column::JobId.eq(id.0)).count(tx.conn()).await?,
        items: Vec::new(),
        link: Some(format!("/accounts/{}/jobs/{{job}}", scope.account_id)),
    };
    let undo = enqueue(&mut tx, new).await?;
    let items = "INSERT INTO job_items (job_id, idx, account_id, label, target_id, state) \
         SELECT $1, items.idx, items.account_id, items.label, items.target_id, $3 FROM job_items items \
         JOIN job_changes changes ON changes.job_id = items.job_id AND changes.idx = items.idx WHERE items.job_id = $2";
    let values = [undo.0.into(), id.0.into(), ItemState::Pending.as_str().into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(portal.db.backend(), items, values)).await?;
    note(&tx, &model, undo).await?;
    tx.commit().await?;
    Ok(undo)
}

/// The job knows what takes it back, and its notification offers that no more.
async fn note(tx: &Tx, model: &job::Model, undo: JobId) -> Result<()> {
    let mut result = model.result.clone();
    if let Some(object) = result.as_object_mut() {
        object.insert("undo_job".to_owned(), undo.to_string().into());
    }
    let jobs = job::Entity::update_many().col_expr(job::Column::Result, Expr::val(result)).filter(job::Column::Id.eq(model.id));
    jobs.exec(tx.conn()).await?;
    for told in notification::Entity::find().filter(notification::Column::JobId.eq(model.id)).all(tx.conn()).await? {
        let mut args = told.args;
        if let Some(object) = args.as_object_mut() {
            object.remove("undo_until");
        }
        let row = notification::Entity::update_many().col_expr(notification::Column::Args, Expr::val(args));
        row.filter(notification::Column::Id.eq(told.id)).exec(tx.conn()).await?;
    }
    Ok(())
}
