//! Signs in with a passkey. It does not look at wrong passwords and codes: they never keep the owner of a passkey out
//! (AUTH-27).

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use serde::{Serialize, de::DeserializeOwned};
use switchroom_entity::passkey;
use switchroom_types::factors::PasskeyChallenge;
use switchroom_types::history::Action;
use switchroom_types::sessions::SignInMethod;
use switchroom_types::{AppError, UserId};
use webauthn_rs::prelude::{AuthenticationResult, DiscoverableAuthentication, Passkey, PasskeyAuthentication, PublicKeyCredential};

use super::relying_party::relying_party;
use crate::access::{Origin, Signature};
use crate::error::{Error, Result};
use crate::identity::Person;
use crate::policies;
use crate::portal::Portal;
use crate::sessions::start::{Passed, start_in};
use crate::sessions::steps::{self, Step};
use crate::sessions::throttle::{self, Pace};
use crate::sessions::{self, NewSession};
use crate::tx::Tx;

/// What the browser of anybody is asked for: the same for everybody.
///
/// # Errors
/// 409 `passkeys.unavailable`.
///
/// # Permissions
/// None.
pub fn challenge(portal: &Portal) -> Result<PasskeyChallenge> {
    let (asked, state) = relying_party(portal)?.start_discoverable_authentication().map_err(corrupt)?;
    kept(portal, Step::PasskeySignIn, None, &asked, &state)
}

fn kept(portal: &Portal, step: Step, user: Option<UserId>, asked: &impl Serialize, state: &impl Serialize) -> Result<PasskeyChallenge> {
    let options = serde_json::to_value(asked).map_err(|error| Error::corrupt(error.to_string()))?;
    Ok(PasskeyChallenge { ticket: steps::ticket(portal, step, user, state)?, options })
}

fn corrupt(error: impl std::fmt::Display) -> Error {
    Error::corrupt(format!("passkey: {error}"))
}

/// One answer whatever was wrong, so that it tells nobody which passkeys there are.
fn failed() -> AppError {
    AppError::new(401, "auth.passkey_failed", "This passkey was not accepted. Please try again.")
}

/// # Errors
/// 401 `auth.passkey_failed` whatever was wrong; 403 `auth.deactivated` only for a passkey that fits; 429 `rate.limited`
/// after too many failures from one address.
///
/// # Permissions
/// None: the passkey is the proof.
pub async fn sign_in(
    portal: &Portal,
    ticket: &str,
    credential: serde_json::Value,
    replaces: Option<&str>,
    origin: &Origin,
) -> Result<NewSession> {
    let pace = Pace::start();
    let result = try_sign_in(portal, ticket, credential, replaces, origin).await;
    if result.is_err() {
        pace.finish().await;
    }
    result
}

async fn try_sign_in(
    portal: &Portal,
    ticket: &str,
    credential: serde_json::Value,
    replaces: Option<&str>,
    origin: &Origin,
) -> Result<NewSession> {
    let opened = steps::open_ticket::<DiscoverableAuthentication>(portal, Step::PasskeySignIn, ticket)?;
    let credential: Option<PublicKeyCredential> = serde_json::from_value(credential).ok();
    let (Some(opened), Some(credential)) = (opened, credential) else { return refuse(portal, None, "unknown", origin).await };
    let party = relying_party(portal)?;
    let Ok((user, credential_id)) = party.identify_discoverable_authentication(&credential) else {
        return refuse(portal, None, "unknown", origin).await;
    };
    let user = UserId(user);
    let Some(row) = find(portal, user, credential_id).await? else { return refuse(portal, None, "unknown", origin).await };
    let Some(person) = Person::load(portal.db.read(), user).await? else { return refuse(portal, None, "unknown", origin).await };
    let key: Passkey = stored(&row)?;
    let result = match party.finish_discoverable_authentication_v2(&credential, opened.state, &key) {
        Ok(result) if result.user_verified() => result,
        _ => return refuse(portal, Some(&person), "passkey", origin).await,
    };
    person.require_active()?;
    policies::require_address(portal, &person, origin).await?;
    let mut tx = Tx::begin_as(portal, person.signature(origin)).await?;
    if !steps::spend_ticket(&tx, Step::PasskeySignIn, ticket).await? {
        drop(tx);
        return refuse(portal, Some(&person), "passkey used before", origin).await;
    }
    used(&tx, &row, key, &result).await?;
    let session = start_in(&mut tx, &person, Passed { method: SignInMethod::Passkey, second: None }, replaces, origin).await?;
    tx.commit().await?;
    Ok(session)
}

