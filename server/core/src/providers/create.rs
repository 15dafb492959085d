//! A new identity provider.

use sea_orm::{ActiveModelTrait, EntityTrait};
use switchroom_entity::identity_provider as entity;
use switchroom_types::history::{Action, Asset, EventType};
use switchroom_types::providers::{Provider, ProviderForm};
use switchroom_types::{AccountId, AppError, FieldError};
use uuid::Uuid;

use super::{form, row};
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::history::{Event, changes};
use crate::portal::Portal;
use crate::tx::Tx;

/// # Errors
/// 422 at the fields, `provider.slug_taken` among them.
///
/// # Permissions
/// Operator.
pub async fn create(portal: &Portal, actor: &Actor, form: ProviderForm) -> Result<Provider> {
    actor.require_operator()?;
    let form = form::check(portal, form)?;
    let mut tx = portal.begin(actor).await?;
    let model = store(&mut tx, actor.account_id, form).await?;
    tx.commit().await?;
    Ok(row::view(portal, model, 0))
}

/// Stores a checked form and records it in the operator's account. The caller has authorised.
pub(crate) async fn store(tx: &mut Tx, operator: AccountId, form: ProviderForm) -> Result<entity::Model> {
    let form = form::check(tx.portal(), form)?;
    let id = Uuid::now_v7();
    let (sealed, hint) = seal(tx, id, form.client_secret.as_deref().unwrap_or_default())?;
    let model = entity::Model {
        id,
        version: 1,
        slug: form.slug,
        label: form.label,
        issuer: form.issuer,
        client_id: form.client_id,
        client_secret_sealed: sealed,
        client_secret_hint: hint,
        scopes: form.scopes,
        entitlement_claim: form.entitlement_claim,
        entitlement_value: form.entitlement_value,
        organisation_id_claim: form.organisation_id_claim,
        organisation_name_claim: form.organisation_name_claim,
        enabled: form.enabled,
        created_at: tx.now().0,
        modified_at: tx.now().0,
        modified_by: tx.signature.name.clone(),
    };
    let stored = entity::Entity::insert(entity::ActiveModel::from(model.clone()).reset_all()).exec_without_returning(tx.conn()).await;
    stored.map_err(|error| taken(error.into()))?;
    let event = Event::new(operator, None, Action::Create, Asset::IdentityProvider).kind(EventType::Security).of(id, &model.label);
    tx.record(event.changes(changes(None, Some(&model))));
    Ok(model)
}

/// The sealed secret and its last four characters; short ones give none away.
pub(super) fn seal(tx: &Tx, id: Uuid, secret: &str) -> Result<(Option<Vec<u8>>, Option<String>)> {
    if secret.is_empty() {
        return Ok((None, None));
    }
    let sealed = tx.portal().sealer.seal(&row::place(id), secret.as_bytes())?;
    let length = secret.chars().count();
    let hint = if length >= 12 { secret.chars().skip(length - 4).collect() } else { String::new() };
    Ok((Some(sealed), Some(hint)))
}

fn taken(error: Error) -> Error {
    match error.unique_violation() {
        Some(_) => AppError::invalid(vec![FieldError::new("slug", "provider.slug_taken", "Another provider has this name")]).into(),
        None => error,
    }
}
