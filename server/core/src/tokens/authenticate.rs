//! Recognises the bearer token of a request.

use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use switchroom_types::access::{Permissions, TokenScope};
use switchroom_types::sessions::SignInMethod;
use uuid::Uuid;

use crate::access::{Actor, Origin};
use crate::error::Result;
use crate::portal::Portal;
use crate::secret;
use crate::sessions::actor::{ACTIVE, ActorRow, COLUMNS, JOINS};
use crate::tokens::PREFIX;

/// "Last used" is written at most this often, in seconds.
const USED_EVERY: i64 = 60;

/// The owner of a token with the permissions that its scopes leave; `None` if it is unknown, expired or revoked, or if
/// its owner may not act (AUTH-16).
pub async fn authenticate(portal: &Portal, token: &str, origin: Origin) -> Result<Option<Actor>> {
    if !token.starts_with(PREFIX) {
        return Ok(None);
    }
    let now = portal.clock.now();
    let backend = portal.db.backend();
    let sql = format!(
        "SELECT t.id AS token_id, t.name AS token_name, t.scopes AS token_scopes, COALESCE(t.last_used_at, 0) AS used, {COLUMNS} \
         FROM api_tokens t JOIN users u ON u.id = t.user_id {JOINS} \
         WHERE t.secret_hash = $1 AND (t.expires_at IS NULL OR t.expires_at > $2) AND {ACTIVE}"
    );
    let statement = Statement::from_sql_and_values(backend, sql, [secret::hash(token).into(), now.0.into()]);
    let Some(row) = portal.db.read().query_one_raw(statement).await? else { return Ok(None) };
    let scopes: serde_json::Value = row.try_get("", "token_scopes")?;
    let scopes: Vec<TokenScope> = serde_json::from_value(scopes).unwrap_or_default();
    let mut actor = ActorRow::from_query_result(&row, "")?.into_actor(SignInMethod::Token, origin)?;
    let allowed: Permissions = scopes.iter().flat_map(|scope| scope.permissions().iter().copied()).collect();
    actor.permissions = actor.permissions.intersect(allowed);
    actor.token_name = Some(row.try_get("", "token_name")?);
    actor.token_scopes = Some(scopes);
    if now.0 - row.try_get::<i64>("", "used")? > USED_EVERY * 1_000_000 {
        let id: Uuid = row.try_get("", "token_id")?;
        let sql = "UPDATE api_tokens SET last_used_at = $1 WHERE id = $2";
        portal.db.write().execute_raw(Statement::from_sql_and_values(backend, sql, [now.0.into(), id.into()])).await?;
    }
    Ok(Some(actor))
}
