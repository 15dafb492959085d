//! A job as people see it: its progress, its units, stopping it, and trying the failed units again.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement};
use switchroom_entity::{account, job, job_item};
use switchroom_types::access::{Permission, Role, TokenScope};
use switchroom_types::history::{Action, Asset, EventType};
use switchroom_types::jobs::{ItemState, JobItem, JobKind, JobRow, JobState};
use switchroom_types::list::{ListQuery, Page, Total};
use switchroom_types::live::{Mark, Topic};
use switchroom_types::{AccountId, AppError, FieldError, JobId, PartnerId, Timestamp};
use uuid::Uuid;

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::history::Event;
use crate::jobs::{NewItem, NewJob, enqueue, undo};
use crate::portal::Portal;
use crate::users::change::Powers;

/// # Permissions
/// Whoever started it; admins and partner users who reach its account. Tokens need the scope `jobs:read`.
///
/// # Errors
/// 404 for anybody else; 403 `auth.token_scope` for other tokens.
pub async fn get(portal: &Portal, actor: &Actor, id: JobId) -> Result<JobRow> {
    let found = reach(portal, actor, id).await?;
    let undo = undo::of(portal.db.read(), &found.model, actor, portal.clock.now()).await?;
    Ok(JobRow { undo, ..row(found.model, actor)? })
}

/// The units of a job in their order; `filter.state` narrows them.
///
/// # Permissions
/// As [`get`].
pub async fn items(portal: &Portal, actor: &Actor, id: JobId, query: ListQuery) -> Result<Page<JobItem>> {
    let found = reach(portal, actor, id).await?;
    query.only_filters(&["state"])?;
    let refuse =
        |field: &str, code: &'static str| Error::from(AppError::invalid(vec![FieldError::new(field, code, "There is no such value")]));
    let mut select = job_item::Entity::find().filter(job_item::Column::JobId.eq(found.model.id));
    let mut total = u64::try_from(found.model.total).unwrap_or_default();
    if let Some(state) = query.filter("state") {
        let state = ItemState::parse(state).ok_or_else(|| refuse("filter.state", "list.unknown_value"))?;
        select = select.filter(job_item::Column::State.eq(state.as_str()));
        total = match state {
            ItemState::Done => u64::try_from(found.model.succeeded).unwrap_or_default(),
            ItemState::Skipped => u64::try_from(found.model.skipped).unwrap_or_default(),
            ItemState::Failed => u64::try_from(found.model.failed).unwrap_or_default(),
            ItemState::Pending => total.saturating_sub(settled(&found.model)),
        };
    }
    if let Some(cursor) = &query.cursor {
        let after: i64 = cursor.parse().map_err(|_| refuse("cursor", "list.bad_cursor"))?;
        select = select.filter(job_item::Column::Idx.gt(after));
    }
    let limit = usize::from(query.limit());
    let mut rows = select.order_by_asc(job_item::Column::Idx).limit(limit as u64 + 1).all(portal.db.read()).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = rows.last().filter(|_| more).map(|last| last.idx.to_string());
    let items = rows.into_iter().map(item).collect::<Result<_>>()?;
    Ok(Page { items, next_cursor, total: Total { value: total, exact: true } })
}

