//! Reading the stored rows that a change is about.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement};
use switchroom_entity::{account, user};
use switchroom_types::{AccountId, AppError, PartnerId, UserId};
use uuid::Uuid;

use crate::error::Result;
use crate::tx::Tx;

/// A user of this account.
///
/// # Errors
/// 404 whether the user never existed or belongs to another account.
pub(crate) async fn one(conn: &impl ConnectionTrait, account: AccountId, id: UserId) -> Result<user::Model> {
    let found = user::Entity::find().filter(user::Column::AccountId.eq(account.0)).filter(user::Column::Id.eq(id.0)).one(conn).await?;
    Ok(found.ok_or_else(|| AppError::not_found("user"))?)
}

/// The same for a change: nobody else writes the row until the transaction ends.
pub(crate) async fn for_update(tx: &Tx, account: AccountId, id: UserId) -> Result<user::Model> {
    let query = user::Entity::find().filter(user::Column::AccountId.eq(account.0)).filter(user::Column::Id.eq(id.0));
    let found = query.lock_exclusive().one(tx.conn()).await?;
    Ok(found.ok_or_else(|| AppError::not_found("user"))?)
}

/// Those of the users that still exist, locked in the order of their ids.
pub(crate) async fn many_for_update(tx: &Tx, account: AccountId, ids: impl IntoIterator<Item = Uuid>) -> Result<Vec<user::Model>> {
    let query = user::Entity::find().filter(user::Column::AccountId.eq(account.0)).filter(user::Column::Id.is_in(ids));
    Ok(query.order_by_asc(user::Column::Id).lock_exclusive().all(tx.conn()).await?)
}

/// The partner whose account it is.
pub(crate) async fn partner_of(conn: &impl ConnectionTrait, account: AccountId) -> Result<Option<PartnerId>> {
    Ok(account::Entity::find_by_id(account.0).one(conn).await?.map(|account| PartnerId(account.partner_id)))
}

/// Takes turns with other changes to the people of this account, so that what was checked (uniqueness, the last
/// administrator) still holds at the commit. SQLite has one writer anyway.
pub(crate) async fn take_turns(tx: &Tx, account: AccountId) -> Result<()> {
    if tx.portal().db.is_sqlite() {
        return Ok(());
    }
    // The last bytes of a UUIDv7 are random.
    let (_, tail) = account.0.as_u64_pair();
    let statement =
        Statement::from_sql_and_values(tx.portal().db.backend(), "SELECT pg_advisory_xact_lock($1)", [tail.cast_signed().into()]);
    tx.conn().execute_raw(statement).await?;
    Ok(())
}
