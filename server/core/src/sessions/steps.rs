//! What waits between two steps of signing in: kept in the database, sealed, found by a secret that the browser has in a
//! cookie. Taking it out is what keeps an answer from counting twice, also on another replica.

use sea_orm::{ConnectionTrait, QueryResult, Statement};
use serde::{Serialize, de::DeserializeOwned};
use switchroom_types::{UserId, text_enum};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::{secret, tx::Tx};

text_enum! {
    /// What is being waited for.
    Step { SecondFactor => "second_factor" }
}

/// Seconds.
pub(crate) const LIFE: i64 = 600;

fn place(step: Step, hash: &[u8]) -> String {
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sign_in_steps.state_sealed/{step}/{hash}")
}

/// Keeps `state` and answers the secret that finds it again.
pub(crate) async fn keep(portal: &Portal, step: Step, user: Option<UserId>, state: &impl Serialize) -> Result<String> {
    let secret = secret::generate()?;
    let hash = secret::hash(&secret);
    let plain = serde_json::to_vec(state).map_err(|error| Error::corrupt(error.to_string()))?;
    let sealed = portal.sealer.seal(&place(step, &hash), &plain)?;
    let now = portal.clock.now();
    let sql =
        "INSERT INTO sign_in_steps (secret_hash, purpose, user_id, state_sealed, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    let values =
        [hash.into(), step.as_str().into(), user.map(|user| user.0).into(), sealed.into(), now.0.into(), now.plus_secs(LIFE).0.into()];
    portal.db.write().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    Ok(secret)
}

/// What was kept, left where it is.
pub(crate) async fn peek<T: DeserializeOwned>(portal: &Portal, step: Step, secret: &str) -> Result<Option<(Option<UserId>, T)>> {
    let hash = secret::hash(secret);
    let sql = "SELECT user_id, state_sealed FROM sign_in_steps WHERE secret_hash = $1 AND purpose = $2 AND expires_at > $3";
    let values = [hash.clone().into(), step.as_str().into(), portal.clock.now().0.into()];
    let row = portal.db.read().query_one_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    row.map(|row| open(portal, step, &hash, &row)).transpose()
}

/// Takes it out; `None` if it is unknown, over, or somebody was faster.
pub(crate) async fn take<T: DeserializeOwned>(tx: &Tx, step: Step, secret: &str) -> Result<Option<(Option<UserId>, T)>> {
    let hash = secret::hash(secret);
    let sql = "DELETE FROM sign_in_steps WHERE secret_hash = $1 AND purpose = $2 AND expires_at > $3 RETURNING user_id, state_sealed";
    let values = [hash.clone().into(), step.as_str().into(), tx.now().0.into()];
    let row = tx.conn().query_one_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    row.map(|row| open(tx.portal(), step, &hash, &row)).transpose()
}

fn open<T: DeserializeOwned>(portal: &Portal, step: Step, hash: &[u8], row: &QueryResult) -> Result<(Option<UserId>, T)> {
    let user: Option<Uuid> = row.try_get("", "user_id")?;
    let sealed: Vec<u8> = row.try_get("", "state_sealed")?;
    let plain = portal.sealer.open(&place(step, hash), &sealed)?;
    let state = serde_json::from_slice(&plain).map_err(|error| Error::corrupt(error.to_string()))?;
    Ok((user.map(UserId), state))
}
