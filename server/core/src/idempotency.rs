//! Keeps the answers to writes that carry an `Idempotency-Key`. A row with status 0 stands for a request that is still
//! running; one left behind by a crash counts as free after a while.

use sea_orm::{ConnectionTrait, Statement};
use switchroom_types::AppError;

use crate::error::Result;
use crate::portal::Portal;

/// Microseconds after which a running request counts as lost.
const LOST: i64 = 60_000_000;

/// An answer as it was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub status: u16,
    pub headers: serde_json::Value,
    pub body: Vec<u8>,
}

/// Takes the key of `actor` for the request with this hash. `None`: carry it out, then call [`settle`] or [`release`].
///
/// # Errors
/// 422 `idempotency.mismatch` if the key stands for another request; 409 `idempotency.running` while the first one runs.
pub async fn claim(portal: &Portal, actor: &str, key: &str, hash: &[u8]) -> Result<Option<Kept>> {
    let backend = portal.db.backend();
    let now = portal.clock.now().0;
    let sql = "INSERT INTO idempotency_keys (actor, key, request_hash, status, headers, body, created_at) VALUES ($1, $2, $3, 0, $4, $5, $6) \
               ON CONFLICT (actor, key) DO UPDATE SET request_hash = $3, created_at = $6 \
               WHERE idempotency_keys.status = 0 AND idempotency_keys.created_at < $7";
    let headers = serde_json::Value::Object(serde_json::Map::new());
    let values = [actor.into(), key.into(), hash.to_vec().into(), headers.into(), Vec::<u8>::new().into(), now.into(), (now - LOST).into()];
    let done = portal.db.write().execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    if done.rows_affected() == 1 {
        return Ok(None);
    }
    let sql = "SELECT request_hash, status, headers, body FROM idempotency_keys WHERE actor = $1 AND key = $2";
    let statement = Statement::from_sql_and_values(backend, sql, [actor.into(), key.into()]);
    let running =
        || AppError::conflict("idempotency.running", "A request with this key is being carried out. Please repeat it in a moment.");
    let Some(row) = portal.db.write().query_one_raw(statement).await? else { return Err(running().into()) };
    if row.try_get::<Vec<u8>>("", "request_hash")? != hash {
        let text = "This key was used for another request. Use a new key for every request.";
        return Err(AppError::new(422, "idempotency.mismatch", text).into());
    }
    let status: i32 = row.try_get("", "status")?;
    match u16::try_from(status) {
        Ok(status @ 1..) => Ok(Some(Kept { status, headers: row.try_get("", "headers")?, body: row.try_get("", "body")? })),
        _ => Err(running().into()),
    }
}

/// Keeps the answer.
pub async fn settle(portal: &Portal, actor: &str, key: &str, kept: Kept) -> Result<()> {
    let sql = "UPDATE idempotency_keys SET status = $1, headers = $2, body = $3 WHERE actor = $4 AND key = $5";
    let values = [i32::from(kept.status).into(), kept.headers.into(), kept.body.into(), actor.into(), key.into()];
    portal.db.write().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    Ok(())
}

/// Gives the key back: the request may be tried again.
pub async fn release(portal: &Portal, actor: &str, key: &str) -> Result<()> {
    let sql = "DELETE FROM idempotency_keys WHERE actor = $1 AND key = $2";
    portal.db.write().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, [actor.into(), key.into()])).await?;
    Ok(())
}
