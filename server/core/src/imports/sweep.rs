//! Forgets previews that nobody came back to.

use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use switchroom_entity::import;
use switchroom_types::ImportId;
use uuid::Uuid;

use super::store;
use crate::error::Result;
use crate::portal::Portal;

/// Seconds after which no job can still be at work on an expired import.
const STUCK: i64 = 7 * 24 * 60 * 60;

/// Removes expired previews, except where a job may still be adding their rows.
pub async fn sweep(portal: &Portal) -> Result<()> {
    let now = portal.clock.now();
    let expired: Vec<Uuid> = import::Entity::find()
        .select_only()
        .column(import::Column::Id)
        .filter(import::Column::ExpiresAt.lte(now.0))
        .filter(import::Column::State.ne("running").or(import::Column::ExpiresAt.lte(now.plus_secs(-STUCK).0)))
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
