//! Sets a new password through a reset link (AUTH-22).

use sea_orm::{ConnectionTrait, Statement};
use switchroom_types::history::{Action, Change};
use switchroom_types::sessions::LinkValidity;

use crate::access::Origin;
use crate::error::Result;
use crate::history::REDACTED;
use crate::identity::{
    new_password::NewPassword,
    register::{gone, valid},
};
use crate::links::{self, Purpose};
use crate::portal::Portal;
use crate::sessions;
use crate::tx::Tx;

/// The new password ends every session of the person and lifts a lock.
///
/// # Errors
/// As [`crate::identity::register`].
///
/// # Permissions
/// None: the link is the proof.
pub async fn reset_password(portal: &Portal, secret: &str, new_password: &str, origin: &Origin) -> Result<()> {
    let (link, person) = valid(portal, secret, &[Purpose::AdminReset, Purpose::SelfReset]).await?;
    let password = NewPassword::check(portal, &person, "password", new_password).await?;
    let mut tx = Tx::begin_as(portal, person.signature(origin)).await?;
    if !links::spend(&tx, secret).await? {
        return Err(gone(LinkValidity::Used).into());
    }
    links::void(&tx, link.user_id, &[Purpose::AdminReset, Purpose::SelfReset]).await?;
    let sql = "UPDATE users SET password_hash = $1, password_changed_at = $2, locked_at = NULL WHERE id = $3";
    let values = [password.hash.clone().into(), tx.now().0.into(), person.user.id.into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    sessions::forgive(&tx, person.id()).await?;
    sessions::end_all(&mut tx, person.id(), None).await?;
    let before = if person.user.password_hash.is_some() { REDACTED.into() } else { serde_json::Value::Null };
    let change = Change { property: "password".to_owned(), before, after: REDACTED.into() };
    tx.record(password.noted_in(person.event(Action::PasswordChange).changes(vec![change]).core("reason", "reset link")));
    if person.user.locked_at.is_some() {
        tx.record(person.event(Action::Unlock).core("reason", "password reset"));
    }
    tx.commit().await
}
