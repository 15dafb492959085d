//! From the stored row to what the operator sees, and to what the protocol needs.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use secrecy::SecretString;
use switchroom_connect::oidc::Registration;
use switchroom_entity::identity_provider as entity;
use switchroom_types::providers::Provider;
use switchroom_types::{AppError, ProviderId, Timestamp};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::portal::Portal;

/// Where the client secret is bound to when it is sealed.
pub fn place(id: Uuid) -> String {
    format!("identity_providers.client_secret/{id}")
}

pub fn view(portal: &Portal, model: entity::Model, people: u64) -> Provider {
    let own = format!("{}/auth/oidc/{}", portal.settings.public_url, model.slug);
    Provider {
        id: ProviderId(model.id),
        version: model.version,
        label: model.label,
        callback_url: format!("{own}/callback"),
        start_url: format!("{own}/start"),
        slug: model.slug,
        issuer: model.issuer,
        client_id: model.client_id,
        client_secret_hint: model.client_secret_hint,
        scopes: model.scopes,
        entitlement_claim: model.entitlement_claim,
        entitlement_value: model.entitlement_value,
        organisation_id_claim: model.organisation_id_claim,
        organisation_name_claim: model.organisation_name_claim,
        enabled: model.enabled,
        people,
        modified_at: Timestamp(model.modified_at),
        modified_by: model.modified_by,
    }
}

/// This installation as a client of the provider.
pub fn registration(portal: &Portal, model: &entity::Model) -> Result<Registration> {
    let client_secret = match &model.client_secret_sealed {
        Some(sealed) => {
            let plain = portal.sealer.open(&place(model.id), sealed)?;
            Some(SecretString::from(String::from_utf8(plain).map_err(|_| Error::corrupt("client secret"))?))
        }
        None => None,
    };
    Ok(Registration {
        issuer: model.issuer.clone(),
        client_id: model.client_id.clone(),
        client_secret,
        scopes: model.scopes.split_whitespace().map(str::to_owned).collect(),
        redirect_uri: format!("{}/auth/oidc/{}/callback", portal.settings.public_url, model.slug),
    })
}

/// The enabled provider of an address.
///
/// # Errors
/// 404 `provider.not_found`.
pub async fn enabled(portal: &Portal, slug: &str) -> Result<entity::Model> {
    let found = entity::Entity::find().filter(entity::Column::Slug.eq(slug)).filter(entity::Column::Enabled.eq(true));
    found.one(portal.db.read()).await?.ok_or_else(|| AppError::not_found("provider").into())
}
