//! A person in exactly one account.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub version: i32,
    pub name: String,
    pub name_key: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub email_key: String,
    pub login_id: Option<String>,
    pub login_key: Option<String>,
    pub mobile: Option<String>,
    pub phone: Option<String>,
    pub extension: Option<String>,
    pub sms_number: Option<String>,
    pub role: String,
    pub role_id: Option<Uuid>,
    pub role_label: String,
    pub scope: Option<String>,
    pub status: String,
    pub registration: String,
    pub source: String,
    pub sso_only: bool,
    pub licenses: String,
    pub language: String,
    pub time_zone: Option<String>,
    pub theme: String,
    pub password_hash: Option<String>,
    pub password_changed_at: Option<i64>,
    pub locked_at: Option<i64>,
    pub pending_email: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub preferences: Json,
    pub mail_error: Option<String>,
    pub last_sign_in_at: Option<i64>,
    pub search_text: String,
    pub created_at: i64,
    pub modified_at: i64,
    pub modified_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
