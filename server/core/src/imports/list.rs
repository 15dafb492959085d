//! Reads previews: the one that is offered again, its state, its rows.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use switchroom_entity::{import, import_row};
use switchroom_types::imports::{Import, ImportRow};
use switchroom_types::list::{ListQuery, Page, Total};
use switchroom_types::{AccountId, AppError, FieldError, ImportId};

use super::open::{authorise, not_found, own, view};
use super::people::known;
use super::row::{self, INVALID, VALID};
use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;

/// # Permissions
/// Users Add in the account; only the person who uploaded the sheet.
pub async fn get(portal: &Portal, actor: &Actor, account: AccountId, id: ImportId) -> Result<Import> {
    let (scope, rules) = authorise(portal, actor, account).await?;
    let db = portal.db.read();
    let import = own(&scope, actor, portal.clock.now()).filter(import::Column::Id.eq(id.0)).one(db).await?.ok_or_else(not_found)?;
    view(db, import, &rules).await
}

/// The latest preview of this person that still has rows (IMP-12).
pub async fn pending(portal: &Portal, actor: &Actor, account: AccountId) -> Result<Option<Import>> {
    let (scope, rules) = authorise(portal, actor, account).await?;
    let query = own(&scope, actor, portal.clock.now()).filter(import::Column::RowCount.gt(0)).order_by_desc(import::Column::CreatedAt);
    match query.one(portal.db.read()).await? {
        None => Ok(None),
        Some(import) => Ok(Some(view(portal.db.read(), import, &rules).await?)),
    }
}

/// Rows in the order of the sheet; `filter.state` is `error` or `valid`.
pub async fn rows(portal: &Portal, actor: &Actor, account: AccountId, id: ImportId, query: &ListQuery) -> Result<Page<ImportRow>> {
    let import = get(portal, actor, account, id).await?;
    query.only_filters(&["state"])?;
    let refuse = |field: &'static str, code: &'static str, text: &str| AppError::invalid(vec![FieldError::new(field, code, text)]);
    let mut select = import_row::Entity::find()
        .filter(import_row::Column::AccountId.eq(account.0))
        .filter(import_row::Column::ImportId.eq(id.0))
        .order_by_asc(import_row::Column::Idx)
        .limit(u64::from(query.limit()) + 1);
    let total = match query.filter("state") {
        None => import.rows,
        Some(state @ (INVALID | VALID)) => {
            select = select.filter(import_row::Column::State.eq(state));
            if state == INVALID { import.invalid } else { import.valid() }
        }
        Some(_) => return Err(refuse("filter.state", "list.unknown_value", "There is no such state").into()),
    };
    if let Some(cursor) = &query.cursor {
        let after: i64 = cursor.parse().map_err(|_| refuse("cursor", "list.bad_cursor", "This page marker does not fit the list"))?;
        select = select.filter(import_row::Column::Idx.gt(after));
    }
    let mut models = select.all(portal.db.read()).await?;
    let limit = usize::from(query.limit());
    let more = models.len() > limit;
    models.truncate(limit);
    let next_cursor = models.last().filter(|_| more).map(|last| last.idx.to_string());
    let items = models.into_iter().map(row::view).collect::<Result<Vec<_>>>()?;
    let people = known(portal.db.read(), account, items.iter().map(|row| row.cells.user_id.as_str())).await?;
    let items = items.into_iter().map(|row| people.beside(row)).collect();
    Ok(Page { items, next_cursor, total: Total { value: total, exact: true } })
}
