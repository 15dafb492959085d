//! An address outside that an account's notifications are sent to; the secret is sealed.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "webhooks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub version: i32,
    pub name: String,
    pub name_key: String,
    pub url: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub kinds: Json,
    pub min_severity: String,
    pub enabled: bool,
    #[serde(skip)]
    pub secret_sealed: Vec<u8>,
    #[serde(skip)]
    pub secret_hint: String,
    #[serde(skip)]
    pub secret_set_at: i64,
    pub created_at: i64,
    pub modified_at: i64,
    pub modified_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
