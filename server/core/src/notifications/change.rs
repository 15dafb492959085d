//! Marking one's notifications read, dismissing them, bringing them back, deleting them. Nobody else sees these acts, so
//! they leave no history; the person's other pages follow through a mark.

use sea_orm::{ConnectionTrait, Statement, Value};
use switchroom_types::live::{Mark, Topic};
use switchroom_types::{AppError, FieldError, NotificationId};
use uuid::Uuid;

use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;

/// Ids taken at once.
const MAX_IDS: usize = 500;

/// Marks as read (NOTIF-02). Ids of other people are left alone.
///
/// # Permissions
/// Anybody signed in, for themselves.
pub async fn mark_read(portal: &Portal, actor: &Actor, ids: &[NotificationId]) -> Result<u64> {
    set(portal, actor, "read_at = COALESCE(read_at, $2)", Some(ids), "read_at IS NULL").await.map(|ids| ids.len() as u64)
}

/// Dismisses the given ones, or with `None` everything that is not dismissed yet (NOTIF-05); returns which, for undoing.
///
/// # Permissions
/// Anybody signed in, for themselves.
pub async fn dismiss(portal: &Portal, actor: &Actor, ids: Option<&[NotificationId]>) -> Result<Vec<NotificationId>> {
    set(portal, actor, "dismissed_at = $2, read_at = COALESCE(read_at, $2)", ids, "dismissed_at IS NULL").await
}

/// Takes a dismissal back (NOTIF-B2).
///
/// # Permissions
/// Anybody signed in, for themselves.
pub async fn restore(portal: &Portal, actor: &Actor, ids: &[NotificationId]) -> Result<u64> {
    set(portal, actor, "dismissed_at = NULL", Some(ids), "dismissed_at IS NOT NULL").await.map(|ids| ids.len() as u64)
}

/// Deletes one for good (NOTIF-06).
///
/// # Permissions
/// Anybody signed in, for themselves.
///
/// # Errors
/// 404 if the person has no such notification.
pub async fn delete(portal: &Portal, actor: &Actor, id: NotificationId) -> Result<()> {
    let mut tx = portal.begin(actor).await?;
    let sql = "DELETE FROM notifications WHERE user_id = $1 AND id = $2";
    let statement = Statement::from_sql_and_values(portal.db.backend(), sql, [actor.user_id.0.into(), id.0.into()]);
    if tx.conn().execute_raw(statement).await?.rows_affected() == 0 {
        return Err(AppError::not_found("notification").into());
    }
    tx.wake_user(actor.user_id, Topic::Notifications, &Mark::default());
    tx.commit_without_history(PERSONAL).await
}

const PERSONAL: &str = "how a person tidies up their own bell concerns nobody else";

async fn set(
    portal: &Portal,
    actor: &Actor,
    change: &'static str,
    ids: Option<&[NotificationId]>,
    only: &'static str,
) -> Result<Vec<NotificationId>> {
    if ids.is_some_and(|ids| ids.len() > MAX_IDS) {
        let error = FieldError::new("ids", "list.selection_size", format!("At most {MAX_IDS} at once")).arg("max", MAX_IDS);
        return Err(AppError::invalid(vec![error]).into());
    }
    if ids.is_some_and(<[_]>::is_empty) {
        return Ok(Vec::new());
    }
    let mut tx = portal.begin(actor).await?;
    let mut values: Vec<Value> = vec![actor.user_id.0.into()];
    if change.contains("$2") {
        values.push(tx.now().0.into());
    }
    let first = values.len() + 1;
    let chosen = match ids {
        None => String::new(),
        Some(ids) => format!(" AND id IN ({})", (first..ids.len() + first).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")),
    };
    let sql = format!("UPDATE notifications SET {change} WHERE user_id = $1 AND {only}{chosen} RETURNING id");
    values.extend(ids.unwrap_or_default().iter().map(|id| Value::from(id.0)));
    let rows = tx.conn().query_all_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    let changed = rows.iter().map(|row| row.try_get::<Uuid>("", "id").map(NotificationId)).collect::<Result<Vec<_>, _>>()?;
    if !changed.is_empty() {
        tx.wake_user(actor.user_id, Topic::Notifications, &Mark::default());
    }
    tx.commit_without_history(PERSONAL).await?;
    Ok(changed)
}
