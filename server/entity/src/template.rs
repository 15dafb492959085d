//! A user template.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "templates")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub version: i32,
    pub name: String,
    pub name_key: String,
    pub description: String,
    /// The products with settings, joined by commas.
    pub products: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub settings: Json,
    pub settings_key: String,
    pub origin: String,
    pub search_text: String,
    pub created_at: i64,
    pub modified_at: i64,
    pub modified_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
