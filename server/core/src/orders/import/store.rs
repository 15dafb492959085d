//! Writes checked orders: new ones are created, known ones updated, equal ones left alone.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;
use switchroom_entity::{order, partner};
use switchroom_types::history::{Action, Change};
use switchroom_types::orders::OrderState;
use switchroom_types::{AccountId, PartnerId};
use uuid::Uuid;

use super::check::Checked;
use crate::error::{Error, Result};
use crate::history::changes;
use crate::orders::assign::record_in;
use crate::orders::row;
use crate::tx::Tx;

/// Writes a batch within the caller's transaction and returns the ids of its orders, in the same sequence.
pub(super) async fn store(tx: &mut Tx, batch: &[Checked]) -> Result<Vec<Uuid>> {
    let mut known = known(tx, batch).await?;
    let homes = partner_accounts(tx, batch).await?;
    let (mut orders, mut items, mut ids) = (Vec::new(), Vec::new(), Vec::with_capacity(batch.len()));
    for checked in batch {
        let home = homes.get(&checked.partner).copied().ok_or_else(|| Error::corrupt("partner of an order"))?;
        let key = (checked.partner, checked.input.subscription_number.clone());
        if let Some(before) = known.remove(&key) {
            ids.push(before.id);
            update(tx, home, before, checked).await?;
            continue;
        }
        let (model, lines) = row::new(tx, checked.partner, &checked.input);
        ids.push(model.id);
        let mut found = changes(None, Some(&model));
        found.push(Change { property: "items".to_owned(), before: serde_json::Value::Null, after: row::items_text(&lines).into() });
        record_in(tx, home, &model, Action::Create, found);
        orders.push(model);
        items.extend(lines);
    }
    row::insert(tx, &orders, &items).await?;
    for checked in batch {
        if let Some(old) = &checked.input.replaces {
            let home = homes.get(&checked.partner).copied().ok_or_else(|| Error::corrupt("partner of an order"))?;
            end_replaced(tx, home, checked, old).await?;
        }
    }
    Ok(ids)
}

/// The orders of the batch that exist; they stay as they are until the change is committed.
async fn known(tx: &Tx, batch: &[Checked]) -> Result<HashMap<(PartnerId, String), order::Model>> {
    let mut by_tenant: HashMap<(PartnerId, &str), Vec<&str>> = HashMap::new();
    for checked in batch {
        by_tenant.entry((checked.partner, &checked.input.feed)).or_default().push(&checked.input.subscription_number);
    }
    let mut known = HashMap::new();
    for ((partner, feed), numbers) in by_tenant {
        let found = order::Entity::find()
            .filter(order::Column::PartnerId.eq(partner.0))
            .filter(order::Column::Feed.eq(feed))
            .filter(order::Column::SubscriptionNumber.is_in(numbers))
            .lock_exclusive()
            .all(tx.conn())
            .await?;
        known.extend(found.into_iter().map(|model| ((partner, model.subscription_number.clone()), model)));
    }
    Ok(known)
}

async fn partner_accounts(tx: &Tx, batch: &[Checked]) -> Result<HashMap<PartnerId, AccountId>> {
    let mut partners: Vec<Uuid> = batch.iter().map(|checked| checked.partner.0).collect();
    partners.sort_unstable();
    partners.dedup();
    let found = partner::Entity::find().filter(partner::Column::Id.is_in(partners)).all(tx.conn()).await?;
    Ok(found.into_iter().map(|partner| (PartnerId(partner.id), AccountId(partner.account_id))).collect())
}

/// Quantity, term, expiry and state of assigned orders apply at once (ORD-25): the items keep their account.
async fn update(tx: &mut Tx, home: AccountId, before: order::Model, checked: &Checked) -> Result<()> {
    let mut model = before.clone();
    row::fill(&mut model, &checked.input);
    let items = row::items(&model, &checked.input);
    let items_changed = row::replace_items(tx, &model, &items).await?;
    let mut found = changes(Some(&before), Some(&model));
    found.extend(items_changed);
    if found.is_empty() {
        return Ok(());
    }
    row::touch(&mut model, tx);
    row::update(tx, &model).await?;
    let cancelled = OrderState::Cancelled.as_str();
    let action = if model.state == cancelled && before.state != cancelled { Action::Cancel } else { Action::Edit };
    record_in(tx, home, &model, action, found);
    Ok(())
}

/// `replaces` ends the earlier order (ORD-25).
async fn end_replaced(tx: &mut Tx, home: AccountId, by: &Checked, old: &str) -> Result<()> {
    let of_feed = |number: &str| {
        order::Entity::find()
            .filter(order::Column::PartnerId.eq(by.partner.0))
            .filter(order::Column::Feed.eq(by.input.feed.as_str()))
            .filter(order::Column::SubscriptionNumber.eq(number))
            .lock_exclusive()
    };
    let Some(before) = of_feed(old).one(tx.conn()).await? else { return Ok(()) };
    if before.replaced_by.is_some() {
        return Ok(());
    }
    let Some(successor) = of_feed(&by.input.subscription_number).one(tx.conn()).await? else { return Ok(()) };
    let mut model = before.clone();
    model.replaced_by = Some(successor.id);
    model.state = OrderState::Cancelled.as_str().to_owned();
    row::touch(&mut model, tx);
    row::update(tx, &model).await?;
    record_in(tx, home, &model, Action::Cancel, changes(Some(&before), Some(&model)));
    Ok(())
}
