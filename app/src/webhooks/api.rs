//! Server functions of webhooks.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::webhooks::{Delivery, NewSecret, Webhook, WebhookForm};
use switchroom_types::{AccountId, AppError, DeliveryId, WebhookId};

#[server(prefix = "/api/fn", endpoint = "webhooks/list", input = Json)]
pub async fn list_webhooks(account: AccountId) -> Result<Vec<Webhook>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::webhooks::list(&portal(), &actor()?, account).await?)
}

#[server(prefix = "/api/fn", endpoint = "webhooks/get", input = Json)]
pub async fn get_webhook(account: AccountId, id: WebhookId) -> Result<Webhook, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::webhooks::get(&portal(), &actor()?, account, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "webhooks/create", input = Json)]
pub async fn create_webhook(account: AccountId, form: WebhookForm) -> Result<NewSecret, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::webhooks::create(&portal(), &actor()?, account, form).await?)
}

/// `seen` is the version that the person has looked at.
#[server(prefix = "/api/fn", endpoint = "webhooks/edit", input = Json)]
pub async fn edit_webhook(account: AccountId, id: WebhookId, seen: i32, form: WebhookForm) -> Result<Webhook, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::webhooks::edit(&portal(), &actor()?, account, id, Some(seen), form).await?)
}

#[server(prefix = "/api/fn", endpoint = "webhooks/rotate", input = Json)]
pub async fn rotate_webhook(account: AccountId, id: WebhookId) -> Result<NewSecret, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::webhooks::rotate(&portal(), &actor()?, account, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "webhooks/delete", input = Json)]
pub async fn delete_webhook(account: AccountId, id: WebhookId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::webhooks::delete(&portal(), &actor()?, account, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "webhooks/test", input = Json)]
pub async fn test_webhook(account: AccountId, id: WebhookId) -> Result<Delivery, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::webhooks::test(&portal(), &actor()?, account, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "webhooks/deliveries", input = Json)]
pub async fn list_deliveries(account: AccountId, id: WebhookId, query: ListQuery) -> Result<Page<Delivery>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::webhooks::deliveries(&portal(), &actor()?, account, id, &query).await?)
}

#[server(prefix = "/api/fn", endpoint = "webhooks/send_again", input = Json)]
pub async fn send_again(account: AccountId, id: WebhookId, delivery: DeliveryId) -> Result<Delivery, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::webhooks::send_again(&portal(), &actor()?, account, id, delivery).await?)
}
