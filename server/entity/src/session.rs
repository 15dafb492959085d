//! A signed-in browser; the cookie's secret is kept hashed.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[serde(skip)]
    pub secret_hash: Vec<u8>,
    pub user_id: Uuid,
    pub account_id: Uuid,
    pub method: String,
    pub created_at: i64,
    pub last_seen_at: i64,
    pub idle_limit: i64,
    pub expires_at: i64,
    pub ip: String,
    pub user_agent: String,
    pub mfa_at: Option<i64>,
    pub step_up_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
