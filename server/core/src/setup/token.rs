//! Whether there is anything to set up, and who may.

use sea_orm::{ConnectionTrait, Statement};

use crate::error::Result;
use crate::portal::Portal;
use crate::secret;
use crate::tx::Tx;

const OPERATORS: &str = "SELECT 1 AS found FROM users WHERE role = 'operator' LIMIT 1";

/// Whether no operator exists yet.
pub async fn is_open(portal: &Portal) -> Result<bool> {
    Ok(portal.db.read().query_one_raw(Statement::from_string(portal.db.backend(), OPERATORS)).await?.is_none())
}

/// A new token for the start-up output, as long as no operator exists. Tokens of other replicas stay valid.
pub async fn offer(portal: &Portal) -> Result<Option<String>> {
    if !is_open(portal).await? {
        return Ok(None);
    }
    let token = secret::generate()?;
    let sql = "INSERT INTO setup_tokens (token_hash, created_at) VALUES ($1, $2)";
    let values = [secret::hash(&token).into(), portal.clock.now().0.into()];
    portal.db.write().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    Ok(Some(token))
}

pub(super) async fn is_valid(portal: &Portal, token: &str) -> Result<bool> {
    let sql = "SELECT 1 AS found FROM setup_tokens WHERE token_hash = $1";
    let statement = Statement::from_sql_and_values(portal.db.backend(), sql, [secret::hash(token).into()]);
    Ok(portal.db.read().query_one_raw(statement).await?.is_some() && is_open(portal).await?)
}

/// Takes the right to set up, once: of two who finish at the same moment, one gets false.
pub(super) async fn spend(tx: &Tx, token: &str) -> Result<bool> {
    let backend = tx.portal().db.backend();
    if !tx.portal().db.is_sqlite() {
        // Two tokens of two replicas would not meet otherwise.
        tx.conn().execute_raw(Statement::from_string(backend, "SELECT pg_advisory_xact_lock(7308895148)")).await?;
    }
    if tx.conn().query_one_raw(Statement::from_string(backend, OPERATORS)).await?.is_some() {
        return Ok(false);
    }
    let sql = "DELETE FROM setup_tokens WHERE token_hash = $1";
    let done = tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, [secret::hash(token).into()])).await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    tx.conn().execute_raw(Statement::from_string(backend, "DELETE FROM setup_tokens")).await?;
    Ok(true)
}
