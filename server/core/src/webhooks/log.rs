//! What was sent to a webhook, and sending by hand.

use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter};
use switchroom_entity::{webhook, webhook_delivery};
use switchroom_types::access::Permission;
use switchroom_types::history::{Action, Asset};
use switchroom_types::list::{ListQuery, Page, SortColumn};
use switchroom_types::webhooks::{Delivery, DeliveryFilter, DeliverySort, DeliveryState};
use switchroom_types::{AccountId, AppError, DeliveryId, Timestamp, WebhookId};
use uuid::Uuid;

use super::{deliver::LEASE, emit, list, send};
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::history::Event;
use crate::paging::{self, KeyKind, SortKey};
use crate::portal::Portal;

/// The newest first; kept for 30 days. `filter.state` is `queued`, `delivered` or `failed`.
///
/// # Permissions
/// `accounts.view` in the account.
///
/// # Errors
/// 404 `webhook.not_found`.
pub async fn deliveries(portal: &Portal, actor: &Actor, account: AccountId, id: WebhookId, query: &ListQuery) -> Result<Page<Delivery>> {
    use webhook_delivery::Column as C;
    let scope = actor.account(portal, account, Permission::ACCOUNTS_VIEW).await?;
    let webhook = list::model(portal, scope.account_id, id).await?;
    let filter = DeliveryFilter::parse(query)?;
    let sort = query.sort::<DeliverySort>()?;
    let columns = [
        C::Id,
        C::Code,
        C::Title,
        C::State,
        C::Attempts,
        C::ResponseStatus,
        C::Error,
        C::DurationMs,
        C::CreatedAt,
        C::AttemptedAt,
        C::NextAttemptAt,
        C::Body,
    ];
    let mut select = Query::select()
        .columns(columns.map(|column| (webhook_delivery::Entity, column)))
        .from(webhook_delivery::Entity)
        .and_where(C::AccountId.eq(scope.account_id.0))
        .and_where(C::WebhookId.eq(webhook.id))
        .and_where_option(filter.state.map(|state| C::State.eq(state.as_str())))
        .to_owned();
    let total = paging::total(portal.db.read(), &select).await?;
    let key = SortKey { id: sort.column.id(), expr: C::CreatedAt.into_expr(), kind: KeyKind::Int, descending: sort.descending };
    paging::seek(&mut select, &key, C::Id.into_expr(), query)?;
    let (rows, next) = paging::fetch::<Row>(portal.db.read(), &select, &key, query).await?;
    paging::page(rows, next, total, Row::into_delivery)
}

/// Sends the same once more, at once; answers how it went. The log keeps both.
///
/// # Permissions
/// `accounts.edit` in the account.
///
/// # Errors
/// 404 `webhook.not_found`, `delivery.not_found`; 409 `webhook.disabled`.
pub async fn send_again(portal: &Portal, actor: &Actor, account: AccountId, id: WebhookId, delivery: DeliveryId) -> Result<Delivery> {
    let scope = actor.account(portal, account, Permission::ACCOUNTS_EDIT).await?;
    let webhook = list::model(portal, scope.account_id, id).await?;
    let found = stored(portal, scope.account_id, delivery).await?.filter(|found| found.webhook_id == webhook.id);
    let found = found.ok_or_else(|| Error::from(AppError::not_found("delivery")))?;
    let again = emit::delivery(&webhook, &found.code, &found.title, found.body, portal.clock.now());
    now(portal, actor, webhook, again).await
}

