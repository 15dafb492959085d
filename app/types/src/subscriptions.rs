//! Subscriptions: what an account's orders amount to (specification part 20, SUB).

use crate::OrderId;
use crate::orders::{OrderStatus, Plan};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Everything on the Subscriptions panel of one account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Subscriptions {
    pub groups: Vec<SubscriptionGroup>,
    /// Whether the viewer may add an order (SUB-06).
    pub can_add: bool,
}

/// The subscriptions of one plan and their pool of licences (SUB-01).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubscriptionGroup {
    /// Stable name for links and open state.
    pub key: String,
    pub plan: String,
    pub product: String,
    pub tier: Option<String>,
    /// Users hold the licences; otherwise they count for the account.
    pub per_user: bool,
    /// Licences of running subscriptions (SUB-10).
    pub total: u64,
    /// Licences held by users; 0 unless `per_user`.
    pub assigned: u64,
    pub subscriptions: Vec<Subscription>,
}

impl SubscriptionGroup {
    pub fn remaining(&self) -> u64 {
        self.total.saturating_sub(self.assigned)
    }

    /// By how many the licences held exceed those bought (SUB-11).
    pub fn over(&self) -> u64 {
        self.assigned.saturating_sub(self.total)
    }
}

/// One line of an assigned order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Subscription {
    pub order_id: OrderId,
    pub subscription_number: String,
    pub sku: String,
    /// Without it the SKU is not in the catalogue.
    pub plan: Option<Plan>,
    pub licenses: u64,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub start_date: NaiveDate,
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub end_date: Option<NaiveDate>,
    pub status: OrderStatus,
    /// Counts in the total.
    pub running: bool,
}
