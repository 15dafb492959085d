//! Opens an import for the person who uploaded it. To everybody else it does not exist.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Select};
use switchroom_entity::{import, job};
use switchroom_types::access::Permission;
use switchroom_types::accounts::AccountKind;
use switchroom_types::imports::{Import, ImportProgress, ImportState};
use switchroom_types::jobs::JobState;
use switchroom_types::{AccountId, AppError, ImportId, JobId, Timestamp};

use super::perform;
use super::store::LOADING;
use super::validate::{Rules, Templates};
use crate::access::{AccountScope, Actor};
use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::templates;
use crate::tx::Tx;
use crate::users::rights::Judge;

/// Authorises bulk import into an account (IMP-01).
///
/// # Errors
/// Those of [`Actor::account`]; 409 for a Partner Account, whose people are added one by one.
pub async fn authorise(portal: &Portal, actor: &Actor, account: AccountId) -> Result<(AccountScope, Rules)> {
    let scope = actor.account(portal, account, Permission::USERS_ADD).await?;
    if scope.kind != AccountKind::Customer {
        return Err(AppError::conflict("imports.customers_only", "People can be imported into customer accounts only.").into());
    }
    let rules = Rules {
        country: scope.account.country.clone(),
        may_edit: actor.can(Permission::USERS_EDIT),
        templates: Templates {
            permitted: actor.can(Permission::TEMPLATES_VIEW),
            known: templates::applicable(portal.db.read(), scope.account_id).await?.into(),
        },
        judge: Judge::of(portal.db.read(), actor, &scope).await?,
    };
    Ok((scope, rules))
}

/// The imports of this person in this account that have not expired.
pub fn own(scope: &AccountScope, actor: &Actor, now: Timestamp) -> Select<import::Entity> {
    import::Entity::find()
        .filter(import::Column::AccountId.eq(scope.account_id.0))
        .filter(import::Column::UserId.eq(actor.user_id.0))
        .filter(import::Column::ExpiresAt.gt(now.0))
        .filter(import::Column::State.ne(LOADING))
}

pub fn not_found() -> Error {
    AppError::not_found("import").into()
}

/// An import whose preview is being changed, locked until the transaction ends.
pub struct Opened {
    pub scope: AccountScope,
    pub rules: Rules,
    pub import: import::Model,
    pub tx: Tx,
}

impl Opened {
    pub fn id(&self) -> ImportId {
        ImportId(self.import.id)
    }
}

/// Opens the preview for a change.
///
/// # Errors
/// 404 if it is not the caller's; 409 `imports.running` while a job adds its rows.
pub async fn open(portal: &Portal, actor: &Actor, account: AccountId, id: ImportId) -> Result<Opened> {
    let (scope, rules) = authorise(portal, actor, account).await?;
    let tx = portal.begin(actor).await?;
    let query = own(&scope, actor, tx.now()).filter(import::Column::Id.eq(id.0)).lock_exclusive();
    let import = query.one(tx.conn()).await?.ok_or_else(not_found)?;
    if state(&import, last_job(tx.conn(), &import).await?.as_ref()) == ImportState::Running {
        return Err(AppError::conflict("imports.running", "The rows are being added. Wait until that has finished.").into());
    }
    Ok(Opened { scope, rules, import, tx })
}

async fn last_job(conn: &impl ConnectionTrait, import: &import::Model) -> Result<Option<job::Model>> {
    match import.job_id {
        None => Ok(None),
        Some(id) => Ok(job::Entity::find_by_id(id).one(conn).await?),
    }
}

/// A job that ended early, cancelled or failed, leaves its rows for review.
fn state(import: &import::Model, job: Option<&job::Model>) -> ImportState {
    let over = job.and_then(|job| JobState::parse(&job.state)).is_none_or(JobState::is_over);
    match ImportState::parse(&import.state) {
        Some(ImportState::Running) if over && import.row_count > 0 => ImportState::Review,
        Some(ImportState::Running) if over => ImportState::Done,
        Some(state) => state,
        None => ImportState::Review,
    }
}

/// What people see of an import.
pub async fn view(conn: &impl ConnectionTrait, import: import::Model, rules: &Rules) -> Result<Import> {
    let job = last_job(conn, &import).await?;
    let number = |count: i64| u64::try_from(count).unwrap_or_default();
    let state = state(&import, job.as_ref());
    let (updated, unchanged) = match &job {
        Some(job) => perform::told(conn, job.id, &import).await?,
        None => (0, 0),
    };
    let progress = job.and_then(|job| {
        Some(ImportProgress {
            updated,
            unchanged,
            job_id: JobId(job.id),
            state: JobState::parse(&job.state)?,
            total: number(job.total),
            succeeded: number(job.succeeded),
            failed: number(job.failed),
            error: job.error_message,
        })
    });
    Ok(Import {
        id: ImportId(import.id),
        account_id: AccountId(import.account_id),
        file_name: import.file_name,
        state,
        rows: number(import.row_count),
        invalid: number(import.error_count),
        columns: serde_json::from_value(import.columns).unwrap_or_default(),
        notes: serde_json::from_value(import.notes).unwrap_or_default(),
        roles: rules.roles(),
        progress,
        created_at: Timestamp(import.created_at),
        expires_at: Timestamp(import.expires_at),
    })
}
