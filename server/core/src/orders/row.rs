//! The stored form of an order: every column that follows from others is set here and nowhere else. Imports, feeds and
//! seeds write through this file.

use chrono::NaiveDate;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use switchroom_entity::{account, order, order_item};
use switchroom_types::history::Change;
use switchroom_types::orders::{AssignedHow, OrderState};
use switchroom_types::{AccountId, OrderId, PartnerId};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::orders::status::{Facts, status};
use crate::orders::{Calendar, DEFAULT_EXPIRING_DAYS};
use crate::text;
use crate::tx::Tx;

/// Sorts after every text that people enter.
const MISSING: &str = "\u{10FFFF}";
/// Sorts after every date.
const NEVER: &str = "9999-12-31";

/// An order as a feed tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderInput {
    pub feed: String,
    pub subscription_number: String,
    pub sap_order_id: Option<String>,
    pub reseller_po: Option<String>,
    pub customer_po: Option<String>,
    pub tracking_number: Option<String>,
    pub customer_number: Option<String>,
    pub customer_name: Option<String>,
    pub customer_address: Option<String>,
    pub distributor: Option<String>,
    pub purchase_date: NaiveDate,
    pub start_date: NaiveDate,
    /// `None`: perpetual.
    pub expiry_date: Option<NaiveDate>,
    /// `Monthly`, `12 Month`, `Perpetual`.
    pub term: String,
    pub state: OrderState,
    /// Subscription number of the order that this one takes the place of.
    pub replaces: Option<String>,
    /// SKU and quantity.
    pub items: Vec<(String, u32)>,
}

/// An order that has not been stored yet, with its items.
pub fn new(tx: &Tx, partner: PartnerId, input: &OrderInput) -> (order::Model, Vec<order_item::Model>) {
    let now = tx.now().0;
    let mut model = order::Model {
        id: Uuid::now_v7(),
        partner_id: partner.0,
        account_id: None,
        version: 1,
        feed: input.feed.clone(),
        subscription_number: input.subscription_number.clone(),
        sap_order_id: None,
        sap_order_key: String::new(),
        reseller_po: None,
        reseller_po_key: String::new(),
        customer_po: None,
        customer_po_key: String::new(),
        tracking_number: None,
        customer_number: None,
        customer_name: None,
        customer_address: None,
        distributor: None,
        account_name: None,
        account_key: String::new(),
        purchase_date: String::new(),
        start_date: String::new(),
        expiry_date: None,
        expiry_key: String::new(),
        term: String::new(),
        state: OrderState::Active.as_str().to_owned(),
        replaces: None,
        replaced_by: None,
        assigned_at: None,
        assigned_by: None,
        assigned_how: None,
        search_text: String::new(),
        created_at: now,
        modified_at: now,
        modified_by: tx.signature.name.clone(),
    };
    fill(&mut model, input);
    let items = items(&model, input);
    (model, items)
}

/// Takes over what a feed may change; the identity (partner, feed, subscription number) and the account stay.
pub fn fill(model: &mut order::Model, input: &OrderInput) {
    model.sap_order_id.clone_from(&input.sap_order_id);
    model.reseller_po.clone_from(&input.reseller_po);
    model.customer_po.clone_from(&input.customer_po);
    model.tracking_number.clone_from(&input.tracking_number);
    model.customer_number.clone_from(&input.customer_number);
    model.customer_name.clone_from(&input.customer_name);
    model.customer_address.clone_from(&input.customer_address);
    model.distributor.clone_from(&input.distributor);
    model.purchase_date = input.purchase_date.to_string();
    model.start_date = input.start_date.to_string();
    model.expiry_date = input.expiry_date.map(|date| date.to_string());
    model.term.clone_from(&input.term);
    // An order that another has replaced stays ended, whatever an older file says.
    let state = if model.replaced_by.is_some() { OrderState::Cancelled } else { input.state };
    model.state = state.as_str().to_owned();
    model.replaces.clone_from(&input.replaces);
    derive(model);
}

/// The lines of an order, in the order of the feed.
pub fn items(model: &order::Model, input: &OrderInput) -> Vec<order_item::Model> {
    (0_i32..)
        .zip(&input.items)
        .map(|(position, (sku, quantity))| order_item::Model {
            order_id: model.id,
            position,
            partner_id: model.partner_id,
            account_id: model.account_id,
            sku: sku.clone(),
            quantity: i64::from(*quantity),
        })
        .collect()
}

/// Gives the order to an account, or takes it back.
pub fn set_account(model: &mut order::Model, tx: &Tx, account: Option<&account::Model>, how: AssignedHow) {
    model.account_id = account.map(|account| account.id);
    model.account_name = account.map(|account| account.name.clone());
    model.assigned_at = account.map(|_| tx.now().0);
    model.assigned_by = account.map(|_| tx.signature.name.clone());
    model.assigned_how = account.map(|_| how.as_str().to_owned());
    touch(model, tx);
}

