//! Giving an order to an account: the order, its items, both histories and the admins' notices in one transaction.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use switchroom_entity::{account, account_integration, order, order_item, partner};
use switchroom_types::access::{Permission, TokenScope};
use switchroom_types::accounts::{AccountKind, AccountState};
use switchroom_types::history::{Action, Asset, Change, EventType};
use switchroom_types::notifications::NoticeCode;
use switchroom_types::orders::{AssignedHow, Assignment, OrderAccount, OrderStatus};
use switchroom_types::{AccountId, AppError, FieldError, OrderId, PartnerId};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::history::{Event, changes};
use crate::notifications::{Announcement, Audience, announce};
use crate::orders::calendar::Calendar;
use crate::orders::{get, row};
use crate::portal::Portal;
use crate::tx::Tx;

/// Assigns an order with all its items (ORD-14).
///
/// # Permissions
/// `orders.view`, partner users, which covers assigning (ORD-01); Account Managers only to managed accounts (ORD-19).
///
/// # Errors
/// 403 `token.scope` for a token that only reads; 404 for an order or account out of reach; 409 `order_already_assigned`, `order_expired`, `order_pending`,
/// `order_cancelled`, `account.deactivated`; 422 for an account that is no customer's.
pub async fn assign(portal: &Portal, actor: &Actor, id: OrderId, to: AccountId) -> Result<Assignment> {
    let scope = actor.partner(Permission::ORDERS_VIEW)?;
    // The permission covers seeing and assigning; a token may have been made for seeing only.
    if actor.token_scopes.as_ref().is_some_and(|scopes| !scopes.contains(&TokenScope::OrdersWrite)) {
        return Err(AppError::new(403, "token.scope", "This token needs the scope orders:write.")
            .arg("scope", TokenScope::OrdersWrite)
            .into());
    }
    let target = actor.know(portal, to).await?;
    if target.kind != AccountKind::Customer {
        let error = FieldError::new("account_id", "orders.account_not_customer", "Choose the account of a customer");
        return Err(AppError::invalid(vec![error]).into());
    }
    let mut tx = portal.begin(actor).await?;
    // Taking the row first makes the second of two simultaneous assignments wait, and then see the first (ORD-18).
    let found = order::Entity::find()
        .filter(order::Column::Id.eq(id.0))
        .filter(order::Column::PartnerId.eq(scope.partner_id.0))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    let mut model = found.ok_or_else(|| Error::from(AppError::not_found("order")))?;
    let account = lock_account(&tx, to).await?;
    if let Some(holder) = model.account_id {
        return Err(already_assigned(actor, &model, AccountId(holder)).into());
    }
    let calendar = Calendar::load(portal, tx.conn(), scope.partner_id).await?;
    match row::status_of(&model, &calendar, None)? {
        OrderStatus::Expired => {
            return Err(AppError::conflict("order_expired", "This order has expired and can no longer be assigned").into());
        }
        OrderStatus::PendingActivation => {
            return Err(AppError::conflict("order_pending", "This order is not active yet and cannot be assigned").into());
        }
        OrderStatus::Cancelled => {
            return Err(AppError::conflict("order_cancelled", "This order was cancelled and can no longer be assigned").into());
        }
        OrderStatus::Assign | OrderStatus::ExpiringSoon | OrderStatus::Perpetual | OrderStatus::Current => {}
    }
    give(&mut tx, &mut model, &account, AssignedHow::Manual).await?;
    let missing_integrations = missing_integrations(&tx, &model, &account).await?;
    let order = get::detail(portal, tx.conn(), model).await?;
    tx.commit().await?;
    Ok(Assignment { order, account: OrderAccount { id: to, name: account.name }, missing_integrations })
}

