//! Changes in the preview (IMP-08, IMP-10): a cell, a row more, a row less. Each answers with every row whose errors it
//! changed, so that a page need not load again.

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use switchroom_entity::import_row;
use switchroom_types::imports::{ImportCells, ImportChange, ImportEdit, ImportRow, MAX_ROWS};
use switchroom_types::{AccountId, AppError, ImportId};

use super::clashes::{Unique, taken};
use super::open::{Opened, open, view};
use super::people::known;
use super::row::{self, CheckedRow, INVALID};
use super::store;
use super::validate::{Keys, check};
use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;

/// # Permissions
/// Users Add in the account; only the person who uploaded the sheet.
pub async fn edit_row(
    portal: &Portal,
    actor: &Actor,
    account: AccountId,
    id: ImportId,
    number: i64,
    edit: ImportEdit,
) -> Result<ImportChange> {
    let opened = open(portal, actor, account, id).await?;
    let before = stored(&opened, number).await?;
    let mut cells = row::cells(&before)?;
    edit.apply(&mut cells);
    let checked = check_row(&opened, number, cells).await?;
    let keys = (row::keys(&before), checked.keys.clone());
    let mut changed = vec![checked.clone().into_row()];
    let mut invalid = i64::from(!checked.errors.is_empty()) - i64::from(before.state == INVALID);
    store::update(opened.tx.conn(), id, account, checked).await?;
    invalid += check_neighbours(&opened, number, [&keys.0, &keys.1], &mut changed).await?;
    finish(opened, 0, invalid, changed).await
}

/// Adds a row below the last one.
pub async fn add_row(portal: &Portal, actor: &Actor, account: AccountId, id: ImportId, edit: ImportEdit) -> Result<ImportChange> {
    let opened = open(portal, actor, account, id).await?;
    if usize::try_from(opened.import.row_count).is_ok_and(|rows| rows >= MAX_ROWS) {
        return Err(AppError::new(422, "imports.too_many_rows", "The sheet has more than 100,000 rows.").arg("max", MAX_ROWS).into());
    }
    let last = import_row::Entity::find()
        .filter(import_row::Column::ImportId.eq(id.0))
        .order_by_desc(import_row::Column::Idx)
        .one(opened.tx.conn())
        .await?;
    let number = last.map_or(2, |last| last.idx + 1);
    let mut cells = ImportCells::default();
    edit.apply(&mut cells);
    let checked = check_row(&opened, number, cells).await?;
    let mut changed = vec![checked.clone().into_row()];
    let mut invalid = i64::from(!checked.errors.is_empty());
    let keys = checked.keys.clone();
    checked.into_model(id, account).insert(opened.tx.conn()).await?;
    invalid += check_neighbours(&opened, number, [&Keys::default(), &keys], &mut changed).await?;
    finish(opened, 1, invalid, changed).await
}

pub async fn delete_row(portal: &Portal, actor: &Actor, account: AccountId, id: ImportId, number: i64) -> Result<ImportChange> {
    let opened = open(portal, actor, account, id).await?;
    let before = stored(&opened, number).await?;
    import_row::Entity::delete_by_id((id.0, number)).exec(opened.tx.conn()).await?;
    let mut changed = Vec::new();
    let mut invalid = -i64::from(before.state == INVALID);
    invalid += check_neighbours(&opened, number, [&row::keys(&before), &Keys::default()], &mut changed).await?;
    finish(opened, -1, invalid, changed).await
}

async fn stored(opened: &Opened, number: i64) -> Result<import_row::Model> {
    let found = import_row::Entity::find_by_id((opened.import.id, number)).one(opened.tx.conn()).await?;
    found.ok_or_else(|| AppError::not_found("row").into())
}

/// All the checks that the upload made, for one row.
async fn check_row(opened: &Opened, number: i64, cells: ImportCells) -> Result<CheckedRow> {
    let conn = opened.tx.conn();
    let (keys, mut errors) = check(&cells, &opened.rules);
    let people = known(conn, opened.scope.account_id, std::iter::once(keys.user.as_str())).await?;
    errors.extend(people.errors(&keys, &cells, &opened.rules));
    errors.extend(taken(conn, opened.scope.account_id, std::iter::once(&keys)).await?.errors(&keys));
    for unique in Unique::ALL {
        if let Some(value) = unique.of(&keys)
            && with_value(opened, number, unique, value).count(conn).await? > 0
        {
            errors.push(unique.repeated());
        }
    }
    Ok(CheckedRow { row: number, cells, keys, errors })
}

/// Other rows with the same value; two are enough to know.
fn with_value(opened: &Opened, number: i64, unique: Unique, value: &str) -> sea_orm::Select<import_row::Entity> {
    import_row::Entity::find()
        .filter(import_row::Column::ImportId.eq(opened.import.id))
        .filter(unique.row_column().eq(value))
        .filter(import_row::Column::Idx.ne(number))
        .limit(2)
}

/// Rows that stop or begin to repeat a value when a row goes from one set of keys to another. Only a value that one other
/// row has changes that row's errors; where more have it, they repeat each other. Returns the change in invalid rows.
async fn check_neighbours(opened: &Opened, number: i64, [before, after]: [&Keys; 2], changed: &mut Vec<ImportRow>) -> Result<i64> {
    let conn = opened.tx.conn();
    let mut invalid = 0;
    for unique in Unique::ALL {
        let (old, new) = (unique.of(before), unique.of(after));
        if old == new {
            continue;
        }
        for value in [old, new].into_iter().flatten() {
            let others = with_value(opened, number, unique, value).all(conn).await?;
            let [other] = others.as_slice() else { continue };
            let checked = check_row(opened, other.idx, row::cells(other)?).await?;
            invalid += i64::from(!checked.errors.is_empty()) - i64::from(other.state == INVALID);
            changed.retain(|row| row.row != other.idx);
            changed.push(checked.clone().into_row());
            store::update(conn, opened.id(), opened.scope.account_id, checked).await?;
        }
    }
    Ok(invalid)
}

async fn finish(mut opened: Opened, rows: i64, invalid: i64, changed: Vec<ImportRow>) -> Result<ImportChange> {
    store::count(opened.tx.conn(), opened.id(), rows, invalid).await?;
    opened.import.row_count += rows;
    opened.import.error_count += invalid;
    let import = view(opened.tx.conn(), opened.import, &opened.rules).await?;
    let people = known(opened.tx.conn(), opened.scope.account_id, changed.iter().map(|row| row.cells.user_id.as_str())).await?;
    let changed = changed.into_iter().map(|row| people.beside(row)).collect();
    opened.tx.commit_without_history("a preview changes nothing yet").await?;
    Ok(ImportChange { import, rows: changed })
}