/// Asks a job to stop; it does so before its next step, and what is done stays done. Asking twice is once.
///
/// # Permissions
/// Whoever started it, and those who might have.
///
/// # Errors
/// 409 `job.over` when it has ended already, 409 `job.not_cancellable` for the deletion of accounts.
pub async fn cancel(portal: &Portal, actor: &Actor, id: JobId) -> Result<JobRow> {
    let found = reach(portal, actor, id).await?;
    manage(&found.model, actor)?;
    if kind(&found.model)? == JobKind::AccountPurge {
        // Half an account is none; the other half would wait for deletion for ever.
        return Err(AppError::conflict("job.not_cancellable", "A deletion that has begun cannot be cancelled.").into());
    }
    let mut tx = portal.begin(actor).await?;
    let sql = "UPDATE jobs SET cancel_requested = TRUE, run_at = CASE WHEN state = 'queued' THEN $1 ELSE run_at END \
         WHERE id = $2 AND state IN ('queued', 'running') AND NOT cancel_requested RETURNING *";
    let statement = Statement::from_sql_and_values(portal.db.backend(), sql, [tx.now().0.into(), id.0.into()]);
    let Some(updated) = tx.conn().query_one_raw(statement).await? else {
        drop(tx);
        let now = job::Entity::find_by_id(id.0).one(portal.db.write()).await?.ok_or_else(absent)?;
        if now.cancel_requested && !state(&now)?.is_over() {
            return row(now, actor);
        }
        return Err(AppError::conflict("job.over", "This job has ended already.").into());
    };
    let model = job::Model::from_query_result(&updated, "")?;
    tx.record(event(&model, found.partner, Action::Cancel));
    if let Some(user) = model.actor_user_id {
        let mark = Mark { job_id: Some(id), account_id: Some(AccountId(model.account_id)), ..Default::default() };
        tx.wake_user(switchroom_types::UserId(user), Topic::Job, &mark);
    }
    tx.commit().await?;
    row(model, actor)
}

/// Starts a new job for the failed units of one that has ended.
///
/// # Permissions
/// As [`cancel`].
///
/// # Errors
/// 409 `job.running` before its end; 409 `job.no_retry` if nothing failed or the kind cannot be repeated.
pub async fn retry(portal: &Portal, actor: &Actor, id: JobId) -> Result<JobId> {
    let found = reach(portal, actor, id).await?;
    manage(&found.model, actor)?;
    let (kind, account) = (kind(&found.model)?, AccountId(found.model.account_id));
    if !state(&found.model)?.is_over() {
        return Err(AppError::conflict("job.running", "This job is still running.").into());
    }
    let failed = job_item::Entity::find()
        .filter(job_item::Column::JobId.eq(id.0))
        .filter(job_item::Column::State.eq(ItemState::Failed.as_str()))
        .order_by_asc(job_item::Column::Idx)
        .all(portal.db.read())
        .await?;
    if failed.is_empty() || !kind.can_be_retried() {
        return Err(AppError::conflict("job.no_retry", "There is nothing here that could be tried again.").into());
    }
    let needed = permission(kind).unwrap_or(Permission::USERS_EDIT);
    if actor.is_partner() && account == actor.account_id {
        // Work of the Partner Account, which Account Managers do not reach.
        actor.require(needed)?;
    } else {
        actor.account(portal, account, needed).await?;
    }
    let link = found.model.payload.get("link").and_then(|link| link.as_str()).map(str::to_owned);
    let mut payload = found.model.payload;
    if let Some(powers) = payload.get_mut("powers") {
        // Whoever tries again does so with their own rights.
        *powers = serde_json::to_value(Powers::of(actor)).map_err(|error| Error::corrupt(error.to_string()))?;
    }
    let mut tx = portal.begin(actor).await?;
    let items = failed.into_iter().map(|item| NewItem { label: item.label, target_id: item.target_id }).collect();
    let new = NewJob { account_id: account, partner_id: found.partner, kind, payload, total: 0, items, link };
    let started = enqueue(&mut tx, new).await?;
    tx.commit().await?;
    Ok(started)
}

pub(super) struct Found {
    pub model: job::Model,
    partner: Option<PartnerId>,
}

fn absent() -> Error {
    AppError::not_found("job").into()
}

pub(super) async fn reach(portal: &Portal, actor: &Actor, id: JobId) -> Result<Found> {
    actor.require_token_scope(TokenScope::JobsRead)?;
    let model = job::Entity::find_by_id(id.0).one(portal.db.read()).await?.ok_or_else(absent)?;
    let started = model.actor_user_id == Some(actor.user_id.0);
    match actor.reach(portal, AccountId(model.account_id)).await {
        Ok(scope) if started || actor.role != Role::User => Ok(Found { model, partner: scope.partner_id }),
        Ok(_) => Err(absent()),
        Err(Error::App(error)) if error.status == 404 && started => {
            // The deletion of an account is a job of the Partner Account, which Account Managers do not reach.
            let own = model.account_id == actor.account_id.0;
            // The job that removed the account outlives it, for the one who started it.
            let gone = account::Entity::find_by_id(model.account_id).one(portal.db.read()).await?.is_none();
            let partner = actor.partner_id.filter(|_| own);
            if own || gone || actor.role == Role::Operator { Ok(Found { model, partner }) } else { Err(absent()) }
        }
        Err(Error::App(error)) if error.status == 404 => Err(absent()),
        Err(error) => Err(error),
    }
}

