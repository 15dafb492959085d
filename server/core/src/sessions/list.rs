//! The caller's signed-in browsers (AUTH-26).

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use switchroom_entity::session;
use switchroom_types::sessions::{SessionRow, SignInMethod};
use switchroom_types::{SessionId, Timestamp, UserId};

use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;
use crate::sessions::device;

/// More than anybody has; the newest come first.
const MOST: u64 = 200;

/// # Permissions
/// The person themselves, in a browser session.
pub async fn list(portal: &Portal, actor: &Actor) -> Result<Vec<SessionRow>> {
    let current = actor.require_session()?;
    list_of(portal, actor.user_id, Some(current)).await
}

/// Those of anybody; the caller has authorised it.
pub(crate) async fn list_of(portal: &Portal, user: UserId, current: Option<SessionId>) -> Result<Vec<SessionRow>> {
    let now = portal.clock.now().0;
    let rows = session::Entity::find()
        .filter(session::Column::UserId.eq(user.0))
        .filter(session::Column::ExpiresAt.gt(now))
        .order_by_desc(session::Column::CreatedAt)
        .limit(MOST)
        .all(portal.db.read())
        .await?;
    let mut rows: Vec<SessionRow> = rows
        .into_iter()
        .filter(|row| row.last_seen_at + row.idle_limit > now)
        .map(|row| SessionRow {
            id: SessionId(row.id),
            device: device(&row.user_agent),
            ip: row.ip,
            method: SignInMethod::parse(&row.method).unwrap_or(SignInMethod::Password),
            signed_in_at: Timestamp(row.created_at),
            last_seen_at: Timestamp(row.last_seen_at),
            current: current.is_some_and(|current| row.id == current.0),
        })
        .collect();
    rows.sort_by_key(|row| !row.current);
    Ok(rows)
}
