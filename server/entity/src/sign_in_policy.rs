//! How the people of an account sign in, and for how long; without a row the defaults hold.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "sign_in_policies")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    pub version: i32,
    pub idle_minutes: i32,
    pub absolute_minutes: i32,
    pub mfa: String,
    pub mfa_since: Option<i64>,
    pub grace_days: i32,
    #[sea_orm(column_type = "JsonBinary")]
    pub networks: Json,
    pub modified_at: i64,
    pub modified_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
