//! A person's authenticator app; its secret is sealed.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "authenticators")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: Uuid,
    pub account_id: Uuid,
    #[serde(skip)]
    pub secret_sealed: Vec<u8>,
    pub created_at: i64,
    /// `None` while it is being set up.
    pub confirmed_at: Option<i64>,
    /// The last time step whose code was taken.
    pub last_step: i64,
    pub last_used_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
