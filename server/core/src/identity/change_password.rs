//! A signed-in person changes their password (AUTH-23).

use sea_orm::{ConnectionTrait, Statement};
use serde::{Deserialize, Serialize};
use switchroom_types::history::{Action, Change};
use switchroom_types::sessions::SignInMethod;
use switchroom_types::{AppError, FieldError};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::history::REDACTED;
use crate::identity::{Person, new_password::NewPassword};
use crate::links::{self, Purpose};
use crate::portal::Portal;
use crate::{password, sessions};

#[derive(Clone, Serialize, Deserialize)]
pub struct PasswordChange {
    pub current: String,
    pub new: String,
    pub repeat: String,
}

/// Keeps this session and ends the others. Wrong current passwords count like failed sign-ins (AUTH-27).
///
/// # Errors
/// 422 at the field; 429 after too many wrong ones; 403 `auth.password_elsewhere` for sign-ins by another method.
///
/// # Permissions
/// The person themselves, in a browser session.
pub async fn change_password(portal: &Portal, actor: &Actor, change: PasswordChange) -> Result<()> {
    let session = actor.require_session()?;
    if actor.method != SignInMethod::Password {
        return Err(AppError::new(403, "auth.password_elsewhere", "Your password is kept where you signed in.").into());
    }
    let person = Person::load(portal.db.read(), actor.user_id).await?.ok_or_else(|| Error::from(AppError::unauthenticated()))?;
    if change.new != change.repeat {
        return Err(AppError::invalid(vec![FieldError::new("repeat", "password.mismatch", "The two entries differ")]).into());
    }
    let attempt = sessions::throttle::reserve_one(portal, actor.user_id, &actor.origin).await?;
    if !password::verify(&change.current, person.user.password_hash.as_deref()).await? {
        attempt.fail(portal).await?;
        return Err(AppError::invalid(vec![FieldError::new("current", "password.wrong", "This is not your current password")]).into());
    }
    attempt.forget(portal).await?;
    let password = NewPassword::check(portal, &person, "new", &change.new).await?;
    let mut tx = portal.begin(actor).await?;
    let sql = "UPDATE users SET password_hash = $1, password_changed_at = $2 WHERE id = $3";
    let values = [password.hash.clone().into(), tx.now().0.into(), person.user.id.into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    links::void(&tx, actor.user_id, &[Purpose::AdminReset, Purpose::SelfReset]).await?;
    sessions::forgive(&tx, actor.user_id).await?;
    sessions::end_all(&mut tx, actor.user_id, Some(session)).await?;
    let change = Change { property: "password".to_owned(), before: REDACTED.into(), after: REDACTED.into() };
    tx.record(password.noted_in(person.event(Action::PasswordChange).changes(vec![change])));
    tx.commit().await
}
