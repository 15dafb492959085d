//! The orders of a partner: the page, the counts of the three views, and the query that the export shares.

use chrono::NaiveDate;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, FromQueryResult};
use switchroom_entity::{account, order};
use switchroom_types::access::Permission;
use switchroom_types::list::{ListQuery, Page, Sort, SortColumn};
use switchroom_types::orders::{OrderAccount, OrderCounts, OrderFilter, OrderRow, OrderSort, OrderView};
use switchroom_types::{AccountId, AppError, OrderId};
use uuid::Uuid;

use crate::access::{Actor, PartnerScope, assigned_to};
use crate::account_groups;
use crate::error::Result;
use crate::orders::calendar::Calendar;
use crate::orders::row;
use crate::orders::status::{Facts, status};
use crate::paging::{self, KeyKind, SortKey};
use crate::portal::Portal;
use crate::search::{self, Searchable};

/// A [`ListQuery`] whose filter and order are known to be valid for orders.
#[derive(Clone, Debug)]
pub struct OrdersQuery {
    pub query: ListQuery,
    pub filter: OrderFilter,
    pub sort: Sort<OrderSort>,
}

impl OrdersQuery {
    /// # Errors
    /// 422 for a filter, value or sort column that orders do not have.
    pub fn parse(query: ListQuery) -> Result<Self, AppError> {
        Ok(Self { filter: OrderFilter::parse(&query)?, sort: query.sort()?, query })
    }
}

/// One page of orders.
///
/// # Permissions
/// `orders.view`, partner users; Account Managers see unassigned orders and those of their accounts (ORD-19).
pub async fn list(portal: &Portal, actor: &Actor, query: OrdersQuery) -> Result<Page<OrderRow>> {
    let scope = actor.partner(Permission::ORDERS_VIEW)?;
    let db = portal.db.read();
    let calendar = Calendar::load(portal, db, scope.partner_id).await?;
    let searched = searched(portal, actor, &scope, &query.query.search).await?;
    let matching = filtered(&searched, &scope, query.filter, &calendar);
    let total = paging::total(db, &matching).await?;
    let key = sort_key(query.sort);
    let narrowed = query.filter.view == OrderView::Expiring || query.filter.within.is_some() || query.filter.group.is_some();
    let key = if narrowed { key.among(&total) } else { key };
    let mut page = matching;
    paging::seek(&mut page, &key, order::Column::Id.into_expr(), &query.query)?;
    let (rows, next) = paging::fetch::<Stored>(db, &page, &key, &query.query).await?;
    paging::page(rows, next, total, |stored| stored.into_row(&calendar))
}

/// How many orders the search finds in each view (ORD-05).
///
/// # Permissions
/// As [`list`].
pub async fn counts(portal: &Portal, actor: &Actor, search: &str) -> Result<OrderCounts> {
    let scope = actor.partner(Permission::ORDERS_VIEW)?;
    let db = portal.db.read();
    let calendar = Calendar::load(portal, db, scope.partner_id).await?;
    let searched = searched(portal, actor, &scope, search).await?;
    let of = |wanted| view(&searched, wanted, &calendar);
    let selects = (of(OrderView::All), of(OrderView::Unassigned), of(OrderView::Expiring));
    let (all, unassigned, expiring) =
        tokio::try_join!(paging::total(db, &selects.0), paging::total(db, &selects.1), paging::total(db, &selects.2))?;
    Ok(OrderCounts { all, unassigned, expiring })
}

/// The orders within the scope that the search finds, without view, order and limit; `accounts` is joined.
pub(crate) async fn searched(portal: &Portal, actor: &Actor, scope: &PartnerScope, term: &str) -> Result<SelectStatement> {
    let mut found = search::contains(&portal.db, Searchable::Orders, term).await?;
    // A date as the viewer writes it finds what is stored as `2026-05-29` (ORD-06).
    if let Some(iso) = iso_date(term, &actor.language)
        && let Some(by_date) = search::contains(&portal.db, Searchable::Orders, &iso).await?
    {
        found = Some(found.map_or(by_date.clone(), |found| found.or(by_date)));
    }
    let mut select = Query::select();
    select
        .columns(COLUMNS)
        .expr_as(Expr::col((account::Entity, account::Column::Name)), Alias::new("live_account_name"))
        .expr_as(Expr::col((account::Entity, account::Column::TimeZone)), Alias::new("time_zone"))
        .from(order::Entity)
        .left_join(account::Entity, Expr::col((account::Entity, account::Column::Id)).equals((order::Entity, order::Column::AccountId)))
        .and_where(visible(scope))
        .and_where_option(found);
    Ok(select)
}

/// What the caller may see (ORD-19).
pub(crate) fn visible(scope: &PartnerScope) -> SimpleExpr {
    let in_partner = order::Column::PartnerId.eq(scope.partner_id.0);
    match scope.manager {
        None => in_partner,
        Some(manager) => in_partner.and(
            order::Column::AccountId.is_null().or(Expr::col((order::Entity, order::Column::AccountId)).in_subquery(assigned_to(manager))),
        ),
    }
}

