//! Somebody who was deleted and can still be restored.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "deleted_users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub name: String,
    pub name_key: String,
    pub email: String,
    pub email_key: String,
    pub login_key: Option<String>,
    pub mobile: Option<String>,
    pub phone: Option<String>,
    pub extension: Option<String>,
    pub role: String,
    pub scope: Option<String>,
    pub search_text: String,
    pub deleted_at: i64,
    pub deleted_by: String,
    pub purge_after: i64,
    #[sea_orm(column_type = "JsonBinary")]
    pub data: Json,
    pub merged_into: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
