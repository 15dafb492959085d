//! An OpenID Connect provider that partner people sign in with; the client secret is sealed.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "identity_providers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version: i32,
    pub slug: String,
    pub label: String,
    pub issuer: String,
    pub client_id: String,
    #[serde(skip)]
    pub client_secret_sealed: Option<Vec<u8>>,
    pub client_secret_hint: Option<String>,
    pub scopes: String,
    pub entitlement_claim: String,
    pub entitlement_value: String,
    pub organisation_id_claim: String,
    pub organisation_name_claim: String,
    pub enabled: bool,
    pub created_at: i64,
    pub modified_at: i64,
    pub modified_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
