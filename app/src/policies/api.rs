//! Server functions of sign-in security.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::policies::{Policy, PolicyForm};
use switchroom_types::{AccountId, AppError};

#[server(prefix = "/api/fn", endpoint = "policies/get", input = Json)]
pub async fn get_policy(account: AccountId) -> Result<Policy, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::policies::get(&portal(), &actor()?, account).await?)
}

/// `seen` is the version that the person has looked at.
#[server(prefix = "/api/fn", endpoint = "policies/edit", input = Json)]
pub async fn edit_policy(account: AccountId, seen: i32, form: PolicyForm) -> Result<Policy, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::policies::edit(&portal(), &actor()?, account, Some(seen), &form).await?)
}
