//! The webhooks of an account.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Statement};
use switchroom_entity::webhook as entity;
use switchroom_types::access::Permission;
use switchroom_types::webhooks::{DeliveryState, Webhook};
use switchroom_types::{AccountId, AppError, Timestamp, WebhookId};
use uuid::Uuid;

use super::row;
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::portal::Portal;

/// By name.
///
/// # Permissions
/// `accounts.view` in the account.
pub async fn list(portal: &Portal, actor: &Actor, account: AccountId) -> Result<Vec<Webhook>> {
    let scope = actor.account(portal, account, Permission::ACCOUNTS_VIEW).await?;
    let query = entity::Entity::find().filter(entity::Column::AccountId.eq(scope.account_id.0)).order_by_asc(entity::Column::NameKey);
    let mut webhooks = Vec::new();
    for model in query.all(portal.db.read()).await? {
        let last = last(portal, scope.account_id, model.id).await?;
        webhooks.push(row::view(model, last)?);
    }
    Ok(webhooks)
}

/// # Permissions
/// `accounts.view` in the account.
///
/// # Errors
/// 404 `webhook.not_found`.
pub async fn get(portal: &Portal, actor: &Actor, account: AccountId, id: WebhookId) -> Result<Webhook> {
    let scope = actor.account(portal, account, Permission::ACCOUNTS_VIEW).await?;
    let model = model(portal, scope.account_id, id).await?;
    let last = last(portal, scope.account_id, model.id).await?;
    row::view(model, last)
}

/// The stored webhook of an account that the caller may reach.
pub(super) async fn model(portal: &Portal, account: AccountId, id: WebhookId) -> Result<entity::Model> {
    let found = entity::Entity::find().filter(entity::Column::AccountId.eq(account.0)).filter(entity::Column::Id.eq(id.0));
    found.one(portal.db.read()).await?.ok_or_else(|| AppError::not_found("webhook").into())
}

async fn last(portal: &Portal, account: AccountId, webhook: Uuid) -> Result<Option<(DeliveryState, Timestamp)>> {
    let sql = "SELECT state, created_at FROM webhook_deliveries WHERE account_id = $1 AND webhook_id = $2 ORDER BY created_at DESC, id DESC LIMIT 1";
    let statement = Statement::from_sql_and_values(portal.db.backend(), sql, [account.0.into(), webhook.into()]);
    let Some(row) = portal.db.read().query_one_raw(statement).await? else { return Ok(None) };
    let state: String = row.try_get("", "state")?;
    let state = DeliveryState::parse(&state).ok_or_else(|| Error::corrupt("delivery state"))?;
    Ok(Some((state, Timestamp(row.try_get("", "created_at")?))))
}
