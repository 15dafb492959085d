//! What a partner bought from a distributor.

use sea_orm::entity::prelude::*;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "orders")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub partner_id: Uuid,
    pub account_id: Option<Uuid>,
    pub version: i32,
    pub feed: String,
    pub subscription_number: String,
    pub sap_order_id: Option<String>,
    pub sap_order_key: String,
    pub reseller_po: Option<String>,
    pub reseller_po_key: String,
    pub customer_po: Option<String>,
    pub customer_po_key: String,
    pub tracking_number: Option<String>,
    pub customer_number: Option<String>,
    pub customer_name: Option<String>,
    pub customer_address: Option<String>,
    pub distributor: Option<String>,
    pub account_name: Option<String>,
    pub account_key: String,
    pub purchase_date: String,
    pub start_date: String,
    pub expiry_date: Option<String>,
    pub expiry_key: String,
    pub term: String,
    pub state: String,
    pub replaces: Option<String>,
    pub replaced_by: Option<Uuid>,
    pub assigned_at: Option<i64>,
    pub assigned_by: Option<String>,
    pub assigned_how: Option<String>,
    pub search_text: String,
    pub created_at: i64,
    pub modified_at: i64,
    pub modified_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
