//! What waits between two steps of signing in: kept in the database, sealed, found by a secret that the browser has in a
//! cookie. Taking it out is what keeps an answer from counting twice, also on another replica.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use switchroom_types::{Timestamp, UserId, text_enum};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::{secret, tx::Tx};

text_enum! {
    /// What is being waited for.
    Step { SecondFactor => "second_factor", PasskeySignIn => "passkey_sign_in", PasskeyAdd => "passkey_add", Confirm => "step_up" }
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

/// What a ticket holds.
#[derive(Serialize, Deserialize)]
pub(crate) struct Opened<T> {
    pub user: Option<UserId>,
    pub state: T,
    until: Timestamp,
}

/// A sealed ticket for what strangers can ask for as often as they like: nothing is stored until it is answered.
pub(crate) fn ticket<T: Serialize>(portal: &Portal, step: Step, user: Option<UserId>, state: &T) -> Result<String> {
    let until = portal.clock.now().plus_secs(LIFE);
    let plain = serde_json::to_vec(&Opened { user, state, until }).map_err(|error| Error::corrupt(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(portal.sealer.seal(&ticket_place(step), &plain)?))
}

fn ticket_place(step: Step) -> String {
    format!("sign_in.{step}")
}

/// `None` for a ticket that is not ours, or over.
pub(crate) fn open_ticket<T: DeserializeOwned>(portal: &Portal, step: Step, ticket: &str) -> Result<Option<Opened<T>>> {
    let Some(plain) = URL_SAFE_NO_PAD.decode(ticket).ok().and_then(|sealed| portal.sealer.open(&ticket_place(step), &sealed).ok()) else {
        return Ok(None);
    };
    let opened: Option<Opened<T>> = serde_json::from_slice(&plain).ok();
    Ok(opened.filter(|opened| opened.until > portal.clock.now()))
}

/// Uses the ticket up; false if it was used before, here or on another replica.
pub(crate) async fn spend_ticket(tx: &Tx, step: Step, ticket: &str) -> Result<bool> {
    let now = tx.now();
    // Kept as long as the ticket could still be opened.
    let sql = "INSERT INTO sign_in_steps (secret_hash, purpose, user_id, state_sealed, created_at, expires_at) VALUES ($1, $2, NULL, $3, $4, $5) \
               ON CONFLICT (secret_hash) DO NOTHING";
    let values = [
        secret::hash(ticket).into(),
        format!("{step}_spent").into(),
        Vec::<u8>::new().into(),
        now.0.into(),
        now.plus_secs(2 * LIFE).0.into(),
    ];
    let done = tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    Ok(done.rows_affected() == 1)
}
