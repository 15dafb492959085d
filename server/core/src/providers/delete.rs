//! Removes an identity provider.

use sea_orm::EntityTrait;
use switchroom_entity::identity_provider as entity;
use switchroom_types::history::{Action, Asset, EventType};
use switchroom_types::{AppError, ProviderId};

use crate::access::Actor;
use crate::error::Result;
use crate::history::{Event, changes};
use crate::portal::Portal;

/// Nobody can sign in with it any more. Partners and people that came with it stay (AUTH-10), and so do their links: a
/// provider that is added again with the same issuer knows them.
///
/// # Errors
/// 404 `provider.not_found`.
///
/// # Permissions
/// Operator.
pub async fn delete(portal: &Portal, actor: &Actor, id: ProviderId) -> Result<()> {
    actor.require_operator()?;
    let mut tx = portal.begin(actor).await?;
    let stored = entity::Entity::find_by_id(id.0).one(tx.conn()).await?.ok_or_else(|| AppError::not_found("provider"))?;
    entity::Entity::delete_by_id(id.0).exec(tx.conn()).await?;
    let event = Event::new(actor.account_id, None, Action::Delete, Asset::IdentityProvider).kind(EventType::Security);
    tx.record(event.of(id, &stored.label).changes(changes(Some(&stored), None)));
    tx.commit().await
}
