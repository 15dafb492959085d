//! Server functions of notifications.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::notifications::NotificationRow;
use switchroom_types::{AppError, NotificationId};

#[server(prefix = "/api/fn", endpoint = "notifications/list", input = Json)]
pub async fn list_notifications(query: ListQuery) -> Result<Page<NotificationRow>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::notifications::list(&portal(), &actor()?, query).await?)
}

#[server(prefix = "/api/fn", endpoint = "notifications/pending", input = Json)]
pub async fn pending_notifications() -> Result<u64, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::notifications::pending(&portal(), actor()?.user_id).await?)
}

#[server(prefix = "/api/fn", endpoint = "notifications/read", input = Json)]
pub async fn read_notifications(ids: Vec<NotificationId>) -> Result<u64, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::notifications::mark_read(&portal(), &actor()?, &ids).await?)
}

/// `None` dismisses everything.
#[server(prefix = "/api/fn", endpoint = "notifications/dismiss", input = Json)]
pub async fn dismiss_notifications(ids: Option<Vec<NotificationId>>) -> Result<Vec<NotificationId>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::notifications::dismiss(&portal(), &actor()?, ids.as_deref()).await?)
}

#[server(prefix = "/api/fn", endpoint = "notifications/restore", input = Json)]
pub async fn restore_notifications(ids: Vec<NotificationId>) -> Result<u64, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::notifications::restore(&portal(), &actor()?, &ids).await?)
}

#[server(prefix = "/api/fn", endpoint = "notifications/delete", input = Json)]
pub async fn delete_notification(id: NotificationId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::notifications::delete(&portal(), &actor()?, id).await?)
}
