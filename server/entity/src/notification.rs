//! An entry behind a person's bell.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "notifications")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub user_id: Uuid,
    pub about_account_id: Option<Uuid>,
    pub kind: String,
    pub status: String,
    pub code: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub args: Json,
    pub title: String,
    pub body: String,
    pub detail: Option<String>,
    pub link: Option<String>,
    pub job_id: Option<Uuid>,
    pub search_text: String,
    pub created_at: i64,
    pub updated_at: i64,
    pub read_at: Option<i64>,
    pub dismissed_at: Option<i64>,
    pub times: i64,
    pub first_at: Option<i64>,
    pub fingerprint: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
