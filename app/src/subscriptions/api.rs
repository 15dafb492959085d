//! Server functions of subscriptions.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::subscriptions::Subscriptions;
use switchroom_types::{AccountId, AppError};

#[server(prefix = "/api/fn", endpoint = "subscriptions/list", input = Json)]
pub async fn list_subscriptions(account: AccountId) -> Result<Subscriptions, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::subscriptions::list(&portal(), &actor()?, account).await?)
}
