//! The operator removes a partner user (AUTH-04).

use sea_orm::EntityTrait;
use switchroom_entity::partner;
use switchroom_types::{AccountId, AppError, PartnerId, UserId};

use super::get::detail;
use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;
use crate::users;

/// With sessions, tokens, assignments and links to identity providers. An entitled person comes back as a new one with
/// their next sign-in at the provider; to keep somebody out, take the entitlement there.
///
/// # Errors
/// 404 `partner.not_found`, `user.not_found`; 409 `users.last_administrator`.
///
/// # Permissions
/// Operator.
pub async fn remove_person(portal: &Portal, actor: &Actor, id: PartnerId, person: UserId) -> Result<()> {
    actor.require_operator()?;
    let mut tx = portal.begin(actor).await?;
    let found = partner::Entity::find_by_id(id.0).one(tx.conn()).await?.ok_or_else(|| AppError::not_found("partner"))?;
    let account = AccountId(found.account_id);
    users::take_turns(&tx, account).await?;
    let stored = users::for_update(&tx, account, person).await?;
    let people = detail(tx.conn(), id).await?.people;
    if people.iter().any(|other| other.id == person && other.last_administrator) {
        return Err(AppError::conflict("users.last_administrator", "The last Administrator of a partner cannot be removed.").into());
    }
    users::remove(&mut tx, Some(id), std::slice::from_ref(&stored)).await?;
    tx.commit().await
}
