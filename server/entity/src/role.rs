//! A custom role of a partner.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "roles")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub partner_id: Uuid,
    pub version: i32,
    pub name: String,
    pub name_key: String,
    pub description: String,
    pub base: String,
    /// Permissions by their names, in the order of the matrix.
    #[sea_orm(column_type = "JsonBinary")]
    pub permissions: Json,
    pub search_text: String,
    pub created_at: i64,
    pub modified_at: i64,
    pub modified_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
