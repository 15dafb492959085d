//! One order with its items and their plans.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use switchroom_entity::{account, order, order_item};
use switchroom_types::access::Permission;
use switchroom_types::orders::{AssignedHow, OrderAccount, OrderDetail, OrderItem, OrderRow};
use switchroom_types::{AccountId, AppError, OrderId, PartnerId, Timestamp};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::orders::calendar::Calendar;
use crate::orders::list::visible;
use crate::orders::row;
use crate::plans;
use crate::portal::Portal;

/// Everything in the order dialog (ORD-07, ORD-08).
///
/// # Permissions
/// `orders.view`, partner users; 404 for orders of accounts that an Account Manager does not manage (ORD-19).
pub async fn get(portal: &Portal, actor: &Actor, id: OrderId) -> Result<OrderDetail> {
    let scope = actor.partner(Permission::ORDERS_VIEW)?;
    let db = portal.db.read();
    let found = order::Entity::find().filter(order::Column::Id.eq(id.0)).filter(visible(&scope)).one(db).await?;
    let model = found.ok_or_else(|| Error::from(AppError::not_found("order")))?;
    detail(portal, db, model).await
}

/// The order as it crosses the wire; the caller has authorised.
pub(super) async fn detail(portal: &Portal, conn: &impl ConnectionTrait, model: order::Model) -> Result<OrderDetail> {
    let calendar = Calendar::load(portal, conn, PartnerId(model.partner_id)).await?;
    let account = match model.account_id {
        Some(id) => account::Entity::find().filter(account::Column::Id.eq(id)).one(conn).await?,
        None => None,
    };
    let items = items(conn, &model).await?;
    let status = row::status_of(&model, &calendar, account.as_ref().map(|account| account.time_zone.as_str()))?;
    let (id, account_id) = row::ids(&model);
    let row = OrderRow {
        id,
        sap_order_id: model.sap_order_id,
        subscription_number: model.subscription_number,
        reseller_po: model.reseller_po,
        customer_po: model.customer_po,
        account: account.map(|account| OrderAccount { id: AccountId(account.id), name: account.name }),
        start_date: row::date(&model.start_date)?,
        expiry_date: model.expiry_date.as_deref().map(row::date).transpose()?,
        status,
        assignable: account_id.is_none() && status.assignable(),
    };
    Ok(OrderDetail {
        row,
        version: model.version,
        feed: model.feed,
        state: row::state(&model.state)?,
        purchase_date: row::date(&model.purchase_date)?,
        term: model.term,
        tracking_number: model.tracking_number,
        distributor: model.distributor,
        customer_number: model.customer_number,
        customer_name: model.customer_name,
        customer_address: model.customer_address,
        replaces: model.replaces,
        assigned_at: model.assigned_at.map(Timestamp),
        assigned_by: model.assigned_by,
        assigned_how: model.assigned_how.as_deref().and_then(AssignedHow::parse),
        items,
    })
}

/// The lines of an order with what the catalogue knows about them.
pub(super) async fn items(conn: &impl ConnectionTrait, model: &order::Model) -> Result<Vec<OrderItem>> {
    let stored = order_item::Entity::find()
        .filter(order_item::Column::OrderId.eq(model.id))
        .order_by_asc(order_item::Column::Position)
        .all(conn)
        .await?;
    let plans = plans::by_sku(conn, stored.iter().map(|item| item.sku.as_str())).await?;
    let item = |item: order_item::Model| OrderItem {
        plan: plans.get(&item.sku).cloned(),
        sku: item.sku,
        quantity: u64::try_from(item.quantity).unwrap_or_default(),
    };
    Ok(stored.into_iter().map(item).collect())
}