/// Sets the columns that follow from others.
pub fn derive(model: &mut order::Model) {
    let key = |value: &Option<String>| value.as_deref().map_or_else(|| MISSING.to_owned(), text::fold);
    model.sap_order_key = key(&model.sap_order_id);
    model.reseller_po_key = key(&model.reseller_po);
    model.customer_po_key = key(&model.customer_po);
    model.account_key = key(&model.account_name);
    model.expiry_key = model.expiry_date.clone().unwrap_or_else(|| NEVER.to_owned());
    let parts = [
        model.sap_order_id.as_deref(),
        Some(model.subscription_number.as_str()),
        model.reseller_po.as_deref(),
        model.customer_po.as_deref(),
        model.account_name.as_deref(),
        model.tracking_number.as_deref(),
        model.expiry_date.as_deref(),
    ];
    model.search_text = text::search_text(parts.into_iter().flatten());
}

/// Marks the row as changed now, by the signer of the change.
pub fn touch(model: &mut order::Model, tx: &Tx) {
    model.version += 1;
    model.modified_at = tx.now().0;
    model.modified_by = tx.signature.name.clone();
    derive(model);
}

/// Stores new orders with their items.
///
/// # Errors
/// A unique violation if a feed has the subscription number already.
pub async fn insert(tx: &Tx, orders: &[order::Model], items: &[order_item::Model]) -> Result<()> {
    // 35 columns: well below SQLite's 32,766 and PostgreSQL's 65,535 parameters.
    for chunk in orders.chunks(500) {
        let rows = chunk.iter().map(|model| order::ActiveModel::from(model.clone()).reset_all());
        order::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    for chunk in items.chunks(2_000) {
        let rows = chunk.iter().map(|model| order_item::ActiveModel::from(model.clone()).reset_all());
        order_item::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// Stores a changed row.
pub async fn update(tx: &Tx, model: &order::Model) -> Result<()> {
    order::ActiveModel::from(model.clone()).reset_all().update(tx.conn()).await?;
    Ok(())
}

/// Puts other lines in place of the order's; `None` if they are the same already.
pub async fn replace_items(tx: &Tx, model: &order::Model, new: &[order_item::Model]) -> Result<Option<Change>> {
    let old = order_item::Entity::find()
        .filter(order_item::Column::OrderId.eq(model.id))
        .order_by_asc(order_item::Column::Position)
        .all(tx.conn())
        .await?;
    if old == new {
        return Ok(None);
    }
    order_item::Entity::delete_many().filter(order_item::Column::OrderId.eq(model.id)).exec(tx.conn()).await?;
    insert(tx, &[], new).await?;
    Ok(Some(Change { property: "items".to_owned(), before: items_text(&old).into(), after: items_text(new).into() }))
}

/// `54014847 × 4, 54014775 × 1`.
pub fn items_text(items: &[order_item::Model]) -> String {
    let lines: Vec<String> = items.iter().map(|item| format!("{} × {}", item.sku, item.quantity)).collect();
    lines.join(", ")
}

/// The facts that its status follows from.
pub fn facts(model: &order::Model) -> Result<Facts> {
    Ok(Facts {
        state: state(&model.state)?,
        start: date(&model.start_date)?,
        expiry: model.expiry_date.as_deref().map(date).transpose()?,
        assigned: model.account_id.is_some(),
    })
}

/// Whether the order is running on this day: it counts in the totals of its account (SUB-10).
pub fn is_running(model: &order::Model, today: NaiveDate) -> Result<bool> {
    use switchroom_types::orders::OrderStatus as S;
    let status = status(facts(model)?, today, DEFAULT_EXPIRING_DAYS);
    Ok(model.replaced_by.is_none() && !matches!(status, S::Cancelled | S::Expired | S::PendingActivation))
}

/// Its status in the zone that counts for it.
pub fn status_of(model: &order::Model, calendar: &Calendar, zone: Option<&str>) -> Result<switchroom_types::orders::OrderStatus> {
    Ok(status(facts(model)?, calendar.today(zone), calendar.expiring_days))
}

pub(crate) fn date(stored: &str) -> Result<NaiveDate> {
    stored.parse().map_err(|_| Error::corrupt(format!("order date: {stored}")))
}

pub(crate) fn state(stored: &str) -> Result<OrderState> {
    OrderState::parse(stored).ok_or_else(|| Error::corrupt("order state"))
}

/// Ids of a stored row as typed ones.
pub(crate) fn ids(model: &order::Model) -> (OrderId, Option<AccountId>) {
    (OrderId(model.id), model.account_id.map(AccountId))
}
