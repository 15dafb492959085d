//! The orders list as a file, with tracking fields and items (ORD-27).

use sea_orm::sea_query::{Alias, Expr, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder};
use std::collections::HashMap;
use switchroom_entity::{account, order, order_item};
use switchroom_types::access::Permission;
use switchroom_types::history::{Action, Asset, EventType};
use switchroom_types::orders::{AssignedHow, OrderStatus};
use uuid::Uuid;

use crate::access::{Actor, PartnerScope};
use crate::error::Result;
use crate::export::{self, Cell, Column, Download, Export, Format};
use crate::history::Event;
use crate::orders::calendar::Calendar;
use crate::orders::list::{OrdersQuery, filtered, searched, sort_key};
use crate::orders::row;
use crate::paging;
use crate::portal::Portal;

/// One order as the file has it.
pub struct Line {
    order: order::Model,
    account: Option<String>,
    account_number: Option<i64>,
    status: OrderStatus,
    items: String,
}

const COLUMNS: &[Column<Line>] = &[
    Column::new("SAP Order ID", |line| Cell::maybe(line.order.sap_order_id.as_deref())),
    Column::new("Subscription Number", |line| Cell::text(&line.order.subscription_number)),
    Column::new("Reseller PO Number", |line| Cell::maybe(line.order.reseller_po.as_deref())),
    Column::new("Customer PO Number", |line| Cell::maybe(line.order.customer_po.as_deref())),
    Column::new("Assigned Account", |line| Cell::maybe(line.account.as_deref())),
    Column::new("Account ID", |line| line.account_number.map_or(Cell::Empty, |number| Cell::owned(number.to_string()))),
    Column::new("Subscription Expiry", |line| Cell::maybe(line.order.expiry_date.as_deref())),
    Column::new("Status", |line| Cell::text(label(line.status))),
    Column::new("Start Date", |line| Cell::text(&line.order.start_date)),
    Column::new("Purchase Date", |line| Cell::text(&line.order.purchase_date)),
    Column::new("Term", |line| Cell::text(&line.order.term)),
    Column::new("Items", |line| Cell::text(&line.items)),
    Column::new("Tracking Number", |line| Cell::maybe(line.order.tracking_number.as_deref())),
    Column::new("Distributor", |line| Cell::maybe(line.order.distributor.as_deref())),
    Column::new("Customer Number", |line| Cell::maybe(line.order.customer_number.as_deref())),
    Column::new("Customer Name", |line| Cell::maybe(line.order.customer_name.as_deref())),
    Column::new("Matched", |line| Cell::text(how(line.order.assigned_how.as_deref()))),
    Column::new("Matched By", |line| Cell::maybe(line.order.assigned_by.as_deref())),
];

fn label(status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Cancelled => "CANCELLED",
        OrderStatus::PendingActivation => "PENDING ACTIVATION",
        OrderStatus::Expired => "EXPIRED",
        OrderStatus::ExpiringSoon => "EXPIRING SOON",
        OrderStatus::Assign => "ASSIGN",
        OrderStatus::Perpetual => "PERPETUAL",
        OrderStatus::Current => "",
    }
}

fn how(stored: Option<&str>) -> &'static str {
    match stored.and_then(AssignedHow::parse) {
        Some(AssignedHow::Auto) => "automatically",
        Some(AssignedHow::Manual) => "manually",
        None => "",
    }
}

/// Every order of the filter, search and sort.
///
/// # Permissions
/// As the list: `orders.view`, partner users, within their scope.
pub async fn export(portal: &Portal, actor: &Actor, query: OrdersQuery, format: Format) -> Result<Download> {
    let scope = actor.partner(Permission::ORDERS_VIEW)?;
    let matching = searched(portal, actor, &scope, &query.query.search).await?;
    let log = Event::new(actor.account_id, Some(scope.partner_id), Action::Export, Asset::Order)
        .kind(EventType::Commerce)
        .of(actor.account_id, "Orders");
    let export = Export::new("orders", format, COLUMNS, log, &query.query);
    let query = OrdersQuery { query: query.query.for_export(), ..query };
    let portal_of_pages = portal.clone();
    export::stream(portal, actor, export, move |cursor| {
        let (portal, scope, matching) = (portal_of_pages.clone(), scope.clone(), matching.clone());
        let query = OrdersQuery { query: query.query.after(cursor), ..query.clone() };
        async move { lines(&portal, &scope, &matching, &query).await }
    })
    .await
}

#[derive(FromQueryResult)]
struct Stored {
    #[sea_orm(nested)]
    order: order::Model,
    live_account_name: Option<String>,
    time_zone: Option<String>,
    account_number: Option<i64>,
}

async fn lines(
    portal: &Portal,
    scope: &PartnerScope,
    searched: &SelectStatement,
    query: &OrdersQuery,
) -> Result<(Vec<Line>, Option<String>)> {
    use sea_orm::Iterable;
    let db = portal.db.read();
    let calendar = Calendar::load(portal, db, scope.partner_id).await?;
    let mut select = filtered(searched, scope, query.filter, &calendar);
    select
        .clear_selects()
        .columns(order::Column::iter().map(|column| (order::Entity, column)))
        .expr_as(Expr::col((account::Entity, account::Column::Name)), Alias::new("live_account_name"))
        .expr_as(Expr::col((account::Entity, account::Column::TimeZone)), Alias::new("time_zone"))
        .expr_as(Expr::col((account::Entity, account::Column::Number)), Alias::new("account_number"));
    let key = sort_key(query.sort);
    paging::seek(&mut select, &key, order::Column::Id.into_expr(), &query.query)?;
    let (rows, next) = paging::fetch::<Stored>(db, &select, &key, &query.query).await?;
    let mut items: HashMap<Uuid, Vec<order_item::Model>> = HashMap::new();
    let stored = order_item::Entity::find()
        .filter(order_item::Column::OrderId.is_in(rows.iter().map(|row| row.order.id)))
        .order_by_asc(order_item::Column::Position)
        .all(db)
        .await?;
    for item in stored {
        items.entry(item.order_id).or_default().push(item);
    }
    let line = |row: Stored| {
        let status = row::status_of(&row.order, &calendar, row.time_zone.as_deref())?;
        let items = row::items_text(items.get(&row.order.id).map(Vec::as_slice).unwrap_or_default());
        Ok(Line { order: row.order, account: row.live_account_name, account_number: row.account_number, status, items })
    };
    Ok((rows.into_iter().map(line).collect::<Result<_>>()?, next))
}
