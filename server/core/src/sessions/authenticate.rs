//! Recognises the cookie of a request.

use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use switchroom_types::sessions::SignInMethod;
use switchroom_types::{SessionId, Timestamp};
use uuid::Uuid;

use crate::access::{Actor, Origin};
use crate::error::Result;
use crate::portal::Portal;
use crate::secret;
use crate::sessions::actor::{ACTIVE, ActorRow, COLUMNS, JOINS};

/// "Last seen" is written at most this often, in seconds.
const SEEN_EVERY: i64 = 60;

/// The person behind a cookie; `None` if the session is unknown, ended, idle for too long, or its owner may not act.
pub async fn authenticate(portal: &Portal, cookie: &str, origin: Origin) -> Result<Option<Actor>> {
    let now = portal.clock.now();
    let backend = portal.db.backend();
    let sql = format!(
        "SELECT s.id AS session_id, s.method, s.last_seen_at, s.step_up_at, {COLUMNS} FROM sessions s JOIN users u ON u.id = s.user_id {JOINS} \
         WHERE s.secret_hash = $1 AND s.expires_at > $2 AND s.last_seen_at + s.idle_limit > $2 AND {ACTIVE}"
    );
    let statement = Statement::from_sql_and_values(backend, sql, [secret::hash(cookie).into(), now.0.into()]);
    let Some(row) = portal.db.read().query_one_raw(statement).await? else { return Ok(None) };
    let session: Uuid = row.try_get("", "session_id")?;
    let method: String = row.try_get("", "method")?;
    let last_seen: i64 = row.try_get("", "last_seen_at")?;
    let method = SignInMethod::parse(&method).unwrap_or(SignInMethod::Password);
    let mut actor = ActorRow::from_query_result(&row, "")?.into_actor(method, origin)?;
    actor.session_id = Some(SessionId(session));
    actor.step_up_at = row.try_get::<Option<i64>>("", "step_up_at")?.map(Timestamp);
    if now.0 - last_seen > SEEN_EVERY * 1_000_000 {
        let sql = "UPDATE sessions SET last_seen_at = $1 WHERE id = $2";
        portal.db.write().execute_raw(Statement::from_sql_and_values(backend, sql, [now.0.into(), session.into()])).await?;
    }
    Ok(Some(actor))
}
