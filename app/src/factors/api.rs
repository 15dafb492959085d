//! Server functions of second factors.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::factors::{AddedPasskey, Enrolment, Factors, PasskeyChallenge, RecoveryCodes};
use switchroom_types::{AppError, PasskeyId};

#[server(prefix = "/api/fn", endpoint = "factors/list", input = Json)]
pub async fn list_factors() -> Result<Factors, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::factors::list(&portal(), &actor()?).await?)
}

/// A new secret for an authenticator app; it counts once it is confirmed.
#[server(prefix = "/api/fn", endpoint = "factors/begin_authenticator", input = Json)]
pub async fn begin_authenticator() -> Result<Enrolment, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::factors::begin(&portal(), &actor()?).await?)
}

#[server(prefix = "/api/fn", endpoint = "factors/confirm_authenticator", input = Json)]
pub async fn confirm_authenticator(code: String) -> Result<RecoveryCodes, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::factors::confirm(&portal(), &actor()?, &code).await?)
}

#[server(prefix = "/api/fn", endpoint = "factors/remove_authenticator", input = Json)]
pub async fn remove_authenticator() -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::factors::remove(&portal(), &actor()?).await?)
}

#[server(prefix = "/api/fn", endpoint = "factors/renew_codes", input = Json)]
pub async fn renew_recovery_codes() -> Result<RecoveryCodes, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::factors::renew(&portal(), &actor()?).await?)
}

/// What the browser is asked for to make a passkey.
#[server(prefix = "/api/fn", endpoint = "factors/begin_passkey", input = Json)]
pub async fn begin_passkey() -> Result<PasskeyChallenge, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::factors::passkeys::begin(&portal(), &actor()?).await?)
}

#[server(prefix = "/api/fn", endpoint = "factors/add_passkey", input = Json)]
pub async fn add_passkey(ticket: String, name: String, credential: serde_json::Value) -> Result<AddedPasskey, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::factors::passkeys::add(&portal(), &actor()?, &ticket, &name, credential).await?)
}

#[server(prefix = "/api/fn", endpoint = "factors/rename_passkey", input = Json)]
pub async fn rename_passkey(id: PasskeyId, name: String) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::factors::passkeys::rename(&portal(), &actor()?, id, &name).await?)
}

#[server(prefix = "/api/fn", endpoint = "factors/remove_passkey", input = Json)]
pub async fn remove_passkey(id: PasskeyId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::factors::passkeys::remove(&portal(), &actor()?, id).await?)
}
