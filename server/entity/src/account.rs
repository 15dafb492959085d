//! A tenant: a customer, a partner's own account, or the operator's.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub partner_id: Uuid,
    pub number: i64,
    pub kind: String,
    pub state: String,
    pub name: String,
    pub name_key: String,
    pub country: String,
    pub province: String,
    pub address1: String,
    pub address2: String,
    pub city: String,
    pub postal_code: String,
    pub language: String,
    pub time_zone: String,
    pub business_type: Option<String>,
    pub billing_customer_number: Option<String>,
    pub cloud_region: String,
    pub pbx_type: String,
    pub onboarded: bool,
    pub bandwidth_optimization: bool,
    #[sea_orm(column_type = "JsonBinary")]
    pub settings: Json,
    pub user_count: i64,
    pub search_text: String,
    pub version: i32,
    pub created_at: i64,
    pub modified_at: i64,
    pub modified_by: String,
    pub delete_after: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
