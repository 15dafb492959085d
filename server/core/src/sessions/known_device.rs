//! Sign-ins from a browser that the person has not used before are told by mail (AUTH-B7).

use sea_orm::{ConnectionTrait, Statement};
use switchroom_types::UserId;

use crate::access::Origin;
use crate::error::Result;
use crate::factors;
use crate::identity::Person;
use crate::mail::Template;
use crate::sessions::device;
use crate::{secret, tx::Tx};

/// Keeps the browser and, if it is new, tells the person; the answer is the secret that the browser is to keep. The very first
/// sign-in of a person is no news to them.
pub(super) async fn notice(tx: &mut Tx, person: &Person, origin: &Origin) -> Result<String> {
    let secret = match origin.device.as_deref().filter(|device| device.len() == 43) {
        Some(device) => device.to_owned(),
        None => secret::generate()?,
    };
    let backend = tx.portal().db.backend();
    let (user, now) = (person.user.id, tx.now());
    let known = count(tx, person.id(), None).await? > 0;
    let this = count(tx, person.id(), Some(secret::hash(&secret))).await? > 0;
    let sql = "INSERT INTO known_devices (user_id, device_hash, account_id, last_used_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (user_id, device_hash) DO UPDATE SET last_used_at = $4";
    let values = [user.into(), secret::hash(&secret).into(), person.account.id.into(), now.0.into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    if known && !this {
        let browser = device(&origin.user_agent.clone().unwrap_or_default());
        let at = now.to_utc().map(|at| at.format("%Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default();
        let values = serde_json::json!({"device": browser, "ip": origin.ip.clone().unwrap_or_default(), "at": at});
        factors::mail(tx, person, Template::NewDevice, values).await?;
    }
    Ok(secret)
}

async fn count(tx: &Tx, user: UserId, hash: Option<Vec<u8>>) -> Result<i64> {
    let backend = tx.portal().db.backend();
    let statement = match hash {
        None => Statement::from_sql_and_values(backend, "SELECT COUNT(*) AS n FROM known_devices WHERE user_id = $1", [user.0.into()]),
        Some(hash) => {
            let sql = "SELECT COUNT(*) AS n FROM known_devices WHERE user_id = $1 AND device_hash = $2";
            Statement::from_sql_and_values(backend, sql, [user.0.into(), hash.into()])
        }
    };
    let row = tx.conn().query_one_raw(statement).await?;
    Ok(row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default())
}
