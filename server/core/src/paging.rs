//! The one paginator: keyset (seek) paging over a sort key and the row's id. Stable under inserts, equally fast at any depth.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, Order, Query, SelectStatement, SimpleExpr, Value};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::{Deserialize, Serialize};
use switchroom_types::list::{ListQuery, Page, Total};
use switchroom_types::{AppError, FieldError};
use uuid::Uuid;

use crate::error::Result;

/// Counting stops here; beyond, the total is "more than".
pub const COUNT_LIMIT: u64 = 10_000;

/// Up to this many rows, sorting what a filter has found beats walking the list's order until a page of it was met.
const FEW: u64 = 2_000;

/// What a list is sorted by. The expression must match an index `(tenant, …, expression, id)` and must not be NULL.
pub struct SortKey {
    /// The column's name in the URL; part of the cursor, so that a cursor is never used with another order.
    pub id: &'static str,
    pub expr: SimpleExpr,
    pub kind: KeyKind,
    pub descending: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    Text,
    Int,
}

#[derive(Serialize, Deserialize)]
struct Cursor(String, KeyValue, RowId);

/// What decides between rows of equal sort value.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum RowId {
    Seq(i64),
    Uuid(Uuid),
}

impl From<RowId> for Value {
    fn from(id: RowId) -> Self {
        match id {
            RowId::Seq(seq) => seq.into(),
            RowId::Uuid(id) => id.into(),
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum KeyValue {
    Int(i64),
    Text(String),
}

impl From<KeyValue> for Value {
    fn from(value: KeyValue) -> Self {
        match value {
            KeyValue::Int(value) => value.into(),
            KeyValue::Text(value) => value.into(),
        }
    }
}

impl SortKey {
    fn name(&self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.id)
    }

    /// The key for a filtered list of which `total` is known. Of a few rows among many the planners expect to meet a page
    /// soon on the order's index and walk all of it; the key in another dress fits no index, and the filter finds them.
    pub fn among(mut self, total: &Total) -> Self {
        if total.exact && total.value <= FEW {
            let none: SimpleExpr = match self.kind {
                KeyKind::Text => Expr::val(""),
                KeyKind::Int => Expr::val(0_i64),
            };
            self.expr = Func::coalesce([self.expr, none]).into();
        }
        self
    }

    fn decode(&self, text: &str, by_seq: bool) -> Result<(KeyValue, RowId), AppError> {
        let refuse = || AppError::invalid(vec![FieldError::new("cursor", "list.bad_cursor", "This page marker does not fit the list")]);
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| refuse())?;
        let Cursor(name, value, id) = serde_json::from_slice(&bytes).map_err(|_| refuse())?;
        let fits = matches!((&value, self.kind), (KeyValue::Int(_), KeyKind::Int) | (KeyValue::Text(_), KeyKind::Text))
            && by_seq == matches!(id, RowId::Seq(_));
        if name == self.name() && fits { Ok((value, id)) } else { Err(refuse()) }
    }
}

/// Adds the sort key, the cursor condition, the order and the limit to a query that already carries its tenant and filters.
///
/// # Errors
/// 422 `list.bad_cursor` for a marker of another list or order.
pub fn seek(select: &mut SelectStatement, key: &SortKey, id: impl Into<SimpleExpr>, query: &ListQuery) -> Result<()> {
    seek_after(select, key, id.into(), query, false)
}

/// Like [`seek`], for rows that a number tells apart.
pub fn seek_by_seq(select: &mut SelectStatement, key: &SortKey, seq: impl Into<SimpleExpr>, query: &ListQuery) -> Result<()> {
    seek_after(select, key, seq.into(), query, true)
}

fn seek_after(select: &mut SelectStatement, key: &SortKey, id: SimpleExpr, query: &ListQuery, by_seq: bool) -> Result<()> {
    select.expr_as(key.expr.clone(), Alias::new("sort_key")).expr_as(id.clone(), Alias::new("sort_id"));
    if let Some(cursor) = &query.cursor {
        let (value, last) = key.decode(cursor, by_seq)?;
        let here: SimpleExpr = Expr::tuple([key.expr.clone(), id.clone()]);
        let there: SimpleExpr = Expr::tuple([Expr::val(value), Expr::val(last)]);
        select.and_where(if key.descending { here.lt(there) } else { here.gt(there) });
    }
    let order = if key.descending { Order::Desc } else { Order::Asc };
    select.order_by_expr(key.expr.clone(), order.clone()).order_by_expr(id, order).limit(u64::from(query.limit()) + 1);
    Ok(())
}

/// Runs a query prepared by [`seek`] and cuts off the row that only says whether there is more.
pub async fn fetch<R: FromQueryResult>(
    conn: &impl ConnectionTrait,
    select: &SelectStatement,
    key: &SortKey,
    query: &ListQuery,
) -> Result<(Vec<R>, Option<String>)> {
    let mut rows = conn.query_all(select).await?;
    let limit = usize::from(query.limit());
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = match rows.last() {
        Some(last) if more => {
            let value = match key.kind {
                KeyKind::Int => KeyValue::Int(last.try_get("", "sort_key")?),
                KeyKind::Text => KeyValue::Text(last.try_get("", "sort_key")?),
            };
            let id = match last.try_get("", "sort_id") {
                Ok(id) => RowId::Uuid(id),
                Err(_) => RowId::Seq(last.try_get("", "sort_id")?),
            };
            let cursor = Cursor(key.name(), value, id);
            serde_json::to_vec(&cursor).ok().map(|json| URL_SAFE_NO_PAD.encode(json))
        }
        _ => None,
    };
    let items = rows.iter().map(|row| R::from_query_result(row, "")).collect::<Result<Vec<_>, _>>()?;
    Ok((items, next))
}

/// Counts what a filtered query matches, up to [`COUNT_LIMIT`]. `select` must not have been through [`seek`].
pub async fn total(conn: &impl ConnectionTrait, select: &SelectStatement) -> Result<Total> {
    total_up_to(conn, select, COUNT_LIMIT).await
}

/// Like [`total`], with a bound of the caller's ([`crate::search::Search::count_limit`]).
pub async fn total_up_to(conn: &impl ConnectionTrait, select: &SelectStatement, limit: u64) -> Result<Total> {
    let mut inner = select.clone();
    inner.clear_selects().expr(Expr::val(1)).clear_order_by().limit(limit + 1);
    let count = Query::select().expr_as(Expr::cust("COUNT(*)"), Alias::new("n")).from_subquery(inner, Alias::new("matching")).to_owned();
    let n: i64 = match conn.query_one(&count).await? {
        Some(row) => row.try_get("", "n")?,
        None => 0,
    };
    let n = u64::try_from(n).unwrap_or_default();
    Ok(Total { value: Ord::min(n, limit), exact: n <= limit })
}

/// Puts a page together, turning stored rows into what crosses the wire.
pub fn page<R, T>(rows: Vec<R>, next_cursor: Option<String>, total: Total, map: impl Fn(R) -> Result<T>) -> Result<Page<T>> {
    Ok(Page { items: rows.into_iter().map(map).collect::<Result<Vec<_>>>()?, next_cursor, total })
}
