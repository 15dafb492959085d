//! Adds a passkey.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use switchroom_entity::passkey;
use switchroom_types::AppError;
use switchroom_types::error::FieldErrors;
use switchroom_types::factors::{AddedPasskey, PasskeyChallenge};
use switchroom_types::history::Action;
use uuid::Uuid;
use webauthn_rs::prelude::{CredentialID, PasskeyRegistration, RegisterPublicKeyCredential};

use super::relying_party::relying_party;
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::factors::tell::{Told, tell};
use crate::factors::{list, of_user, recovery};
use crate::identity::Person;
use crate::portal::Portal;
use crate::sessions::{
    self,
    steps::{self, Step},
};

/// Of one person.
const MOST: u64 = 20;

/// What the browser is asked for: a passkey that can be found without a username, and verifies its user.
///
/// # Errors
/// 409 `passkeys.too_many`, `passkeys.unavailable`.
///
/// # Permissions
/// The person themselves, in a browser session, with step-up.
pub async fn begin(portal: &Portal, actor: &Actor) -> Result<PasskeyChallenge> {
    sessions::require_for_factors(portal, actor).await?;
    let known = passkey::Entity::find().filter(passkey::Column::UserId.eq(actor.user_id.0)).all(portal.db.read()).await?;
    if known.len() as u64 >= MOST {
        return Err(too_many().into());
    }
    let known = known.into_iter().map(|row| CredentialID::from(row.credential_id)).collect();
    let party = relying_party(portal)?;
    let (asked, state) = party
        .start_passkey_registration(actor.user_id.0, &actor.email, &actor.name, Some(known))
        .map_err(|error| Error::corrupt(format!("passkey: {error}")))?;
    let mut options = serde_json::to_value(asked).map_err(|error| Error::corrupt(error.to_string()))?;
    if let Some(selection) = options.pointer_mut("/publicKey/authenticatorSelection").and_then(|selection| selection.as_object_mut()) {
        // Signing in asks for no name first, so the authenticator has to know whose passkey it is.
        selection.insert("residentKey".to_owned(), "required".into());
        selection.insert("requireResidentKey".to_owned(), true.into());
    }
    Ok(PasskeyChallenge { ticket: steps::ticket(portal, Step::PasskeyAdd, Some(actor.user_id), &state)?, options })
}

fn too_many() -> AppError {
    AppError::conflict("passkeys.too_many", format!("At most {MOST} passkeys. Delete one first.")).arg("max", MOST)
}

/// Keeps the passkey that the browser has made. Answers recovery codes to somebody who has none.
///
/// # Errors
/// 422 at `name`; 400 `passkeys.refused` for an answer that does not fit; 409 `passkeys.expired`, `passkeys.taken`.
///
/// # Permissions
/// The person themselves, in a browser session.
pub async fn add(portal: &Portal, actor: &Actor, ticket: &str, name: &str, credential: serde_json::Value) -> Result<AddedPasskey> {
    let session = actor.require_session()?;
    let mut errors = FieldErrors::default();
    let name = errors.text("name", name, true, 80);
    errors.finish()?;
    let opened = steps::open_ticket::<PasskeyRegistration>(portal, Step::PasskeyAdd, ticket)?;
    let Some(opened) = opened.filter(|opened| opened.user == Some(actor.user_id)) else { return Err(expired().into()) };
    let credential: RegisterPublicKeyCredential = serde_json::from_value(credential).map_err(|_| refused())?;
    let made = relying_party(portal)?.finish_passkey_registration(&credential, &opened.state).map_err(|error| {
        tracing::info!(%error, user = %actor.user_id, "a passkey was refused");
        refused()
    })?;
    let person = Person::load(portal.db.read(), actor.user_id).await?.ok_or_else(|| Error::from(AppError::unauthenticated()))?;
    let fresh = recovery::fresh().await?;
    let mut tx = portal.begin(actor).await?;
    if !steps::spend_ticket(&tx, Step::PasskeyAdd, ticket).await? {
        return Err(expired().into());
    }
    if passkey::Entity::find().filter(passkey::Column::UserId.eq(actor.user_id.0)).count(tx.conn()).await? >= MOST {
        return Err(too_many().into());
    }
    let model = passkey::Model {
        id: Uuid::now_v7(),
        account_id: actor.account_id.0,
        user_id: actor.user_id.0,
        credential_id: AsRef::<[u8]>::as_ref(made.cred_id()).to_vec(),
        name: name.clone(),
        credential: serde_json::to_value(&made).map_err(|error| Error::corrupt(error.to_string()))?,
        created_at: tx.now().0,
        last_used_at: None,
    };
    let insert = passkey::ActiveModel {
        id: Set(model.id),
        account_id: Set(model.account_id),
        user_id: Set(model.user_id),
        credential_id: Set(model.credential_id.clone()),
        name: Set(model.name.clone()),
        credential: Set(model.credential.clone()),
        created_at: Set(model.created_at),
        last_used_at: Set(None),
    };
    let stored = passkey::Entity::insert(insert).exec_without_returning(tx.conn()).await.map_err(Error::from);
    if let Err(error) = stored {
        return Err(match error.unique_violation() {
            Some(_) => AppError::conflict("passkeys.taken", "This passkey is known already.").into(),
            None => error,
        });
    }
    let first = of_user(tx.conn(), actor.user_id).await?.count() == 1;
    let codes = recovery::for_first(&tx, &person, fresh).await?;
    if first {
        sessions::second_factor_shown(&mut tx, actor.user_id, session).await?;
    }
    tell(&mut tx, &person, Action::Create, Told::Passkey, &name).await?;
    tx.commit().await?;
    Ok(AddedPasskey { passkey: list::row(model), recovery_codes: codes.codes })
}

pub(super) fn expired() -> AppError {
    AppError::conflict("passkeys.expired", "This took too long. Please try again.")
}

fn refused() -> AppError {
    AppError::bad_request("passkeys.refused", "This passkey cannot be used here.")
}
