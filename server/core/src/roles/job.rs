//! Carries out what [`super::assign`] and [`super::delete`] have started, an account at a time.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use switchroom_entity::{account, account_manager, job_item, role, role_account, user};
use switchroom_types::access::{Base, Role, Scope};
use switchroom_types::accounts::AccountState;
use switchroom_types::history::{Action, Asset};
use switchroom_types::jobs::{ItemState, JobKind};
use switchroom_types::roles::Successor;
use switchroom_types::{PartnerId, RoleId};

use super::book::Custom;
use super::{delete, row};
use crate::access::AccountScope;
use crate::error::Result;
use crate::history::Event;
use crate::jobs::{Counts, JobContext, Step};
use crate::users::change::{self, Powers};
use crate::users::rights::{Judge, Standing};
use crate::users::{find, row as user_row};

/// People changed in one transaction.
const BATCH: u64 = 200;

/// Why an account was left as it is, with the outcome that it counts as.
type Left = (ItemState, &'static str, &'static str);

pub(crate) async fn perform(context: &JobContext, kind: JobKind) -> Result<serde_json::Value> {
    while let Some(item) = context.pending(1).await?.into_iter().next() {
        let Some(step) = context.step().await? else { return Ok(serde_json::json!({})) };
        one(context, step, kind, &item).await?;
    }
    if kind == JobKind::RoleDelete {
        finish(context).await?;
    }
    Ok(serde_json::json!({}))
}

/// A part of one account; the unit is settled when nothing of it is left.
async fn one(context: &JobContext, mut step: Step<'_>, kind: JobKind, item: &job_item::Model) -> Result<()> {
    let left = match found(context, &step, item).await? {
        Err(left) => Some(left),
        Ok((role, account)) => {
            let scope = AccountScope::of(account)?;
            find::take_turns(&step.tx, scope.account_id).await?;
            let judge = Judge::with(step.tx.conn(), context.payload("powers")?, &scope).await?;
            if !Custom::of(&role)?.permissions.is_within(judge.powers.rights) {
                // Whoever started this has lost rights since.
                Some((ItemState::Failed, "users.more_rights", "Nobody can give or take rights that they do not have."))
            } else if kind == JobKind::RoleAssign {
                put(&mut step, &scope, &role).await?
            } else {
                match convert(context, &mut step, &judge, &scope, &role).await? {
                    Converted::Part => return step.commit(Counts::default()).await,
                    Converted::Refused(left) => Some(left),
                    Converted::All if kind == JobKind::RoleDelete => None,
                    Converted::All => take(&mut step, &scope, &role).await?,
                }
            }
        }
    };
    let state = left.map_or(ItemState::Done, |(state, ..)| state);
    step.settle(item.idx, state, left.map(|(_, code, text)| (code, text.to_owned()))).await?;
    let mut counts = Counts::default();
    counts.add(state);
    step.commit(counts).await
}

async fn found(context: &JobContext, step: &Step<'_>, item: &job_item::Model) -> Result<Result<(role::Model, account::Model), Left>> {
    let role: RoleId = context.payload("role_id")?;
    let Some(role) = role::Entity::find_by_id(role.0).lock_exclusive().one(step.tx.conn()).await? else {
        return Ok(Err((ItemState::Failed, "role.not_found", "This role does not exist any more.")));
    };
    let account = account::Entity::find_by_id(item.target_id.unwrap_or_default())
        .filter(account::Column::PartnerId.eq(role.partner_id))
        .one(step.tx.conn())
        .await?;
    Ok(match account {
        Some(account) if account.state != AccountState::PendingDeletion.as_str() => Ok((role, account)),
        _ => Err((ItemState::Failed, "account.gone", "This account does not exist any more.")),
    })
}

async fn put(step: &mut Step<'_>, scope: &AccountScope, role: &role::Model) -> Result<Option<Left>> {
    if role_account::Entity::find_by_id((scope.account_id.0, role.id)).one(step.tx.conn()).await?.is_some() {
        return Ok(Some((ItemState::Skipped, "role.assigned_already", "The account has this role already.")));
    }
    let row = role_account::Model {
        account_id: scope.account_id.0,
        role_id: role.id,
        partner_id: role.partner_id,
        assigned_at: step.tx.now().0,
        assigned_by: step.tx.signature.name.clone(),
    };
    let row = sea_orm::ActiveModelTrait::reset_all(role_account::ActiveModel::from(row));
    role_account::Entity::insert(row).exec_without_returning(step.tx.conn()).await?;
    step.tx.record(told(scope, role, Action::Assign));
    Ok(None)
}

