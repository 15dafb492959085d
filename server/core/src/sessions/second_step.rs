//! The second step of signing in, for people with a second factor (AUTH-B1). Between the steps there is no session: the
//! browser holds a ticket that opens nothing but this step.

use sea_orm::{ConnectionTrait, Statement};
use serde::{Deserialize, Serialize};
use switchroom_types::AppError;
use switchroom_types::factors::SecondFactor;
use switchroom_types::history::Action;
use switchroom_types::sessions::SignInMethod;

use crate::access::{Origin, Signature};
use crate::error::{Error, Result};
use crate::factors;
use crate::identity::Person;
use crate::policies;
use crate::portal::Portal;
use crate::sessions::start::{Passed, start_in};
use crate::sessions::steps::{self, Step};
use crate::sessions::throttle::{self, Attempt, Pace};
use crate::sessions::{self, NewSession, sign_in};
use crate::tx::Tx;

#[derive(Serialize, Deserialize)]
struct Waiting {
    method: SignInMethod,
    /// A reset in between makes the ticket worthless.
    password_changed_at: Option<i64>,
}

/// A ticket for the second step; `None` for people without a second factor.
pub(super) async fn ask(portal: &Portal, person: &Person, method: SignInMethod) -> Result<Option<String>> {
    if !factors::of_user(portal.db.read(), person.id()).await?.any() {
        return Ok(None);
    }
    let state = Waiting { method, password_changed_at: person.user.password_changed_at };
    Ok(Some(steps::keep(portal, Step::SecondFactor, Some(person.id()), &state).await?))
}

fn expired() -> AppError {
    AppError::new(401, "auth.second_step_expired", "Please sign in again from the beginning.")
}

async fn waiting(portal: &Portal, ticket: &str) -> Result<(Person, Waiting)> {
    let found = steps::peek::<Waiting>(portal, Step::SecondFactor, ticket).await?;
    let Some((Some(user), state)) = found else { return Err(expired().into()) };
    let person = Person::load(portal.db.read(), user).await?.ok_or_else(|| Error::from(expired()))?;
    person.require_active()?;
    if person.user.password_changed_at != state.password_changed_at {
        return Err(expired().into());
    }
    Ok((person, state))
}

/// With what the step can be passed.
///
/// # Errors
/// 401 `auth.second_step_expired`.
///
/// # Permissions
/// None: the ticket is the proof of the first step.
pub async fn second_step_methods(portal: &Portal, ticket: &str) -> Result<Vec<SecondFactor>> {
    let (person, _) = waiting(portal, ticket).await?;
    let factors = factors::of_user(portal.db.read(), person.id()).await?;
    let offered = [
        (SecondFactor::Authenticator, factors.authenticator.is_some()),
        (SecondFactor::Passkey, !factors.passkeys.is_empty()),
        (SecondFactor::RecoveryCode, factors.recovery_codes > 0),
    ];
    Ok(offered.into_iter().filter(|(_, there)| *there).map(|(factor, _)| factor).collect())
}

/// Passes the step with a code of the app or a recovery code. Wrong ones count and slow down like wrong passwords.
///
/// # Errors
/// 422 at `code`; 401 `auth.second_step_expired`; 429 `rate.limited`; 403 `auth.locked`.
///
/// # Permissions
/// None: the ticket is the proof of the first step.
pub async fn second_step(portal: &Portal, ticket: &str, code: &str, replaces: Option<&str>, origin: &Origin) -> Result<NewSession> {
    let pace = Pace::start();
    let result = try_second_step(portal, ticket, code, replaces, origin).await;
    if result.is_err() {
        pace.finish().await;
    }
    result
}

async fn try_second_step(portal: &Portal, ticket: &str, code: &str, replaces: Option<&str>, origin: &Origin) -> Result<NewSession> {
    let (person, state) = waiting(portal, ticket).await?;
    if person.user.locked_at.is_some() {
        return Err(sign_in::locked().into());
    }
    policies::require_address(portal, &person, origin).await?;
    let attempt = throttle::reserve_code(portal, person.id(), origin).await?;
    let Some(proof) = factors::check(portal, person.id(), code).await? else {
        return Err(wrong(portal, &person, &attempt, "wrong code", origin).await?);
    };
    let mut tx = Tx::begin_as(portal, person.signature(origin)).await?;
    if steps::take::<Waiting>(&tx, Step::SecondFactor, ticket).await?.is_none() {
        return Err(expired().into());
    }
    if !proof.spend(&tx).await? {
        drop(tx);
        return Err(wrong(portal, &person, &attempt, "code used before", origin).await?);
    }
    attempt.forget_in(&tx).await?;
    let passed = Passed { method: state.method, second: Some(proof.factor()) };
    let session = start_in(&mut tx, &person, passed, replaces, origin).await?;
    if proof.factor() == SecondFactor::RecoveryCode {
        let left = factors::of_user(tx.conn(), person.id()).await?.recovery_codes;
        factors::tell_code_used(&mut tx, &person, left).await?;
    }
    tx.commit().await?;
    Ok(session)
}

/// Counts the failure, tells history, and locks after too many.
async fn wrong(portal: &Portal, person: &Person, attempt: &Attempt, reason: &str, origin: &Origin) -> Result<Error> {
    metrics::counter!("sign_in_failures_total").increment(1);
    let mut tx = Tx::begin_as(portal, Signature::anonymous(origin)).await?;
    let locks = attempt.fail_in(&tx).await?;
    let device = sessions::device(&origin.user_agent.clone().unwrap_or_default());
    let event = person.event(Action::SignInFailed).core("reason", reason).core("ip", origin.ip.clone().unwrap_or_default());
    tx.record(event.extra("device", device));
    if locks {
        // Whoever guesses codes knows the password.
        let sql = "UPDATE users SET locked_at = $1 WHERE id = $2";
        let values = [tx.now().0.into(), person.user.id.into()];
        tx.conn().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
        tx.record(person.event(Action::Lock).core("reason", "too many wrong codes"));
    }
    tx.commit().await?;
    Ok(factors::wrong_code("code").into())
}
