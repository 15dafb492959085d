//! The catalogue of what can be bought.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "plans")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub sku: String,
    pub product: String,
    pub tier: Option<String>,
    pub name: String,
    pub description: String,
    pub term: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub inclusions: Json,
    pub integration: Option<String>,
    pub per_user: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
