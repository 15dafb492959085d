//! Orders the deletion of accounts: they wait in the bin, or a job erases them at once (`purge.rs`).

use switchroom_entity::account;
use switchroom_types::access::Permission;
use switchroom_types::accounts::{AccountKind, AccountState, Deletion, KEEP_DAYS};
use switchroom_types::history::{Action, Asset};
use switchroom_types::jobs::JobKind;
use switchroom_types::list::Selection;
use switchroom_types::{AccountId, AppError, FieldError, JobId, PartnerId, Timestamp};

use super::selection::{locked, selected};
use super::{form, row, state};
use crate::access::{AccountScope, Actor, PartnerScope};
use crate::error::Result;
use crate::history::{Event, changes};
use crate::jobs::{NewItem, NewJob, enqueue};
use crate::portal::Portal;
use crate::tx::Tx;

/// Most accounts that one deletion takes.
pub const MAX_AT_ONCE: usize = 200;
const DAY: i64 = 24 * 60 * 60;

/// Deletes one account (ACC-21); `confirm` is the word that a person typed.
///
/// # Permissions
/// `accounts.delete`, partner users, with step-up (AUTH-B6).
///
/// # Errors
/// 409 unless the account is active, and for the Partner Account (ACC-23); 422 for another word, or days beyond [`KEEP_DAYS`].
pub async fn delete(portal: &Portal, actor: &Actor, id: AccountId, keep_days: u16, confirm: Option<&str>) -> Result<Deletion> {
    actor.account_from_outside(portal, id, Permission::ACCOUNTS_DELETE).await?;
    delete_selected(portal, actor, &Selection::Ids(vec![id]), keep_days, confirm).await
}

/// Deletes the selected accounts, all or none of them. For `keep_days` they can be restored; 0 erases at once (ACC-B2).
///
/// # Permissions
/// `accounts.delete`, partner users, with step-up (AUTH-B6).
///
/// # Errors
/// As for one; 404 if one of them cannot be reached; 422 `account.too_many` beyond [`MAX_AT_ONCE`].
pub async fn delete_selected(
    portal: &Portal,
    actor: &Actor,
    selection: &Selection<AccountId>,
    keep_days: u16,
    confirm: Option<&str>,
) -> Result<Deletion> {
    let scope = actor.partner(Permission::ACCOUNTS_DELETE)?;
    form::typed("delete", confirm)?;
    if !KEEP_DAYS.contains(&keep_days) {
        let error = FieldError::new("keep_days", "account.keep_days", "Enter a number of days from 0 to 90");
        return Err(AppError::invalid(vec![error]).into());
    }
    actor.require_step_up(portal)?;
    let ids = selected(portal, &scope, selection, MAX_AT_ONCE).await?;
    let mut tx = portal.begin(actor).await?;
    let found = locked(&tx, &scope, &ids).await?;
    let delete_after = (keep_days > 0).then(|| tx.now().plus_secs(i64::from(keep_days) * DAY));
    for stored in &found {
        mark(&mut tx, actor, &scope, stored, delete_after).await?;
    }
    let job_id = match delete_after {
        Some(_) => None,
        None => Some(erase(&mut tx, actor.account_id, scope.partner_id, &found).await?),
    };
    tx.commit().await?;
    Ok(Deletion { job_id, delete_after })
}

/// Queues the job that erases accounts; it is the partner's, since theirs go.
pub(super) async fn erase(tx: &mut Tx, partner_account: AccountId, partner: PartnerId, found: &[account::Model]) -> Result<JobId> {
    let items = found.iter().map(|stored| NewItem { label: stored.name.clone(), target_id: Some(stored.id) }).collect();
    let name = match found {
        [only] => only.name.clone(),
        several => format!("{} accounts", several.len()),
    };
    let job = NewJob {
        account_id: partner_account,
        partner_id: Some(partner),
        kind: JobKind::AccountPurge,
        payload: serde_json::json!({ "name": name }),
        total: 0,
        items,
        link: Some("/accounts".to_owned()),
    };
    enqueue(tx, job).await
}

/// Closes one account at once: nobody signs in any more, whatever the job still has to do.
async fn mark(tx: &mut Tx, actor: &Actor, scope: &PartnerScope, stored: &account::Model, delete_after: Option<Timestamp>) -> Result<()> {
    let kind = AccountKind::parse(&stored.kind).unwrap_or(AccountKind::Operator);
    let account = AccountScope {
        account_id: AccountId(stored.id),
        partner_id: Some(scope.partner_id),
        kind,
        state: AccountState::PendingDeletion,
        account: stored.clone(),
    };
    state::refuse_partner_account(&account)?;
    if stored.state != AccountState::Active.as_str() {
        return Err(state::wrong_state(stored).into());
    }
    let mut model = stored.clone();
    AccountState::PendingDeletion.as_str().clone_into(&mut model.state);
    model.delete_after = delete_after.map(|at| at.0);
    row::touch(&mut model, tx);
    row::update(tx, &model).await?;
    state::end_sessions(tx, &account).await?;
    for history in [account.account_id, actor.account_id] {
        let event = Event::new(history, Some(scope.partner_id), Action::Delete, Asset::Account).of(stored.id, &stored.name);
        tx.record(event.core("account_number", stored.number.to_string()).changes(changes(Some(stored), Some(&model))));
    }
    Ok(())
}
