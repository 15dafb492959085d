//! Writes previews: the import itself, its rows in batches, its counts.

use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use switchroom_entity::{import, import_row};
use switchroom_types::{AccountId, ImportId};

use super::row::CheckedRow;
use crate::error::Result;
use crate::portal::Portal;
use crate::tx::Tx;

/// An import whose rows are still being written; nobody sees it.
pub const LOADING: &str = "loading";
/// Rows per statement and statements per transaction: other writers get their turn in between.
const ROWS: usize = 1_000;
const STATEMENTS: usize = 5;

/// Stores a preview; it appears when all its rows are there.
pub async fn store(portal: &Portal, begin: Tx, mut import: import::Model, rows: Vec<CheckedRow>) -> Result<()> {
    let (id, account) = (ImportId(import.id), AccountId(import.account_id));
    let state = std::mem::replace(&mut import.state, LOADING.to_owned());
    import::Entity::insert(import::ActiveModel::from(import).reset_all()).exec_without_returning(begin.conn()).await?;
    begin.commit_without_history("a preview changes nothing yet").await?;
    let mut rows = rows.into_iter().map(|row| row.into_model(id, account)).peekable();
    while rows.peek().is_some() {
        let tx = portal.db.begin().await?;
        for _ in 0..STATEMENTS {
            let batch: Vec<_> = rows.by_ref().take(ROWS).collect();
            if !batch.is_empty() {
                import_row::Entity::insert_many(batch).exec_without_returning(&tx).await?;
            }
        }
        tx.commit().await?;
    }
    import::Entity::update_many()
        .col_expr(import::Column::State, state.into())
        .filter(import::Column::Id.eq(id.0))
        .exec(portal.db.write())
        .await?;
    Ok(())
}

/// Stores what became of a row that was checked again.
pub async fn update(conn: &impl ConnectionTrait, import: ImportId, account: AccountId, row: CheckedRow) -> Result<()> {
    row.into_model(import, account).update(conn).await?;
    Ok(())
}

/// Moves the counts that the preview shows.
pub async fn count(conn: &impl ConnectionTrait, import: ImportId, rows: i64, invalid: i64) -> Result<()> {
    let sql = "UPDATE imports SET row_count = row_count + $1, error_count = error_count + $2 WHERE id = $3";
    let values = [rows.into(), invalid.into(), import.0.into()];
    conn.execute_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// Removes a preview with its rows.
pub async fn remove(conn: &impl ConnectionTrait, import: ImportId) -> Result<()> {
    import_row::Entity::delete_many().filter(import_row::Column::ImportId.eq(import.0)).exec(conn).await?;
    import::Entity::delete_many().filter(import::Column::Id.eq(import.0)).exec(conn).await?;
    Ok(())
}
