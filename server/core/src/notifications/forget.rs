//! What goes with a person.

use sea_orm::{ConnectionTrait, Statement};
use uuid::Uuid;

use crate::error::Result;
use crate::tx::Tx;

/// Their rules, what waits for their mail of the day, and what they were mailed of.
pub(crate) async fn forget(tx: &Tx, people: &[Uuid]) -> Result<()> {
    let backend = tx.portal().db.backend();
    for (table, column) in [("notification_rules", "owner_id"), ("notification_digest_items", "user_id"), ("notification_mails", "user_id")]
    {
        for chunk in people.chunks(500) {
            let marks = (1..=chunk.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
            let sql = format!("DELETE FROM {table} WHERE {column} IN ({marks})");
            let values = chunk.iter().map(|id| (*id).into()).collect::<Vec<sea_orm::Value>>();
            tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        }
    }
    Ok(())
}
