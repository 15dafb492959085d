//! Server functions of second factors.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::AppError;
use switchroom_types::factors::{Enrolment, Factors, RecoveryCodes};

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