async fn take(step: &mut Step<'_>, scope: &AccountScope, role: &role::Model) -> Result<Option<Left>> {
    let gone = role_account::Entity::delete_by_id((scope.account_id.0, role.id)).exec(step.tx.conn()).await?;
    if gone.rows_affected == 0 {
        return Ok(Some((ItemState::Skipped, "role.not_assigned", "The account did not have this role.")));
    }
    step.tx.record(told(scope, role, Action::Unassign));
    Ok(None)
}

fn told(scope: &AccountScope, role: &role::Model, action: Action) -> Event {
    Event::new(scope.account_id, scope.partner_id, action, Asset::Role).of(role.id, &role.name).core("base", role.base.clone())
}

enum Converted {
    /// There are more.
    Part,
    All,
    Refused(Left),
}

/// Gives the next holders of an account what they become.
async fn convert(context: &JobContext, step: &mut Step<'_>, judge: &Judge, scope: &AccountScope, role: &role::Model) -> Result<Converted> {
    let holders = user::Entity::find()
        .filter(user::Column::AccountId.eq(scope.account_id.0))
        .filter(user::Column::RoleId.eq(role.id))
        .order_by_asc(user::Column::Id)
        .limit(BATCH)
        .lock_exclusive()
        .all(step.tx.conn())
        .await?;
    if holders.is_empty() {
        return Ok(Converted::All);
    }
    let asked: Option<Successor> = context.payload("holders_become")?;
    let Some(becomes) = standing(judge, role, asked) else {
        return Ok(Converted::Refused((ItemState::Failed, "role.successor_required", "Somebody holds this role by now.")));
    };
    if judge.is_above(becomes) || becomes != Standing::MEMBER && !judge.powers.may_assign {
        return Ok(Converted::Refused((ItemState::Failed, "users.more_rights", "Nobody can give or take rights that they do not have.")));
    }
    let full = holders.len() as u64 == BATCH;
    for before in holders {
        let mut after = before.clone();
        let own = Standing::of(&before)?;
        let manager = becomes == Standing::MANAGER;
        let scope_kept = if becomes.role == Role::Partner && !manager { own.scope } else { becomes.scope };
        judge.set(&mut after, Standing { scope: scope_kept, ..becomes });
        user_row::touch(&mut after, &step.tx);
        if manager {
            // Without accounts (ROLE-19).
            account_manager::Entity::delete_many().filter(account_manager::Column::UserId.eq(after.id)).exec(step.tx.conn()).await?;
        }
        change::store(&mut step.tx, scope, &before, &after).await?;
    }
    Ok(if full { Converted::Part } else { Converted::All })
}

/// None if nothing fits any more, or nothing was asked for.
fn standing(judge: &Judge, role: &role::Model, asked: Option<Successor>) -> Option<Standing> {
    Some(match asked? {
        Successor::User => Standing::MEMBER,
        Successor::Admin => Standing { role: Role::Admin, ..Standing::MEMBER },
        Successor::Manager => Standing::MANAGER,
        Successor::Role(id) => {
            let other = judge.roles().available(id.0).filter(|other| Some(other.base) == Base::parse(&role.base))?;
            let scope = (other.base == Base::Partner).then_some(Scope::Assigned);
            Standing { role: other.base.role(), scope, role_id: Some(other.id) }
        }
    })
}

/// Every account is through: the role goes, unless somebody holds it still or again.
async fn finish(context: &JobContext) -> Result<()> {
    let Some(mut step) = context.step().await? else { return Ok(()) };
    let id: RoleId = context.payload("role_id")?;
    let found = role::Entity::find_by_id(id.0).lock_exclusive().one(step.tx.conn()).await?;
    let held = user::Entity::find().filter(user::Column::RoleId.eq(id.0)).one(step.tx.conn()).await?;
    let (Some(role), None) = (found, held) else { return Ok(()) };
    let powers: Powers = context.payload("powers")?;
    let now = powers.now(step.tx.conn()).await?;
    if !Custom::of(&role)?.permissions.is_within(now.rights) {
        return Ok(());
    }
    delete::remove(&mut step.tx, &role).await?;
    let event = Event::new(context.account_id(), Some(PartnerId(role.partner_id)), Action::Delete, Asset::Role);
    let event = event.of(role.id, &role.name).core("base", role.base.clone());
    step.tx.record(event.changes(row::changes(Some(&role), None)?));
    step.commit(Counts::default()).await
}
