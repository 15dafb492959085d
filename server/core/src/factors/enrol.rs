//! Sets up and removes the authenticator app of a person (AUTH-B1).

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use switchroom_entity::authenticator;
use switchroom_types::factors::{Enrolment, RecoveryCodes};
use switchroom_types::history::Action;
use switchroom_types::{AppError, FieldError, UserId};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::factors::tell::{Told, tell};
use crate::factors::{authenticator as app, of_user, recovery};
use crate::identity::Person;
use crate::portal::Portal;
use crate::secret;
use crate::sessions;
use crate::tx::Tx;

/// A new secret for the person's app. It counts once [`confirm`] has seen a code of it; beginning again replaces it.
///
/// # Errors
/// 409 `factors.authenticator_exists`: remove the present one first.
///
/// # Permissions
/// The person themselves, in a browser session, with step-up.
pub async fn begin(portal: &Portal, actor: &Actor) -> Result<Enrolment> {
    sessions::require_for_factors(portal, actor).await?;
    let plain = secret::bytes::<{ app::SECRET }>()?;
    let sealed = portal.sealer.seal(&app::place(actor.user_id), &plain)?;
    let sql = "INSERT INTO authenticators (user_id, account_id, secret_sealed, created_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (user_id) DO UPDATE SET secret_sealed = $3, created_at = $4, last_step = 0 \
               WHERE authenticators.confirmed_at IS NULL";
    let values = [actor.user_id.0.into(), actor.account_id.0.into(), sealed.into(), portal.clock.now().0.into()];
    let tx = portal.begin(actor).await?;
    let done = tx.conn().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    if done.rows_affected() == 0 {
        let text = "An authenticator app is set up already. Remove it first.";
        return Err(AppError::conflict("factors.authenticator_exists", text).into());
    }
    tx.commit_without_history("it counts, and is recorded, once it is confirmed").await?;
    app::enrolment(&plain, &actor.email)
}

/// Takes the app into use: somebody who could not show a code would be locked out. Answers the recovery codes of a person
/// who had none.
///
/// # Errors
/// 422 at `code`; 409 `factors.not_begun`.
///
/// # Permissions
/// The person themselves, in a browser session.
pub async fn confirm(portal: &Portal, actor: &Actor, code: &str) -> Result<RecoveryCodes> {
    let session = actor.require_session()?;
    let waiting = authenticator::Entity::find().filter(authenticator::Column::UserId.eq(actor.user_id.0));
    let waiting = waiting.filter(authenticator::Column::ConfirmedAt.is_null()).one(portal.db.read()).await?;
    let waiting = waiting.ok_or_else(not_begun)?;
    let plain = portal.sealer.open(&app::place(actor.user_id), &waiting.secret_sealed)?;
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let Some(step) = app::step_of(&plain, &code, portal.clock.now())? else { return Err(wrong_code("code").into()) };
    let person = Person::load(portal.db.read(), actor.user_id).await?.ok_or_else(|| Error::from(AppError::unauthenticated()))?;
    let fresh = recovery::fresh().await?;
    let mut tx = portal.begin(actor).await?;
    // The secret too: another tab may have begun anew meanwhile.
    let sql = "UPDATE authenticators SET confirmed_at = $1, last_step = $2 \
               WHERE user_id = $3 AND confirmed_at IS NULL AND secret_sealed = $4";
    let values = [tx.now().0.into(), step.into(), actor.user_id.0.into(), waiting.secret_sealed.into()];
    let done = tx.conn().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    if done.rows_affected() == 0 {
        return Err(not_begun().into());
    }
    let first = of_user(tx.conn(), actor.user_id).await?.count() == 1;
    let codes = recovery::for_first(&tx, &person, fresh).await?;
    if first {
        sessions::second_factor_shown(&mut tx, actor.user_id, session).await?;
    }
    tell(&mut tx, &person, Action::Create, Told::Authenticator, "").await?;
    tx.commit().await?;
    Ok(codes)
}

/// # Errors
/// 409 `factors.no_authenticator`.
///
/// # Permissions
/// The person themselves, in a browser session, with step-up.
pub async fn remove(portal: &Portal, actor: &Actor) -> Result<()> {
    sessions::require_for_factors(portal, actor).await?;
    let person = Person::load(portal.db.read(), actor.user_id).await?.ok_or_else(|| Error::from(AppError::unauthenticated()))?;
    let mut tx = portal.begin(actor).await?;
    let done = authenticator::Entity::delete_many().filter(authenticator::Column::UserId.eq(actor.user_id.0));
    let done = done.filter(authenticator::Column::ConfirmedAt.is_not_null()).exec(tx.conn()).await?;
    if done.rows_affected == 0 {
        return Err(AppError::conflict("factors.no_authenticator", "There is no authenticator app to remove.").into());
    }
    without_factors(&tx, actor.user_id).await?;
    tell(&mut tx, &person, Action::Delete, Told::Authenticator, "").await?;
    tx.commit().await
}

/// Recovery codes stand in for a factor; without one they are nothing.
pub(super) async fn without_factors(tx: &Tx, user: UserId) -> Result<()> {
    if of_user(tx.conn(), user).await?.any() { Ok(()) } else { recovery::forget(tx, user).await }
}

fn not_begun() -> AppError {
    AppError::conflict("factors.not_begun", "Begin again: this set-up is no longer open.")
}

pub(crate) fn wrong_code(field: &'static str) -> AppError {
    AppError::invalid(vec![FieldError::new(field, "factors.wrong_code", "This code is not right, or was used already")])
}
