//! What the sign-in page offers under "Or sign in with" (AUTH-05).

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use switchroom_entity::identity_provider as entity;
use switchroom_types::providers::ProviderButton;

use crate::error::Result;
use crate::portal::Portal;

/// # Permissions
/// None: everybody sees the sign-in page.
pub async fn buttons(portal: &Portal) -> Result<Vec<ProviderButton>> {
    let enabled = entity::Entity::find().filter(entity::Column::Enabled.eq(true)).order_by_asc(entity::Column::Label);
    let found = enabled.all(portal.db.read()).await?;
    Ok(found.into_iter().map(|provider| ProviderButton { slug: provider.slug, label: provider.label }).collect())
}
