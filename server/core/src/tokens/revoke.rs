//! Ends a token at once.

use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use switchroom_entity::api_token;
use switchroom_types::history::{Action, Asset, EventType};
use switchroom_types::{AppError, TokenId};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::history::Event;
use crate::portal::Portal;

/// # Errors
/// 404 `token.not_found` for somebody else's token.
///
/// # Permissions
/// The person themselves, in a browser session.
pub async fn revoke(portal: &Portal, actor: &Actor, id: TokenId) -> Result<()> {
    actor.require_session()?;
    let mut tx = portal.begin(actor).await?;
    let own = || {
        let by_id = api_token::Column::Id.eq(id.0);
        by_id.and(api_token::Column::UserId.eq(actor.user_id.0))
    };
    let token = api_token::Entity::find().filter(own()).one(tx.conn()).await?;
    let token = token.ok_or_else(|| Error::from(AppError::not_found("token")))?;
    api_token::Entity::delete_many().filter(own()).exec(tx.conn()).await?;
    let event = Event::new(actor.account_id, actor.partner_id, Action::Revoke, Asset::Token);
    tx.record(event.kind(EventType::Security).of(token.id, &token.name).core("hint", token.hint));
    tx.commit().await
}