/// Moves the order and its items to the account, with history in both tenants and a notice to the people of both.
/// The caller holds the row and has checked that it may be assigned.
pub(super) async fn give(tx: &mut Tx, model: &mut order::Model, account: &account::Model, how: AssignedHow) -> Result<()> {
    let before = model.clone();
    row::set_account(model, tx, Some(account), how);
    row::update(tx, model).await?;
    order_item::Entity::update_many()
        .col_expr(order_item::Column::AccountId, Expr::value(account.id))
        .filter(order_item::Column::OrderId.eq(model.id))
        .exec(tx.conn())
        .await?;
    let found = changes(Some(&before), Some(&*model));
    record(tx, model, Action::Assign, found).await?;
    notify_people(tx, model, account).await
}

/// Writes the event into the partner's history, and into the account's while the order has one (ORD-28).
pub(super) async fn record(tx: &mut Tx, model: &order::Model, action: Action, found: Vec<Change>) -> Result<()> {
    let partner =
        partner::Entity::find_by_id(model.partner_id).one(tx.conn()).await?.ok_or_else(|| Error::corrupt("partner of an order"))?;
    record_in(tx, AccountId(partner.account_id), model, action, found);
    Ok(())
}

/// Like [`record`] where the Partner Account is known.
pub(super) fn record_in(tx: &mut Tx, partner_account: AccountId, model: &order::Model, action: Action, found: Vec<Change>) {
    let event = |account: AccountId| {
        let event = Event::new(account, Some(PartnerId(model.partner_id)), action, Asset::Order)
            .kind(EventType::Commerce)
            .of(model.id, model.subscription_number.clone())
            .changes(found.clone())
            .core("subscription_number", model.subscription_number.clone());
        match &model.account_name {
            Some(name) => event.core("account", name.clone()),
            None => event,
        }
    };
    tx.record(event(partner_account));
    if let Some(account) = model.account_id {
        tx.record(event(AccountId(account)));
    }
}

/// The target as it is now; it stays that way until the change is committed.
pub(super) async fn lock_account(tx: &Tx, id: AccountId) -> Result<account::Model> {
    let found = account::Entity::find().filter(account::Column::Id.eq(id.0)).lock_shared().one(tx.conn()).await?;
    let account = found.ok_or_else(|| Error::from(AppError::not_found("account")))?;
    if account.state == AccountState::Active.as_str() {
        return Ok(account);
    }
    Err(AppError::conflict("account.deactivated", "This account is deactivated. Reactivate it first.").into())
}

fn already_assigned(actor: &Actor, model: &order::Model, holder: AccountId) -> AppError {
    let error =
        AppError::conflict("order_already_assigned", "This order has already been assigned.").arg("order", &model.subscription_number);
    // Account Managers do not learn of accounts that they do not manage.
    match &model.account_name {
        Some(name) if actor.is_partner_administrator() => error.arg("account", name).arg("account_id", holder),
        _ => error,
    }
}

async fn missing_integrations(tx: &Tx, model: &order::Model, account: &account::Model) -> Result<Vec<String>> {
    let items = get::items(tx.conn(), model).await?;
    let mut needed: Vec<String> = items.into_iter().filter_map(|item| item.plan?.integration).collect();
    needed.sort_unstable();
    needed.dedup();
    let enabled = account_integration::Entity::find()
        .filter(account_integration::Column::AccountId.eq(account.id))
        .filter(account_integration::Column::State.eq("enabled"))
        .all(tx.conn())
        .await?;
    needed.retain(|kind| enabled.iter().all(|integration| integration.kind != *kind));
    Ok(needed)
}

/// NOTIF-08: the account's admins, and the partner users who look after it.
async fn notify_people(tx: &mut Tx, model: &order::Model, account: &account::Model) -> Result<()> {
    let title = format!("Subscription {} was added to {}", model.subscription_number, account.name);
    let announcement = Announcement::new(NoticeCode::OrderAssigned, Some(AccountId(account.id)), title)
        .arg("order", model.subscription_number.clone())
        .arg("account", account.name.clone())
        .link(format!("/accounts/{}/subscriptions", account.id));
    announce(tx, Audience::Account(account), &announcement, |_| true).await
}
