//! Server functions of the profile.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::profile::{ProfileForm, TokenForm};
use switchroom_types::sessions::{NewToken, TokenRow};
use switchroom_types::{AppError, TokenId};

#[server(prefix = "/api/fn", endpoint = "profile/update", input = Json)]
pub async fn update_profile(form: ProfileForm) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::identity::update_profile(&portal(), &actor()?, form).await?)
}

#[server(prefix = "/api/fn", endpoint = "profile/change_password", input = Json)]
pub async fn change_password(current: String, new: String, repeat: String) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    use switchroom_core::identity::{PasswordChange, change_password};
    Ok(change_password(&portal(), &actor()?, PasswordChange { current, new, repeat }).await?)
}

#[server(prefix = "/api/fn", endpoint = "tokens/list", input = Json)]
pub async fn list_tokens() -> Result<Vec<TokenRow>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::tokens::list(&portal(), &actor()?).await?)
}

#[server(prefix = "/api/fn", endpoint = "tokens/create", input = Json)]
pub async fn create_token(form: TokenForm) -> Result<NewToken, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::tokens::create(&portal(), &actor()?, form).await?)
}

#[server(prefix = "/api/fn", endpoint = "tokens/revoke", input = Json)]
pub async fn revoke_token(id: TokenId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::tokens::revoke(&portal(), &actor()?, id).await?)
}

/// Every zone of the IANA database, for the list in the profile.
#[server(prefix = "/api/fn", endpoint = "profile/zones", input = Json)]
pub async fn time_zones() -> Result<Vec<String>, AppError> {
    crate::server::actor()?;
    Ok(chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name().to_owned()).collect())
}
