//! What a directory, PBX or other platform supplied about a person.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "user_sources")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    pub source: String,
    pub external_id: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub supplied: Json,
    #[sea_orm(column_type = "JsonBinary")]
    pub attributes: Json,
    pub provisioned_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