pub(crate) fn view(searched: &SelectStatement, view: OrderView, calendar: &Calendar) -> SelectStatement {
    let mut select = searched.clone();
    match view {
        OrderView::All => {}
        OrderView::Unassigned => {
            select.and_where(order::Column::AccountId.is_null());
        }
        OrderView::Expiring => {
            select.and_where(calendar.expiring());
        }
    }
    select
}

/// The orders of a view that the other filters leave.
pub(crate) fn filtered(searched: &SelectStatement, scope: &PartnerScope, filter: OrderFilter, calendar: &Calendar) -> SelectStatement {
    let mut select = view(searched, filter.view, calendar);
    select.and_where_option(filter.within.map(|days| calendar.expiring_within(days)));
    let account = || Expr::col((order::Entity, order::Column::AccountId));
    select.and_where_option(filter.group.map(|group| account().in_subquery(account_groups::members(scope.partner_id, group))));
    select
}

/// The stored column behind each sortable one; missing values have a key that sorts last (ORD-03).
pub(crate) fn sort_key(sort: Sort<OrderSort>) -> SortKey {
    use order::Column;
    let column = match sort.column {
        OrderSort::SapOrderId => Column::SapOrderKey,
        OrderSort::SubscriptionNumber => Column::SubscriptionNumber,
        OrderSort::ResellerPo => Column::ResellerPoKey,
        OrderSort::CustomerPo => Column::CustomerPoKey,
        OrderSort::Account => Column::AccountKey,
        OrderSort::Expiry => Column::ExpiryKey,
    };
    SortKey { id: sort.column.id(), expr: column.into_expr(), kind: KeyKind::Text, descending: sort.descending }
}

/// `5/29/2026` or `5/2026` in English, `29.5.2026` or `5.2026` in German, `29/5/2026` elsewhere → `2026-05-29` or `2026-05`.
fn iso_date(term: &str, language: &str) -> Option<String> {
    let english = language.starts_with("en");
    let separator = if language.starts_with("de") { '.' } else { '/' };
    let numbers: Vec<u32> = term.trim().split(separator).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let year = |year: u32| i32::try_from(year).ok().filter(|year| (1900..=9999).contains(year));
    match (numbers.as_slice(), english) {
        ([month, y], _) if (1..=12).contains(month) => Some(format!("{:04}-{month:02}", year(*y)?)),
        ([month, day, y], true) | ([day, month, y], false) => Some(NaiveDate::from_ymd_opt(year(*y)?, *month, *day)?.to_string()),
        _ => None,
    }
}

const COLUMNS: [(order::Entity, order::Column); 9] = {
    use order::Column as C;
    use order::Entity as E;
    [
        (E, C::Id),
        (E, C::SapOrderId),
        (E, C::SubscriptionNumber),
        (E, C::ResellerPo),
        (E, C::CustomerPo),
        (E, C::AccountId),
        (E, C::StartDate),
        (E, C::ExpiryDate),
        (E, C::State),
    ]
};

/// What a row of the list is made from.
#[derive(Debug, FromQueryResult)]
pub(crate) struct Stored {
    id: Uuid,
    sap_order_id: Option<String>,
    subscription_number: String,
    reseller_po: Option<String>,
    customer_po: Option<String>,
    account_id: Option<Uuid>,
    live_account_name: Option<String>,
    time_zone: Option<String>,
    start_date: String,
    expiry_date: Option<String>,
    state: String,
}

impl Stored {
    pub(crate) fn into_row(self, calendar: &Calendar) -> Result<OrderRow> {
        let start = row::date(&self.start_date)?;
        let expiry = self.expiry_date.as_deref().map(row::date).transpose()?;
        let assigned = self.account_id.is_some();
        let facts = Facts { state: row::state(&self.state)?, start, expiry, assigned };
        let status = status(facts, calendar.today(self.time_zone.as_deref()), calendar.expiring_days);
        Ok(OrderRow {
            id: OrderId(self.id),
            sap_order_id: self.sap_order_id,
            subscription_number: self.subscription_number,
            reseller_po: self.reseller_po,
            customer_po: self.customer_po,
            account: self.account_id.map(|id| OrderAccount { id: AccountId(id), name: self.live_account_name.unwrap_or_default() }),
            start_date: start,
            expiry_date: expiry,
            status,
            assignable: !assigned && status.assignable(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ORD-06 an expiry date is found as the viewer writes it
    #[test]
    fn dates_are_read_in_the_viewers_form() {
        assert_eq!(iso_date("5/29/2026", "en").as_deref(), Some("2026-05-29"));
        assert_eq!(iso_date("29.05.2026", "de").as_deref(), Some("2026-05-29"));
        assert_eq!(iso_date("29/5/2026", "fr").as_deref(), Some("2026-05-29"));
        assert_eq!(iso_date("5.2026", "de").as_deref(), Some("2026-05"));
        assert_eq!(iso_date("13/2026", "en"), None);
        assert_eq!(iso_date("31.02.2026", "de"), None);
        assert_eq!(iso_date("A-S00371665", "en"), None);
    }
}
