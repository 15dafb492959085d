//! Sets whether the partner asks before entering.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use switchroom_entity::{account, closed_to_partners, partner_access_request as entity};
use switchroom_types::accounts::AccountKind;
use switchroom_types::history::{Action, Asset, Change, EventType};
use switchroom_types::notifications::NoticeCode;
use switchroom_types::partner_access::{AccessMode, PartnerAccess, RequestState};
use switchroom_types::{AccountId, AccountNumber, AppError};

use super::{get, row};
use crate::access::{AccountScope, Actor};
use crate::accounts;
use crate::error::{Error, Result};
use crate::history::Event;
use crate::portal::Portal;
use crate::tx::Tx;

/// It acts at once: with `on_approval` partner users are outside with their next request, with `always` nobody has to wait
/// any more. What a partner user has started before runs to its end.
///
/// # Permissions
/// Admins of the account, with step-up to let the partner in (AUTH-B6).
///
/// # Errors
/// 403 `partner_access.admins_only` for partner users, 404 for accounts that are no customer's.
pub async fn set_mode(portal: &Portal, actor: &Actor, account: AccountId, mode: AccessMode) -> Result<PartnerAccess> {
    let scope = row::of_admin(portal, actor, account).await?;
    let partner_id = scope.partner_id.ok_or_else(|| Error::from(AppError::not_found("account")))?;
    if mode == AccessMode::Always {
        actor.require_step_up(portal)?;
    }
    let mut tx = portal.begin(actor).await?;
    accounts::row::lock(&tx, account).await?;
    let now = tx.now();
    match (row::closed(tx.conn(), account).await?, mode) {
        (None, AccessMode::OnApproval) => {
            let model = closed_to_partners::Model {
                account_id: account.0,
                partner_id: partner_id.0,
                since: now.0,
                set_by: tx.signature.name.clone(),
            };
            closed_to_partners::Entity::insert(closed_to_partners::ActiveModel::from(model)).exec_without_returning(tx.conn()).await?;
        }
        (Some(_), AccessMode::Always) => open(&mut tx, &scope).await?,
        (None, AccessMode::Always) | (Some(_), AccessMode::OnApproval) => return get::read(portal, actor, &scope).await,
    }
    record(&mut tx, &scope, mode);
    tx.commit().await?;
    get::read(portal, actor, &scope).await
}

/// Lets the partner in again where no admin of the account is left who could: the operator's way out, on the command line.
/// False if the account was open already; with its name.
///
/// # Errors
/// 404 for a number that no customer's account has.
pub async fn open_for_operator(portal: &Portal, number: AccountNumber) -> Result<(String, bool)> {
    let absent = || Error::from(AppError::not_found("account"));
    let mut tx = portal.begin_as_system().await?;
    let found = account::Entity::find()
        .filter(account::Column::Number.eq(i64::from(number.get())))
        .filter(account::Column::Kind.eq(AccountKind::Customer.as_str()))
        .one(tx.conn())
        .await?;
    let scope = AccountScope::of(found.ok_or_else(absent)?)?;
    accounts::row::lock(&tx, scope.account_id).await?;
    let name = scope.account.name.clone();
    if row::closed(tx.conn(), scope.account_id).await?.is_none() {
        return Ok((name, false));
    }
    open(&mut tx, &scope).await?;
    record(&mut tx, &scope, AccessMode::Always);
    tx.commit().await?;
    Ok((name, true))
}

/// Nobody has to ask any more, and what was granted is over.
async fn open(tx: &mut Tx, scope: &AccountScope) -> Result<()> {
    let account = scope.account_id.0;
    closed_to_partners::Entity::delete_by_id(account).exec(tx.conn()).await?;
    let open = [RequestState::Pending.as_str(), RequestState::Approved.as_str()];
    let found = entity::Entity::find().filter(entity::Column::AccountId.eq(account)).filter(entity::Column::State.is_in(open));
    for mut model in found.all(tx.conn()).await? {
        let waited = row::state(&model)? == RequestState::Pending;
        let over = if waited { RequestState::Lapsed } else { RequestState::Ended };
        over.as_str().clone_into(&mut model.state);
        model.ended_at = Some(tx.now().0);
        model.ended_by = Some(tx.signature.name.clone());
        row::store(tx, &model).await?;
        if waited {
            let title = format!("{} lets its partner in without asking", scope.account.name);
            row::tell_asker(tx, scope, &model, NoticeCode::AccessOpened, title).await?;
        }
    }
    Ok(())
}

fn record(tx: &mut Tx, scope: &AccountScope, mode: AccessMode) {
    let before = if mode == AccessMode::Always { AccessMode::OnApproval } else { AccessMode::Always };
    let change = Change { property: "partner_access".to_owned(), before: json!(before), after: json!(mode) };
    let event = Event::new(scope.account_id, scope.partner_id, Action::Edit, Asset::PartnerAccess).kind(EventType::Security);
    tx.record(event.of(scope.account_id, &scope.account.name).changes(vec![change]));
}
