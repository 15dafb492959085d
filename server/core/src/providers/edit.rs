//! Changes an identity provider.

use sea_orm::{ActiveModelTrait, EntityTrait, QuerySelect};
use switchroom_entity::identity_provider as entity;
use switchroom_types::history::{Action, Asset, EventType};
use switchroom_types::providers::{Provider, ProviderForm};
use switchroom_types::{AppError, ProviderId};

use super::{create::seal, form, list};
use crate::access::Actor;
use crate::error::Result;
use crate::history::{Event, changes};
use crate::portal::Portal;

/// The short name stays: addresses with it are registered at the provider. Links of people stay with the issuer that they
/// came from, so another issuer begins anew.
///
/// # Errors
/// 404 `provider.not_found`; 412 if somebody changed it since `seen`; 422 at the fields.
///
/// # Permissions
/// Operator.
pub async fn edit(portal: &Portal, actor: &Actor, id: ProviderId, seen: Option<i32>, form: ProviderForm) -> Result<Provider> {
    actor.require_operator()?;
    let mut tx = portal.begin(actor).await?;
    let stored = entity::Entity::find_by_id(id.0).lock_exclusive().one(tx.conn()).await?;
    let stored = stored.ok_or_else(|| AppError::not_found("provider"))?;
    let form = form::check(portal, ProviderForm { slug: stored.slug.clone(), ..form })?;
    if seen.is_some_and(|seen| seen != stored.version) {
        return Err(AppError::stale(Vec::new()).into());
    }
    let mut model = entity::Model {
        version: stored.version + 1,
        label: form.label,
        issuer: form.issuer,
        client_id: form.client_id,
        scopes: form.scopes,
        entitlement_claim: form.entitlement_claim,
        entitlement_value: form.entitlement_value,
        organisation_id_claim: form.organisation_id_claim,
        organisation_name_claim: form.organisation_name_claim,
        enabled: form.enabled,
        modified_at: tx.now().0,
        modified_by: tx.signature.name.clone(),
        ..stored.clone()
    };
    if let Some(secret) = &form.client_secret {
        (model.client_secret_sealed, model.client_secret_hint) = seal(&tx, model.id, secret)?;
    }
    entity::ActiveModel::from(model.clone()).reset_all().update(tx.conn()).await?;
    let mut event = Event::new(actor.account_id, None, Action::Edit, Asset::IdentityProvider).kind(EventType::Security);
    event = event.of(id, &model.label).changes(changes(Some(&stored), Some(&model)));
    if form.client_secret.is_some() {
        event = event.core("client_secret", "changed");
    }
    tx.record(event);
    tx.commit().await?;
    list::get(portal, actor, id).await
}
