//! Finds the account of an order that has just arrived, if there is no doubt about it (ORD-20).

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use switchroom_entity::{account, order};
use switchroom_types::accounts::{AccountKind, AccountState};
use switchroom_types::orders::AssignedHow;
use switchroom_types::{AccountId, PartnerId};
use uuid::Uuid;

use crate::error::Result;
use crate::orders::assign::{give, lock_account};
use crate::orders::calendar::Calendar;
use crate::orders::row;
use crate::portal::Portal;
use crate::tx::Tx;

/// Assigns as `System` what fits exactly one active account of the partner; everything else stays unassigned.
/// Doing it again changes nothing.
pub(super) async fn match_all(portal: &Portal, orders: &[(Uuid, Option<i64>)]) -> Result<()> {
    let mut tx = portal.begin_as_system().await?;
    let mut matched = false;
    for (id, number) in orders {
        let open = order::Entity::find().filter(order::Column::Id.eq(*id)).filter(order::Column::AccountId.is_null()).lock_exclusive();
        let Some(mut model) = open.one(tx.conn()).await? else { continue };
        let Some(account) = account_of(&tx, &model, *number).await? else { continue };
        let calendar = Calendar::load(portal, tx.conn(), PartnerId(model.partner_id)).await?;
        if !row::status_of(&model, &calendar, Some(&account.time_zone))?.assignable() {
            continue;
        }
        let account = lock_account(&tx, AccountId(account.id)).await?;
        give(&mut tx, &mut model, &account, AssignedHow::Auto).await?;
        matched = true;
    }
    if matched { tx.commit().await } else { tx.commit_without_history("nothing matched").await }
}

/// By Account ID, else by customer number; only if exactly one account fits.
async fn account_of(tx: &Tx, model: &order::Model, number: Option<i64>) -> Result<Option<account::Model>> {
    let active = || {
        account::Entity::find()
            .filter(account::Column::PartnerId.eq(model.partner_id))
            .filter(account::Column::Kind.eq(AccountKind::Customer.as_str()))
            .filter(account::Column::State.eq(AccountState::Active.as_str()))
            .limit(2)
    };
    if let Some(number) = number {
        return Ok(only(active().filter(account::Column::Number.eq(number)).all(tx.conn()).await?));
    }
    match model.customer_number.as_deref() {
        Some(customer) => Ok(only(active().filter(account::Column::BillingCustomerNumber.eq(customer)).all(tx.conn()).await?)),
        None => Ok(None),
    }
}

fn only(found: Vec<account::Model>) -> Option<account::Model> {
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}
