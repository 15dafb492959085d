//! Deleted accounts that wait in the bin: restored, erased before their time, or erased when it has come (ACC-B2).

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use switchroom_entity::account;
use switchroom_types::access::Permission;
use switchroom_types::accounts::{AccountDetail, AccountKind, AccountState};
use switchroom_types::history::{Action, Asset};
use switchroom_types::notifications::NoticeCode;
use switchroom_types::{AccountId, AppError, JobId, PartnerId};

use super::{delete, form, get, row, state};
use crate::access::{AccountScope, Actor};
use crate::error::{Error, Result};
use crate::history::{Event, changes};
use crate::portal::Portal;
use crate::tx::Tx;

/// Accounts whose erasure one round orders.
const BATCH: u64 = 50;

/// Takes an account out of the bin; it is active again, its people can sign in.
///
/// # Permissions
/// `accounts.delete`, as for deleting.
///
/// # Errors
/// 409 `account.active`, `account.deactivated`, or `account.pending_deletion` once it is being erased.
pub async fn restore(portal: &Portal, actor: &Actor, id: AccountId) -> Result<AccountDetail> {
    let scope = actor.account_from_outside(portal, id, Permission::ACCOUNTS_DELETE).await?;
    let mut tx = portal.begin(actor).await?;
    let stored = in_bin(&tx, &scope).await?;
    let mut model = stored.clone();
    AccountState::Active.as_str().clone_into(&mut model.state);
    model.delete_after = None;
    row::touch(&mut model, &tx);
    row::update(&tx, &model).await?;
    state::mail_admins(&mut tx, &model, crate::mail::Template::AccountReactivated).await?;
    state::notify_people(&mut tx, &model, NoticeCode::AccountReactivated).await?;
    for history in [scope.account_id, actor.account_id] {
        let event = Event::new(history, scope.partner_id, Action::Restore, Asset::Account).of(model.id, &model.name);
        tx.record(event.core("account_number", model.number.to_string()).changes(changes(Some(&stored), Some(&model))));
    }
    let detail = get::detail(tx.conn(), model).await?;
    tx.commit().await?;
    Ok(detail)
}

/// "Delete permanently now": erases an account that waits in the bin, as a job. `confirm` is the word that a person typed.
///
/// # Permissions
/// `accounts.delete`, with step-up (AUTH-B6).
///
/// # Errors
/// As for [`restore`]; 422 for another word.
pub async fn purge(portal: &Portal, actor: &Actor, id: AccountId, confirm: Option<&str>) -> Result<JobId> {
    let scope = actor.account_from_outside(portal, id, Permission::ACCOUNTS_DELETE).await?;
    form::typed("delete", confirm)?;
    actor.require_step_up(portal)?;
    let mut tx = portal.begin(actor).await?;
    let stored = in_bin(&tx, &scope).await?;
    let partner = PartnerId(stored.partner_id);
    let job = order(&mut tx, actor.account_id, partner, vec![stored]).await?;
    tx.commit().await?;
    Ok(job)
}

async fn in_bin(tx: &Tx, scope: &AccountScope) -> Result<account::Model> {
    let stored = row::lock(tx, scope.account_id).await?;
    if stored.state == AccountState::PendingDeletion.as_str() && stored.delete_after.is_some() {
        return Ok(stored);
    }
    Err(state::wrong_state(&stored).into())
}

/// From here on there is no way back.
async fn order(tx: &mut Tx, partner_account: AccountId, partner: PartnerId, mut accounts: Vec<account::Model>) -> Result<JobId> {
    for model in &mut accounts {
        model.delete_after = None;
        row::touch(model, tx);
        row::update(tx, model).await?;
    }
    delete::erase(tx, partner_account, partner, &accounts).await
}

/// Orders the erasure of accounts whose time in the bin is over. Several replicas may do this at once.
pub(crate) async fn sweep(portal: &Portal) -> Result<()> {
    loop {
        let mut tx = portal.begin_as_system().await?;
        let due = account::Entity::find()
            .filter(account::Column::State.eq(AccountState::PendingDeletion.as_str()))
            .filter(account::Column::DeleteAfter.lte(tx.now().0))
            .order_by_asc(account::Column::PartnerId)
            .limit(BATCH)
            .lock_exclusive()
            .all(tx.conn())
            .await?;
        let Some(partner) = due.first().map(|first| first.partner_id) else { return Ok(()) };
        let theirs: Vec<account::Model> = due.into_iter().filter(|model| model.partner_id == partner).collect();
        let home = account::Entity::find()
            .filter(account::Column::PartnerId.eq(partner))
            .filter(account::Column::Kind.eq(AccountKind::Partner.as_str()))
            .one(tx.conn())
            .await?;
        let home = home.ok_or_else(|| Error::from(AppError::not_found("account")))?;
        order(&mut tx, AccountId(home.id), PartnerId(partner), theirs).await?;
        tx.commit().await?;
    }
}
