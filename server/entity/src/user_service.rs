//! The services of a user: what they got, and from which template.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "user_services")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    /// May name a template that was deleted since.
    pub template_id: Option<Uuid>,
    pub template_name: String,
    pub template_version: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub settings: Json,
    pub settings_key: String,
    pub applied_at: i64,
    pub applied_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
