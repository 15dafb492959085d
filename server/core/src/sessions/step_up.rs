//! Confirming within a session that it is still the person (AUTH-B6). The cookie gets a new secret, as at every sign-in.

use sea_orm::{ConnectionTrait, Statement};
use switchroom_types::factors::{PasskeyChallenge, StepUpMethods, StepUpProof};
use switchroom_types::history::Action;
use switchroom_types::{AppError, FieldError, UserId};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::factors::{self, passkeys};
use crate::identity::Person;
use crate::portal::Portal;
use crate::sessions::steps::Step;
use crate::sessions::throttle;
use crate::{password, secret, tx::Tx};

/// With what the person can confirm it.
///
/// # Permissions
/// The person themselves, in a browser session.
pub async fn step_up_methods(portal: &Portal, actor: &Actor) -> Result<StepUpMethods> {
    actor.require_session()?;
    of_person(portal, actor.user_id).await
}

async fn of_person(portal: &Portal, user: UserId) -> Result<StepUpMethods> {
    let person = Person::load(portal.db.read(), user).await?.ok_or_else(|| Error::from(AppError::unauthenticated()))?;
    let factors = factors::of_user(portal.db.read(), user).await?;
    Ok(StepUpMethods {
        password: person.user.password_hash.is_some() && !person.user.sso_only,
        authenticator: factors.authenticator.is_some(),
        passkey: !factors.passkeys.is_empty(),
    })
}

/// For changes of one's own factors (ASVS 7.5.1): as [`Actor::require_step_up`], except for people who sign in elsewhere and
/// have nothing to confirm it with yet.
pub(crate) async fn require_for_factors(portal: &Portal, actor: &Actor) -> Result<()> {
    actor.require_session()?;
    match actor.require_step_up(portal) {
        Err(refused) if of_person(portal, actor.user_id).await?.any() => Err(refused.into()),
        _ => Ok(()),
    }
}

/// What the browser is asked for to confirm it with a passkey.
///
/// # Errors
/// 409 `passkeys.none`.
///
/// # Permissions
/// The person themselves, in a browser session.
pub async fn step_up_challenge(portal: &Portal, actor: &Actor) -> Result<PasskeyChallenge> {
    actor.require_session()?;
    passkeys::challenge_own(portal, Step::Confirm, actor.user_id).await
}

/// Judges the proof; the answer is the session's new secret. Wrong passwords and codes count like those of signing in.
///
/// # Errors
/// 422 at `password`, `code` or `passkey`; 429 `rate.limited`.
///
/// # Permissions
/// The person themselves, in a browser session.
pub async fn step_up(portal: &Portal, actor: &Actor, proof: StepUpProof) -> Result<String> {
    let session = actor.require_session()?;
    let tx = match proof {
        StepUpProof::Password { password } => by_password(portal, actor, &password).await?,
        StepUpProof::Authenticator { code } => by_code(portal, actor, &code).await?,
        StepUpProof::Passkey { ticket, credential } => by_passkey(portal, actor, &ticket, credential).await?,
    };
    let fresh = secret::generate()?;
    let sql = "UPDATE sessions SET step_up_at = $1, secret_hash = $2 WHERE id = $3";
    let values = [tx.now().0.into(), secret::hash(&fresh).into(), session.0.into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    tx.commit_without_history("what it is for is recorded; failures are").await?;
    Ok(fresh)
}

fn wrong(field: &'static str, code: &'static str, message: &str) -> Error {
    AppError::invalid(vec![FieldError::new(field, code, message)]).into()
}

async fn by_password(portal: &Portal, actor: &Actor, entered: &str) -> Result<Tx> {
    let person = Person::load(portal.db.read(), actor.user_id).await?.ok_or_else(|| Error::from(AppError::unauthenticated()))?;
    let attempt = throttle::reserve_one(portal, actor.user_id, &actor.origin).await?;
    let usable = person.user.password_hash.as_deref().filter(|_| !person.user.sso_only);
    if !password::verify(entered, usable).await? {
        let mut tx = portal.begin(actor).await?;
        attempt.fail_in(&tx).await?;
        failed(&mut tx, &person, "wrong password");
        tx.commit().await?;
        return Err(wrong("password", "password.wrong", "This is not your current password"));
    }
    attempt.forget(portal).await?;
    portal.begin(actor).await
}

async fn by_code(portal: &Portal, actor: &Actor, code: &str) -> Result<Tx> {
    let person = Person::load(portal.db.read(), actor.user_id).await?.ok_or_else(|| Error::from(AppError::unauthenticated()))?;
    let attempt = throttle::reserve_code(portal, actor.user_id, &actor.origin).await?;
    let proof = factors::check(portal, actor.user_id, code).await?.filter(|proof| proof.is_of_app());
    let tx = portal.begin(actor).await?;
    if let Some(proof) = proof
        && proof.spend(&tx).await?
    {
        attempt.forget_in(&tx).await?;
        return Ok(tx);
    }
    drop(tx);
    let mut tx = portal.begin(actor).await?;
    attempt.fail_in(&tx).await?;
    failed(&mut tx, &person, "wrong code");
    tx.commit().await?;
    Err(factors::wrong_code("code").into())
}

async fn by_passkey(portal: &Portal, actor: &Actor, ticket: &str, credential: serde_json::Value) -> Result<Tx> {
    let tx = portal.begin(actor).await?;
    if passkeys::check_own(&tx, Step::Confirm, actor.user_id, ticket, credential).await? {
        return Ok(tx);
    }
    Err(wrong("passkey", "auth.passkey_failed", "This passkey was not accepted. Please try again."))
}

fn failed(tx: &mut Tx, person: &Person, reason: &str) {
    tx.record(person.event(Action::SignInFailed).core("reason", reason).core("step_up", true));
}
