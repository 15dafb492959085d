//! Bulk user settings: role and status of many people, and taking that back (USR-35, USR-B6). Each person is changed as on
//! their page, with the rights of whoever started the job.

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use switchroom_entity::{job_change, user};
use switchroom_types::access::Permission;
use switchroom_types::users::{UserPatch, UserStatus};
use switchroom_types::{AppError, FieldError, JobId, RoleId};
use uuid::Uuid;

use crate::access::{AccountScope, Actor};
use crate::error::{Error, Result};
use crate::jobs::{JobContext, Step};
use crate::portal::Portal;
use crate::users::change;
use crate::users::rights::{Judge, Standing};

/// Why somebody was left as they are, as code and text.
type Reason = (String, String);

/// What takes a change of one person back.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Former {
    /// Role, scope and status as they were.
    Fields(UserPatch),
}

/// Refuses what cannot be set for many, or not by this caller; afterwards only individual people can refuse.
///
/// # Errors
/// 422 at `change`; 403 without Roles Assign, or for a role above one's own; 403 `auth.step_up_required` where people become
/// admins.
pub(super) async fn check(portal: &Portal, actor: &Actor, scope: &AccountScope, patch: &UserPatch) -> Result<()> {
    let settings = UserPatch { role: patch.role, role_id: patch.role_id, scope: patch.scope, status: patch.status, ..UserPatch::default() };
    if *patch != settings {
        let error = FieldError::new("change", "users.not_for_many", "Only role and status can be set for many users at once");
        return Err(AppError::invalid(vec![error]).into());
    }
    if patch.is_empty() {
        return Err(AppError::invalid(vec![FieldError::required("change")]).into());
    }
    if patch.role.is_none() && patch.role_id.is_none() && patch.scope.is_none() {
        return Ok(());
    }
    actor.require(Permission::ROLES_ASSIGN)?;
    let lowest = Standing::lowest(scope.kind);
    let judge = Judge::of(portal.db.read(), actor, scope).await?;
    let becomes = judge.role(scope, lowest, patch.into())?;
    Ok(judge.confirm_promotion(portal, actor, lowest, becomes)?)
}

/// Changes one person; keeps how to take it back.
pub(super) async fn change(
    context: &JobContext,
    step: &mut Step<'_>,
    judge: &Judge,
    scope: &AccountScope,
    idx: i64,
    before: user::Model,
) -> Result<Option<Reason>> {
    let patch: UserPatch = context.payload("change")?;
    let after = match set(step, judge, scope, &before, &patch).await? {
        Ok(after) => after,
        Err(reason) => return Ok(Some(reason)),
    };
    let row = job_change::Model {
        job_id: context.id().0,
        idx,
        account_id: scope.account_id.0,
        user_id: before.id,
        former: serde_json::to_value(Former::Fields(former(&before, &after)?)).map_err(|error| Error::corrupt(error.to_string()))?,
        version: after.version,
    };
    job_change::Entity::insert(job_change::ActiveModel::from(row).reset_all()).exec_without_returning(step.tx.conn()).await?;
    Ok(None)
}

/// Takes back what a job has changed, of those whom nobody has changed since.
pub(super) async fn undo(
    step: &mut Step<'_>,
    judge: &Judge,
    scope: &AccountScope,
    now: user::Model,
    changes: &HashMap<Uuid, job_change::Model>,
) -> Result<Option<Reason>> {
    let Some(change) = changes.get(&now.id) else { return Err(Error::corrupt("a change to undo")) };
    if change.version != now.version {
        return Ok(Some(reason("users.changed_since", "This user has been changed since.")));
    }
    let Former::Fields(patch) =
        serde_json::from_value(change.former.clone()).map_err(|error| Error::corrupt(format!("a change to undo: {error}")))?;
    Ok(set(step, judge, scope, &now, &patch).await?.err())
}

/// The changes that some units of a job have made, by person.
pub(super) async fn changes(step: &Step<'_>, job: JobId, units: impl Iterator<Item = i64>) -> Result<HashMap<Uuid, job_change::Model>> {
    let found = job_change::Entity::find().filter(job_change::Column::JobId.eq(job.0)).filter(job_change::Column::Idx.is_in(units));
    Ok(found.all(step.tx.conn()).await?.into_iter().map(|change| (change.user_id, change)).collect())
}

async fn set(
    step: &mut Step<'_>,
    judge: &Judge,
    scope: &AccountScope,
    before: &user::Model,
    patch: &UserPatch,
) -> Result<Result<user::Model, Reason>> {
    let after = match change::prepare(&mut step.tx, judge, scope, before, patch).await {
        Ok(after) => after,
        Err(Error::App(refusal)) => return Ok(Err(told(refusal))),
        Err(error) => return Err(error),
    };
    if after == *before {
        return Ok(Err(reason("users.unchanged", "There is nothing to change.")));
    }
    change::store(&mut step.tx, scope, before, &after).await?;
    Ok(Ok(after))
}

/// What brings the row back to what it was.
fn former(before: &user::Model, after: &user::Model) -> Result<UserPatch> {
    let was = Standing::of(before)?;
    let moved = was != Standing::of(after)?;
    let status = UserStatus::parse(&before.status).filter(|_| before.status != after.status);
    Ok(UserPatch {
        role: moved.then_some(was.role),
        role_id: was.role_id.filter(|_| moved).map(RoleId),
        scope: was.scope.filter(|_| moved),
        status,
        ..UserPatch::default()
    })
}

fn told(refusal: AppError) -> Reason {
    match refusal.errors.into_iter().next() {
        Some(error) => (error.code.into_owned(), error.message),
        None => (refusal.code.into_owned(), refusal.message),
    }
}

fn reason(code: &str, text: &str) -> Reason {
    (code.to_owned(), text.to_owned())
}
