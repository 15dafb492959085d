//! Adds, changes and removes webhooks, and gives them new secrets.

use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Statement};
use serde_json::json;
use switchroom_entity::webhook as entity;
use switchroom_types::access::Permission;
use switchroom_types::history::{Action, Asset, EventType};
use switchroom_types::webhooks::{NewSecret, Webhook, WebhookForm};
use switchroom_types::{AccountId, AppError, FieldError, WebhookId};
use uuid::Uuid;

use super::{form, list, row};
use crate::access::{AccountScope, Actor};
use crate::error::{Error, Result};
use crate::history::{Event, changes};
use crate::portal::Portal;
use crate::secret;
use crate::text;
use crate::tx::Tx;

/// Webhooks of one account.
const MOST: u64 = 20;
/// By which secret scanners know it.
const PREFIX: &str = "whsec_";

/// The answer holds the secret, which is not shown again.
///
/// # Permissions
/// `accounts.edit` in the account.
///
/// # Errors
/// 422 at the fields, `webhook.name_taken` among them; 409 `webhook.too_many`.
pub async fn create(portal: &Portal, actor: &Actor, account: AccountId, form: WebhookForm) -> Result<NewSecret> {
    let scope = actor.account(portal, account, Permission::ACCOUNTS_EDIT).await?;
    let form = form::check(portal, form)?;
    let mut tx = portal.begin(actor).await?;
    let count = entity::Entity::find().filter(entity::Column::AccountId.eq(scope.account_id.0)).count(tx.conn()).await?;
    if count >= MOST {
        let error = AppError::conflict("webhook.too_many", format!("At most {MOST} webhooks. Delete one first."));
        return Err(error.arg("max", MOST).into());
    }
    let id = Uuid::now_v7();
    let now = tx.now().0;
    let (secret, sealed, hint) = new_secret(&tx, id)?;
    let model = entity::Model {
        id,
        account_id: scope.account_id.0,
        version: 1,
        name_key: text::fold(&form.name),
        name: form.name,
        url: form.url,
        kinds: json!(form.kinds),
        min_severity: form.min_severity.as_str().to_owned(),
        enabled: form.enabled,
        secret_sealed: sealed,
        secret_hint: hint,
        secret_set_at: now,
        created_at: now,
        modified_at: now,
        modified_by: tx.signature.name.clone(),
    };
    let stored = entity::Entity::insert(entity::ActiveModel::from(model.clone()).reset_all()).exec_without_returning(tx.conn()).await;
    stored.map_err(|error| taken(error.into()))?;
    tx.record(event(&scope, Action::Create, &model).changes(changes(None, Some(&model))));
    tx.commit().await?;
    Ok(NewSecret { webhook: row::view(model, None)?, secret })
}

/// # Permissions
/// `accounts.edit` in the account.
///
/// # Errors
/// 404 `webhook.not_found`; 412 if somebody changed it since `seen`; 422 at the fields.
pub async fn edit(
    portal: &Portal,
    actor: &Actor,
    account: AccountId,
    id: WebhookId,
    seen: Option<i32>,
    form: WebhookForm,
) -> Result<Webhook> {
    let scope = actor.account(portal, account, Permission::ACCOUNTS_EDIT).await?;
    let mut tx = portal.begin(actor).await?;
    let stored = locked(&tx, &scope, id).await?;
    let form = form::check(portal, form)?;
    if seen.is_some_and(|seen| seen != stored.version) {
        return Err(AppError::stale(Vec::new()).into());
    }
    let model = entity::Model {
        version: stored.version + 1,
        name_key: text::fold(&form.name),
        name: form.name,
        url: form.url,
        kinds: json!(form.kinds),
        min_severity: form.min_severity.as_str().to_owned(),
        enabled: form.enabled,
        modified_at: tx.now().0,
        modified_by: tx.signature.name.clone(),
        ..stored.clone()
    };
    let saved = entity::ActiveModel::from(model.clone()).reset_all().update(tx.conn()).await;
    saved.map_err(|error| taken(error.into()))?;
    tx.record(event(&scope, Action::Edit, &model).changes(changes(Some(&stored), Some(&model))));
    tx.commit().await?;
    list::get(portal, actor, account, id).await
}

/// A new secret; the old one signs nothing any more. The answer holds it, and it is not shown again.
///
/// # Permissions
/// `accounts.edit` in the account.
///
/// # Errors
/// 404 `webhook.not_found`.
pub async fn rotate(portal: &Portal, actor: &Actor, account: AccountId, id: WebhookId) -> Result<NewSecret> {
    let scope = actor.account(portal, account, Permission::ACCOUNTS_EDIT).await?;
    let mut tx = portal.begin(actor).await?;
    let mut model = locked(&tx, &scope, id).await?;
    let (secret, sealed, hint) = new_secret(&tx, model.id)?;
    (model.secret_sealed, model.secret_hint, model.secret_set_at) = (sealed, hint, tx.now().0);
    model.version += 1;
    model.modified_at = tx.now().0;
    model.modified_by.clone_from(&tx.signature.name);
    entity::ActiveModel::from(model.clone()).reset_all().update(tx.conn()).await?;
    tx.record(event(&scope, Action::Edit, &model).core("secret", "changed"));
    tx.commit().await?;
    Ok(NewSecret { webhook: list::get(portal, actor, account, id).await?, secret })
}

/// What waits to be sent to it goes with it.
///
/// # Permissions
/// `accounts.edit` in the account.
///
/// # Errors
/// 404 `webhook.not_found`.
pub async fn delete(portal: &Portal, actor: &Actor, account: AccountId, id: WebhookId) -> Result<()> {
    let scope = actor.account(portal, account, Permission::ACCOUNTS_EDIT).await?;
    let mut tx = portal.begin(actor).await?;
    let model = locked(&tx, &scope, id).await?;
    let backend = portal.db.backend();
    for sql in [
        "DELETE FROM webhook_deliveries WHERE account_id = $1 AND webhook_id = $2",
        "DELETE FROM webhooks WHERE account_id = $1 AND id = $2",
    ] {
        tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, [scope.account_id.0.into(), id.0.into()])).await?;
    }
    tx.record(event(&scope, Action::Delete, &model).changes(changes(Some(&model), None)));
    tx.commit().await
}

/// The webhook of this account, held until the change is over.
pub(super) async fn locked(tx: &Tx, scope: &AccountScope, id: WebhookId) -> Result<entity::Model> {
    let found = entity::Entity::find()
        .filter(entity::Column::AccountId.eq(scope.account_id.0))
        .filter(entity::Column::Id.eq(id.0))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    found.ok_or_else(|| AppError::not_found("webhook").into())
}

/// The secret, the same sealed, and its last four characters.
fn new_secret(tx: &Tx, id: Uuid) -> Result<(String, Vec<u8>, String)> {
    let secret = format!("{PREFIX}{}", secret::generate()?);
    let sealed = tx.portal().sealer.seal(&row::place(id), secret.as_bytes())?;
    let hint = secret.chars().skip(secret.chars().count() - 4).collect();
    Ok((secret, sealed, hint))
}

fn event(scope: &AccountScope, action: Action, model: &entity::Model) -> Event {
    Event::new(scope.account_id, scope.partner_id, action, Asset::Webhook).kind(EventType::Security).of(model.id, &model.name)
}

fn taken(error: Error) -> Error {
    match error.unique_violation() {
        Some(_) => AppError::invalid(vec![FieldError::new("name", "webhook.name_taken", "Another webhook has this name")]).into(),
        None => error,
    }
}
