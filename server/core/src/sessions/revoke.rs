//! The caller ends another of their sessions, or all others (AUTH-26).

use sea_orm::{ConnectionTrait, Statement};
use switchroom_types::history::{Action, Asset, EventType};
use switchroom_types::live::{Mark, Topic};
use switchroom_types::{AppError, SessionId};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::history::Event;
use crate::portal::Portal;
use crate::sessions::{device, end_all};

/// # Errors
/// 404 `session.not_found` for a session of somebody else or one that has ended.
///
/// # Permissions
/// The person themselves, in a browser session.
pub async fn revoke(portal: &Portal, actor: &Actor, id: SessionId) -> Result<()> {
    actor.require_session()?;
    let mut tx = portal.begin(actor).await?;
    let sql = "DELETE FROM sessions WHERE id = $1 AND user_id = $2 RETURNING user_agent, ip";
    let values = [id.0.into(), actor.user_id.0.into()];
    let row = tx.conn().query_one_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    let row = row.ok_or_else(|| Error::from(AppError::not_found("session")))?;
    let (user_agent, ip): (String, String) = (row.try_get("", "user_agent")?, row.try_get("", "ip")?);
    tx.record(event(actor).core("device", device(&user_agent)).core("ip", ip));
    tx.wake_user(actor.user_id, Topic::Session, &Mark::default());
    tx.commit().await
}

/// Returns how many sessions ended.
///
/// # Permissions
/// The person themselves, in a browser session.
pub async fn revoke_others(portal: &Portal, actor: &Actor) -> Result<u64> {
    let current = actor.require_session()?;
    let mut tx = portal.begin(actor).await?;
    let ended = end_all(&mut tx, actor.user_id, Some(current)).await?;
    if ended > 0 {
        tx.record(event(actor).core("sessions", ended));
    }
    tx.commit_without_history("recorded above, unless there was none to end").await?;
    Ok(ended)
}

fn event(actor: &Actor) -> Event {
    let event = Event::new(actor.account_id, actor.partner_id, Action::Revoke, Asset::Session);
    event.kind(EventType::Security).of(actor.user_id, &actor.name)
}
