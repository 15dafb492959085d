//! Orders and the plan catalogue: rows, details, filters, the operator's import (specification part 20, ORD).

use crate::list::{ListQuery, Total};
use crate::{
    AccountId, AccountNumber, AppError, FieldError, ImportId, JobId, OrderId, PartnerId, Result, Timestamp, sort_columns, text_enum,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

text_enum! {
    /// What the distributor says about an order.
    OrderState { Pending => "pending", Active => "active", Cancelled => "cancelled" }
}

text_enum! {
    /// What people see beside the expiry date; the first rule that matches decides (ORD, "Status").
    OrderStatus {
        Cancelled => "cancelled",
        PendingActivation => "pending_activation",
        Expired => "expired",
        ExpiringSoon => "expiring_soon",
        /// Waits for an account.
        Assign => "assign",
        /// Assigned, without an end.
        Perpetual => "perpetual",
        /// Assigned, with time left: the date says enough.
        Current => "current",
    }
}

impl OrderStatus {
    /// Whether an order that has no account may be given one.
    pub fn assignable(self) -> bool {
        !matches!(self, Self::Cancelled | Self::PendingActivation | Self::Expired)
    }
}

text_enum! {
    AssignedHow { Auto => "auto", Manual => "manual" }
}

text_enum! {
    /// What the heading's drop-down offers (ORD-05).
    OrderView { All => "all", Unassigned => "unassigned", Expiring => "expiring" }
}

sort_columns! {
    OrderSort {
        SapOrderId => "sap_order_id", SubscriptionNumber => "subscription_number", ResellerPo => "reseller_po",
        CustomerPo => "customer_po", Account => "account", Expiry => "expiry_date",
    } default SapOrderId
}

/// `filter.view`: `all` unless given; `filter.within`: running orders that end within so many days, 1 to 365.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderFilter {
    pub view: OrderView,
    pub within: Option<u16>,
    /// Orders of the accounts in this group (ACC-B3).
    pub group: Option<crate::AccountGroupId>,
}

impl OrderFilter {
    pub const NAMES: &'static [&'static str] = &["view", "within", "group"];

    pub fn parse(query: &ListQuery) -> Result<Self> {
        query.only_filters(Self::NAMES)?;
        let view = match query.filter("view") {
            None => OrderView::All,
            Some(text) => OrderView::parse(text)
                .ok_or_else(|| AppError::invalid(vec![FieldError::new("filter.view", "list.unknown_value", "There is no such view")]))?,
        };
        let within = query.filter("within").map(|text| {
            let days = text.parse().ok().filter(|days| (1..=365).contains(days));
            days.ok_or_else(|| AppError::invalid(vec![FieldError::new("filter.within", "list.unknown_value", "Give 1 to 365 days")]))
        });
        Ok(Self { view, within: within.transpose()?, group: crate::accounts::group_filter(query)? })
    }
}

/// The account that an order was given to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderAccount {
    pub id: AccountId,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderRow {
    pub id: OrderId,
    pub sap_order_id: Option<String>,
    pub subscription_number: String,
    pub reseller_po: Option<String>,
    pub customer_po: Option<String>,
    pub account: Option<OrderAccount>,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub start_date: NaiveDate,
    /// `None`: perpetual.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub expiry_date: Option<NaiveDate>,
    pub status: OrderStatus,
    /// It has no account and may be given one.
    pub assignable: bool,
}

/// How many orders each view holds under the present search (ORD-05).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderCounts {
    pub all: Total,
    pub unassigned: Total,
    pub expiring: Total,
}

impl OrderCounts {
    pub fn of(&self, view: OrderView) -> Total {
        match view {
            OrderView::All => self.all,
            OrderView::Unassigned => self.unassigned,
            OrderView::Expiring => self.expiring,
        }
    }
}

/// A line of the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Plan {
    pub sku: String,
    pub product: String,
    pub tier: Option<String>,
    pub name: String,
    pub description: String,
    pub term: String,
    pub inclusions: Vec<String>,
    /// Kind of the integration that it needs.
    pub integration: Option<String>,
    /// Whether its licences are held by users.
    pub per_user: bool,
}

/// A line of an order. Without `plan` the SKU is not in the catalogue (ORD-24).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderItem {
    pub sku: String,
    pub quantity: u64,
    pub plan: Option<Plan>,
}

/// Everything in the order dialog (ORD-07, ORD-08).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderDetail {
    #[serde(flatten)]
    pub row: OrderRow,
    pub version: i32,
    pub feed: String,
    pub state: OrderState,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub purchase_date: NaiveDate,
    /// `Monthly`, `12 Month`, `Perpetual`.
    pub term: String,
    pub tracking_number: Option<String>,
    pub distributor: Option<String>,
    pub customer_number: Option<String>,
    pub customer_name: Option<String>,
    pub customer_address: Option<String>,
    pub replaces: Option<String>,
    pub assigned_at: Option<Timestamp>,
    pub assigned_by: Option<String>,
    pub assigned_how: Option<AssignedHow>,
    pub items: Vec<OrderItem>,
}

/// What an assignment led to (ORD-14).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Assignment {
    pub order: OrderDetail,
    pub account: OrderAccount,
    /// Kinds of the integrations that the items need and the account has not enabled.
    pub missing_integrations: Vec<String>,
}

/// A partner as the operator's import offers it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartnerChoice {
    pub id: PartnerId,
    pub name: String,
    /// The number of its Partner Account; import rows may name it.
    pub number: AccountNumber,
}

text_enum! {
    OrderImportState { Preview => "preview", Running => "running", Finished => "finished" }
}

/// An uploaded file of orders and how far it is (ORD-22).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderImport {
    pub id: ImportId,
    pub file_name: String,
    pub feed: String,
    pub state: OrderImportState,
    pub job_id: Option<JobId>,
    pub rows: u64,
    /// Rows that may be taken over.
    pub valid: u64,
    /// Rows that were refused, before or while they were taken over.
    pub failed: u64,
    /// Of the valid ones: new orders, and orders that exist.
    pub creates: u64,
    pub updates: u64,
    /// Rows taken over so far.
    pub done: u64,
    /// The first rows: refused ones, then the others.
    pub preview: Vec<OrderImportRow>,
    pub created_at: Timestamp,
}

/// One order of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderImportRow {
    /// Line of the CSV file, or position in the JSON array, from 1.
    pub line: u64,
    pub subscription_number: String,
    pub partner: String,
    pub items: String,
    pub start_date: String,
    pub expiry_date: String,
    pub errors: Vec<FieldError>,
}

/// The largest file taken.
pub const MAX_ORDER_FILE: usize = 20 * 1024 * 1024;

/// The columns of the CSV template; JSON objects use the same names, with `items` as an array of `{sku, quantity}`.
pub const ORDER_COLUMNS: [&str; 18] = [
    "partner_account",
    "subscription_number",
    "sap_order_id",
    "reseller_po",
    "customer_po",
    "tracking_number",
    "account_number",
    "customer_number",
    "customer_name",
    "customer_address",
    "distributor",
    "purchase_date",
    "start_date",
    "expiry_date",
    "term",
    "state",
    "replaces",
    "items",
];