async fn find(portal: &Portal, user: UserId, credential_id: &[u8]) -> Result<Option<passkey::Model>> {
    let row = passkey::Entity::find().filter(passkey::Column::CredentialId.eq(credential_id.to_vec()));
    Ok(row.filter(passkey::Column::UserId.eq(user.0)).one(portal.db.read()).await?)
}

fn stored<T: DeserializeOwned>(row: &passkey::Model) -> Result<T> {
    serde_json::from_value(row.credential.clone()).map_err(corrupt)
}

/// Keeps the authenticator's counter and when it was used.
async fn used(tx: &Tx, row: &passkey::Model, mut key: Passkey, result: &AuthenticationResult) -> Result<()> {
    key.update_credential(result);
    let credential = serde_json::to_value(&key).map_err(corrupt)?;
    let sql = "UPDATE passkeys SET credential = $1, last_used_at = $2 WHERE id = $3";
    let values = [credential.into(), tx.now().0.into(), row.id.into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    Ok(())
}

/// Counts the failure for the address, and tells history where somebody is concerned.
async fn refuse<T>(portal: &Portal, person: Option<&Person>, reason: &str, origin: &Origin) -> Result<T> {
    metrics::counter!("sign_in_failures_total").increment(1);
    throttle::count_request(portal, "passkey", origin.ip.as_deref().unwrap_or_default(), origin).await?;
    if let Some(person) = person {
        let mut tx = Tx::begin_as(portal, Signature::anonymous(origin)).await?;
        let device = sessions::device(&origin.user_agent.clone().unwrap_or_default());
        let event = person.event(Action::SignInFailed).core("reason", reason).core("ip", origin.ip.clone().unwrap_or_default());
        tx.record(event.extra("device", device));
        tx.commit().await?;
    }
    Err(failed().into())
}

/// A challenge for the passkeys of one person, who is signed in.
///
/// # Errors
/// 409 `passkeys.none`.
pub(crate) async fn challenge_own(portal: &Portal, step: Step, user: UserId) -> Result<PasskeyChallenge> {
    let rows = passkey::Entity::find().filter(passkey::Column::UserId.eq(user.0)).all(portal.db.read()).await?;
    if rows.is_empty() {
        return Err(AppError::conflict("passkeys.none", "You have no passkey.").into());
    }
    let keys = rows.iter().map(stored).collect::<Result<Vec<Passkey>>>()?;
    let (asked, state) = relying_party(portal)?.start_passkey_authentication(&keys).map_err(corrupt)?;
    kept(portal, step, Some(user), &asked, &state)
}

/// Judges the answer to [`challenge_own`] and uses it up in `tx`; false if it does not fit.
pub(crate) async fn check_own(tx: &Tx, step: Step, user: UserId, ticket: &str, credential: serde_json::Value) -> Result<bool> {
    let portal = tx.portal();
    let opened = steps::open_ticket::<PasskeyAuthentication>(portal, step, ticket)?.filter(|opened| opened.user == Some(user));
    let credential: Option<PublicKeyCredential> = serde_json::from_value(credential).ok();
    let (Some(opened), Some(credential)) = (opened, credential) else { return Ok(false) };
    let result = match relying_party(portal)?.finish_passkey_authentication(&credential, &opened.state) {
        Ok(result) if result.user_verified() => result,
        _ => return Ok(false),
    };
    let Some(row) = find(portal, user, AsRef::<[u8]>::as_ref(result.cred_id())).await? else { return Ok(false) };
    if !steps::spend_ticket(tx, step, ticket).await? {
        return Ok(false);
    }
    used(tx, &row, stored(&row)?, &result).await?;
    Ok(true)
}