/// Sends a test and answers how it went; a test is not repeated.
///
/// # Permissions
/// `accounts.edit` in the account.
///
/// # Errors
/// 404 `webhook.not_found`; 409 `webhook.disabled`.
pub async fn test(portal: &Portal, actor: &Actor, account: AccountId, id: WebhookId) -> Result<Delivery> {
    let scope = actor.account(portal, account, Permission::ACCOUNTS_EDIT).await?;
    let webhook = list::model(portal, scope.account_id, id).await?;
    let title = "This is a test";
    let body = serde_json::json!({
        "id": Uuid::now_v7(), "type": "test", "kind": null, "severity": "info", "status": "info", "at": portal.clock.now(),
        "account": { "id": scope.account_id, "name": scope.account.name }, "title": title, "detail": null,
        "data": { "sender": actor.name }, "url": portal.settings.public_url,
    });
    let sent = emit::delivery(&webhook, "test", title, body.to_string(), portal.clock.now());
    now(portal, actor, webhook, webhook_delivery::Model { once: true, ..sent }).await
}

/// Stores it as leased, so that no replica takes it up, tries it, and settles it.
async fn now(portal: &Portal, actor: &Actor, webhook: webhook::Model, delivery: webhook_delivery::Model) -> Result<Delivery> {
    if !webhook.enabled {
        return Err(AppError::conflict("webhook.disabled", "This webhook is switched off. Switch it on first.").into());
    }
    let mut tx = portal.begin(actor).await?;
    let leased = webhook_delivery::Model { attempts: 1, lease_until: Some(tx.now().plus_secs(LEASE).0), ..delivery };
    webhook_delivery::Entity::insert(webhook_delivery::ActiveModel::from(leased.clone())).exec_without_returning(tx.conn()).await?;
    let account = AccountId(webhook.account_id);
    let event = Event::new(account, actor.partner_id, Action::Launch, Asset::Webhook).of(webhook.id, &webhook.name);
    tx.record(event.core("delivery", leased.id.to_string()).core("code", leased.code.clone()));
    tx.commit().await?;
    let outcome = send::attempt(portal, &webhook, &leased).await;
    send::settle(portal, &webhook, &leased, &outcome).await?;
    let now = stored(portal, account, DeliveryId(leased.id)).await?;
    Row::of(now.ok_or_else(|| Error::from(AppError::not_found("delivery")))?).into_delivery()
}

async fn stored(portal: &Portal, account: AccountId, id: DeliveryId) -> Result<Option<webhook_delivery::Model>> {
    let found = webhook_delivery::Entity::find()
        .filter(webhook_delivery::Column::AccountId.eq(account.0))
        .filter(webhook_delivery::Column::Id.eq(id.0));
    // What was written a moment ago must be seen.
    Ok(found.one(portal.db.write()).await?)
}

#[derive(Debug, FromQueryResult)]
struct Row {
    id: Uuid,
    code: String,
    title: String,
    state: String,
    attempts: i32,
    response_status: Option<i32>,
    error: Option<String>,
    duration_ms: Option<i32>,
    created_at: i64,
    attempted_at: Option<i64>,
    next_attempt_at: i64,
    body: String,
}

impl Row {
    fn of(model: webhook_delivery::Model) -> Self {
        Self {
            id: model.id,
            code: model.code,
            title: model.title,
            state: model.state,
            attempts: model.attempts,
            response_status: model.response_status,
            error: model.error,
            duration_ms: model.duration_ms,
            created_at: model.created_at,
            attempted_at: model.attempted_at,
            next_attempt_at: model.next_attempt_at,
            body: model.body,
        }
    }

    fn into_delivery(self) -> Result<Delivery> {
        let state = DeliveryState::parse(&self.state).ok_or_else(|| Error::corrupt("delivery state"))?;
        Ok(Delivery {
            id: DeliveryId(self.id),
            code: self.code,
            title: self.title,
            state,
            attempts: u32::try_from(self.attempts).unwrap_or_default(),
            response_status: self.response_status.and_then(|status| u16::try_from(status).ok()),
            error: self.error,
            duration_ms: self.duration_ms.and_then(|took| u32::try_from(took).ok()),
            created_at: Timestamp(self.created_at),
            attempted_at: self.attempted_at.map(Timestamp),
            next_attempt_at: (state == DeliveryState::Queued).then_some(Timestamp(self.next_attempt_at)),
            body: self.body,
        })
    }
}
