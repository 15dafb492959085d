//! An admin lifts the lock that wrong passwords have put on somebody (AUTH-27).

use sea_orm::{ConnectionTrait, Statement};
use switchroom_types::access::Permission;
use switchroom_types::history::Action;
use switchroom_types::{AccountId, AppError, UserId};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::identity::Person;
use crate::portal::Portal;
use crate::sessions;

/// Does nothing for somebody who is not locked.
///
/// # Permissions
/// `users.edit` in the account.
pub async fn unlock(portal: &Portal, actor: &Actor, account: AccountId, user: UserId) -> Result<()> {
    let scope = actor.account(portal, account, Permission::USERS_EDIT).await?;
    let person = Person::load(portal.db.read(), user).await?.filter(|person| person.account_id() == scope.account_id);
    let person = person.ok_or_else(|| Error::from(AppError::not_found("user")))?;
    let mut tx = portal.begin(actor).await?;
    sessions::forgive(&tx, user).await?;
    if person.user.locked_at.is_none() {
        return tx.commit_without_history("counters only; nothing that anybody saw has changed").await;
    }
    let sql = "UPDATE users SET locked_at = NULL WHERE id = $1";
    tx.conn().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, [user.0.into()])).await?;
    tx.record(person.event(Action::Unlock));
    tx.commit().await
}
