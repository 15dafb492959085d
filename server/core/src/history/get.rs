//! One event.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use switchroom_entity::event;
use switchroom_types::history::EventRow;
use switchroom_types::{AccountId, AppError, EventId};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::history::{list, row};
use crate::portal::Portal;

/// # Permissions
/// As [`list::list`].
///
/// # Errors
/// 404 if the account has no such event.
pub async fn get(portal: &Portal, actor: &Actor, account: AccountId, id: EventId) -> Result<EventRow> {
    let scope = list::authorise(portal, actor, account).await?;
    let found = event::Entity::find()
        .filter(event::Column::AccountId.eq(scope.account_id.0))
        .filter(event::Column::Id.eq(id.0))
        .one(portal.db.read())
        .await?;
    row::row(found.ok_or_else(|| Error::from(AppError::not_found("event")))?)
}
