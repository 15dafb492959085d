//! Looking plans up.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;
use switchroom_entity::plan;
use switchroom_types::orders::Plan;

use crate::error::Result;

fn to_plan(model: plan::Model) -> Plan {
    Plan {
        sku: model.sku,
        product: model.product,
        tier: model.tier,
        name: model.name,
        description: model.description,
        term: model.term,
        inclusions: serde_json::from_value(model.inclusions).unwrap_or_default(),
        integration: model.integration,
        per_user: model.per_user,
    }
}

/// The plans of these SKUs; unknown ones are absent (ORD-24).
pub async fn by_sku(conn: &impl ConnectionTrait, skus: impl IntoIterator<Item = &str>) -> Result<HashMap<String, Plan>> {
    let mut skus: Vec<&str> = skus.into_iter().collect();
    skus.sort_unstable();
    skus.dedup();
    if skus.is_empty() {
        return Ok(HashMap::new());
    }
    let found = plan::Entity::find().filter(plan::Column::Sku.is_in(skus)).all(conn).await?;
    Ok(found.into_iter().map(|model| (model.sku.clone(), to_plan(model))).collect())
}

/// The whole catalogue, by product and SKU.
pub async fn all(conn: &impl ConnectionTrait) -> Result<Vec<Plan>> {
    let found = plan::Entity::find().order_by_asc(plan::Column::Product).order_by_asc(plan::Column::Sku).all(conn).await?;
    Ok(found.into_iter().map(to_plan).collect())
}
