//! Starts the session of a person whose identity has been proven, or asks for the second step first.

use sea_orm::{ConnectionTrait, Statement};
use switchroom_types::factors::SecondFactor;
use switchroom_types::history::{Action, Asset};
use switchroom_types::sessions::SignInMethod;

use crate::access::Origin;
use crate::error::Result;
use crate::identity::Person;
use crate::policies;
use crate::portal::Portal;
use crate::sessions::{self, NewSession, Outcome, known_device, second_step};
use crate::{secret, tx::Tx};

/// What a person has shown.
#[derive(Clone, Copy)]
pub(crate) struct Passed {
    pub method: SignInMethod,
    /// What the second step was passed with.
    pub second: Option<SecondFactor>,
}

/// After the first step: signs in, or asks people with a second factor for it.
pub(crate) async fn start_or_ask(
    portal: &Portal,
    person: Person,
    method: SignInMethod,
    replaces: Option<&str>,
    origin: &Origin,
) -> Result<Outcome> {
    policies::require_address(portal, &person, origin).await?;
    if let Some(ticket) = second_step::ask(portal, &person, method).await? {
        return Ok(Outcome::SecondStep { ticket });
    }
    let mut tx = Tx::begin_as(portal, person.signature(origin)).await?;
    let session = start_in(&mut tx, &person, Passed { method, second: None }, replaces, origin).await?;
    tx.commit().await?;
    Ok(Outcome::SignedIn { person: Box::new(person), session })
}

/// Creates the session and tells history; the browser's old session ends.
pub(crate) async fn start_in(tx: &mut Tx, person: &Person, passed: Passed, replaces: Option<&str>, origin: &Origin) -> Result<NewSession> {
    let backend = tx.portal().db.backend();
    sessions::forgive(tx, person.id()).await?;
    if let Some(old) = replaces {
        let sql = "DELETE FROM sessions WHERE secret_hash = $1";
        tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, [secret::hash(old).into()])).await?;
    }
    let mut session = sessions::create(tx, person.id(), person.account_id(), passed.method, origin).await?;
    if passed.second.is_some() {
        let sql = "UPDATE sessions SET mfa_at = $1 WHERE id = $2";
        tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, [tx.now().0.into(), session.id.0.into()])).await?;
    }
    let sql = "UPDATE users SET last_sign_in_at = $1 WHERE id = $2";
    tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, [tx.now().0.into(), person.user.id.into()])).await?;
    let mut event = person.event(Action::SignIn).core("method", passed.method.as_str());
    event.asset = Asset::Session;
    if let Some(second) = passed.second {
        event = event.core("second_factor", second.as_str());
    }
    event = event.extra("device", sessions::device(&origin.user_agent.clone().unwrap_or_default()));
    tx.record(event);
    session.device = Some(known_device::notice(tx, person, origin).await?);
    Ok(session)
}
