//! Forgets previews that nobody came back to.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use switchroom_entity::import;
use switchroom_types::ImportId;
use uuid::Uuid;

use super::store;
use crate::error::Result;
use crate::portal::Portal;

/// Removes expired previews; a job that still adds rows keeps its own, since each commit prolongs the import.
pub async fn sweep(portal: &Portal) -> Result<()> {
    let expired: Vec<Uuid> = import::Entity::find()
        .select_only()
        .column(import::Column::Id)
        .filter(import::Column::ExpiresAt.lte(portal.clock.now().0))
        .limit(100)
        .into_tuple()
        .all(portal.db.read())
        .await?;
    for id in expired {
        let tx = portal.db.begin().await?;
        store::remove(&tx, ImportId(id)).await?;
        tx.commit().await?;
    }
    Ok(())
}