fn kind(model: &job::Model) -> Result<JobKind> {
    JobKind::parse(&model.kind).ok_or_else(|| Error::corrupt("job kind"))
}

fn state(model: &job::Model) -> Result<JobState> {
    JobState::parse(&model.state).ok_or_else(|| Error::corrupt("job state"))
}

fn settled(model: &job::Model) -> u64 {
    u64::try_from(model.succeeded + model.skipped + model.failed).unwrap_or_default()
}

/// What somebody needs who might have started such a job; `None`: the operator only.
fn permission(kind: JobKind) -> Option<Permission> {
    match kind {
        JobKind::UserImport => Some(Permission::USERS_ADD),
        JobKind::WelcomeMails | JobKind::PasswordResets | JobKind::ChangeUsers | JobKind::UndoChange | JobKind::TemplateReapply => {
            Some(Permission::USERS_EDIT)
        }
        JobKind::DeleteUsers | JobKind::UndoImport => Some(Permission::USERS_DELETE),
        JobKind::AccountPurge => Some(Permission::ACCOUNTS_DELETE),
        JobKind::RoleAssign | JobKind::RoleUnassign => Some(Permission::ROLES_EDIT),
        JobKind::RoleDelete => Some(Permission::ROLES_DELETE),
        JobKind::OrderImport => None,
    }
}

fn may_manage(model: &job::Model, actor: &Actor) -> bool {
    let needed = JobKind::parse(&model.kind).and_then(permission);
    // A token acts for its owner, yet only within its scopes.
    let own = model.actor_user_id == Some(actor.user_id.0) && actor.token_name.is_none();
    own || needed.is_some_and(|permission| actor.can(permission))
}

fn manage(model: &job::Model, actor: &Actor) -> Result<(), AppError> {
    if may_manage(model, actor) {
        return Ok(());
    }
    match JobKind::parse(&model.kind).and_then(permission) {
        Some(permission) => Err(AppError::denied(permission)),
        None => Err(AppError::not_found("job")),
    }
}

fn row(model: job::Model, actor: &Actor) -> Result<JobRow> {
    let (kind, state) = (kind(&model)?, state(&model)?);
    let may = may_manage(&model, actor);
    let count = |n: i64| u64::try_from(n).unwrap_or_default();
    Ok(JobRow {
        id: JobId(model.id),
        account_id: AccountId(model.account_id),
        kind,
        state,
        total: count(model.total),
        succeeded: count(model.succeeded),
        skipped: count(model.skipped),
        failed: count(model.failed),
        cancel_requested: model.cancel_requested,
        can_cancel: may && !state.is_over() && !model.cancel_requested,
        can_retry: may && state.is_over() && model.failed > 0 && kind.can_be_retried(),
        undo: None,
        name: model.payload.get("name").and_then(|name| name.as_str()).map(str::to_owned),
        error_code: model.error_code,
        error: model.error_message,
        result: model.result,
        created_at: Timestamp(model.created_at),
        started_at: model.started_at.map(Timestamp),
        finished_at: model.finished_at.map(Timestamp),
    })
}

fn item(model: job_item::Model) -> Result<JobItem> {
    Ok(JobItem {
        idx: u64::try_from(model.idx).unwrap_or_default(),
        label: model.label,
        state: ItemState::parse(&model.state).ok_or_else(|| Error::corrupt("job item state"))?,
        code: model.code,
        message: model.message,
    })
}

fn event(model: &job::Model, partner: Option<PartnerId>, action: Action) -> Event {
    let name = model.payload.get("name").and_then(|name| name.as_str()).unwrap_or_default().to_owned();
    Event::new(AccountId(model.account_id), partner, action, Asset::Job)
        .kind(EventType::Job)
        .of(Uuid::from(JobId(model.id)), name)
        .core("kind", model.kind.clone())
}
