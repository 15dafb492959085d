//! The operator's view of the identity providers.

use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use switchroom_entity::{identity_link, identity_provider as entity};
use switchroom_types::providers::Provider;
use switchroom_types::{AppError, ProviderId};

use super::row;
use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;

/// By label.
///
/// # Permissions
/// Operator.
pub async fn list(portal: &Portal, actor: &Actor) -> Result<Vec<Provider>> {
    actor.require_operator()?;
    let mut providers = Vec::new();
    for model in entity::Entity::find().order_by_asc(entity::Column::Label).all(portal.db.read()).await? {
        providers.push(with_people(portal, model).await?);
    }
    Ok(providers)
}

/// # Errors
/// 404 `provider.not_found`.
///
/// # Permissions
/// Operator.
pub async fn get(portal: &Portal, actor: &Actor, id: ProviderId) -> Result<Provider> {
    actor.require_operator()?;
    let found = entity::Entity::find_by_id(id.0).one(portal.db.read()).await?;
    with_people(portal, found.ok_or_else(|| AppError::not_found("provider"))?).await
}

async fn with_people(portal: &Portal, model: entity::Model) -> Result<Provider> {
    let people = identity_link::Entity::find().filter(identity_link::Column::Issuer.eq(&model.issuer)).count(portal.db.read()).await?;
    Ok(row::view(portal, model, people))
}
