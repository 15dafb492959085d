//! The plans that ship with the portal: the SKUs of Zoom Hybrid and Workflow Studio as the distributor lists them, and
//! lines for MiTeam Meetings and Mitel One whose SKUs (`SR-…`) are our own, since the documents name none.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, EntityTrait};
use serde::Deserialize;
use switchroom_entity::plan;

use crate::error::{Error, Result};
use crate::portal::Portal;

const CATALOGUE: &str = include_str!("catalogue.json");

#[derive(Deserialize)]
struct Line {
    sku: String,
    product: String,
    tier: Option<String>,
    name: String,
    description: String,
    term: String,
    inclusions: Vec<String>,
    integration: Option<String>,
    per_user: bool,
}

impl From<Line> for plan::Model {
    fn from(line: Line) -> Self {
        Self {
            sku: line.sku,
            product: line.product,
            tier: line.tier,
            name: line.name,
            description: line.description,
            term: line.term,
            inclusions: line.inclusions.into(),
            integration: line.integration,
            per_user: line.per_user,
        }
    }
}

fn shipped() -> Result<Vec<plan::Model>> {
    let lines: Vec<Line> = serde_json::from_str(CATALOGUE).map_err(|error| Error::corrupt(format!("plan catalogue: {error}")))?;
    Ok(lines.into_iter().map(plan::Model::from).collect())
}

/// Adds the plans that are not stored yet; what the operator has changed stays.
///
/// # Permissions
/// For start-up and migration; the catalogue belongs to no tenant and is no secret.
pub async fn seed(portal: &Portal) -> Result<()> {
    let lines = shipped()?.into_iter().map(|line| plan::ActiveModel::from(line).reset_all());
    plan::Entity::insert_many(lines)
        .on_conflict(OnConflict::column(plan::Column::Sku).do_nothing().to_owned())
        .exec_without_returning(portal.db.write())
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::test::TestPortal;
    use sea_orm::{ActiveValue::Set, PaginatorTrait};

    /// WFS-01 all 15 Workflow Studio SKUs, the Base Kit's among them, are in the catalogue; ORD: Zoom Hybrid's two as well
    #[test]
    fn the_shipped_catalogue_is_complete() {
        let lines = shipped().unwrap();
        assert_eq!(lines.iter().filter(|line| line.product == "Workflow Studio").count(), 15);
        assert_eq!(lines.iter().filter(|line| ["54014847", "54014848"].contains(&line.sku.as_str())).count(), 2);
        let mut skus: Vec<_> = lines.iter().map(|line| line.sku.as_str()).collect();
        skus.sort_unstable();
        skus.dedup();
        assert_eq!(skus.len(), lines.len(), "a SKU is listed twice");
    }

    /// ORD the catalogue is seeded at every start without undoing the operator's changes
    #[tokio::test]
    async fn seeding_again_keeps_edits() {
        let test = TestPortal::start().await;
        let edited = plan::ActiveModel { sku: Set("54014847".into()), name: Set("Zoom for everybody".into()), ..Default::default() };
        edited.update(test.portal.db.write()).await.unwrap();
        let before = plan::Entity::find().count(test.portal.db.read()).await.unwrap();
        seed(&test.portal).await.unwrap();
        let plan = plan::Entity::find_by_id("54014847").one(test.portal.db.read()).await.unwrap().unwrap();
        assert_eq!((plan.name.as_str(), before), ("Zoom for everybody", shipped().unwrap().len() as u64));
    }
}
