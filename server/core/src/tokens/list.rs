//! The caller's tokens, newest first.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use switchroom_entity::api_token;
use switchroom_types::sessions::TokenRow;
use switchroom_types::{Timestamp, TokenId};

use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;

/// # Permissions
/// The person themselves, in a browser session.
pub async fn list(portal: &Portal, actor: &Actor) -> Result<Vec<TokenRow>> {
    actor.require_session()?;
    let rows = api_token::Entity::find()
        .filter(api_token::Column::UserId.eq(actor.user_id.0))
        .order_by_desc(api_token::Column::CreatedAt)
        .all(portal.db.read())
        .await?;
    Ok(rows.into_iter().map(row).collect())
}

pub(super) fn row(model: api_token::Model) -> TokenRow {
    TokenRow {
        id: TokenId(model.id),
        name: model.name,
        hint: model.hint,
        scopes: serde_json::from_value(model.scopes).unwrap_or_default(),
        created_at: Timestamp(model.created_at),
        expires_at: model.expires_at.map(Timestamp),
        last_used_at: model.last_used_at.map(Timestamp),
    }
}
