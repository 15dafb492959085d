//! One event.

use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, ConnectionTrait, FromQueryResult};
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
    let mut select = Query::select();
    row::select(&mut select)
        .from(event::Entity)
        .and_where(event::Column::AccountId.eq(scope.account_id.0))
        .and_where(event::Column::Id.eq(id.0));
    let found = portal.db.read().query_one(&select).await?.ok_or_else(|| Error::from(AppError::not_found("event")))?;
    row::Stored::from_query_result(&found, "")?.into_row()
}
