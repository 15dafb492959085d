//! The figures of the dashboard, each a card of its own (specification part 10, DASH-B1 to DASH-B4).

use crate::access::Permission;
use crate::history::{Action, Asset};
use crate::jobs::JobKind;
use crate::{AccountId, EventId, JobId, Timestamp, text_enum};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

text_enum! {
    /// One card; each is loaded, refused and refreshed by itself.
    CardKind {
        /// Customers by state; in the partner area only.
        Accounts => "accounts",
        /// People by state; in an account only.
        Users => "users",
        /// Licences owned and in use.
        Licenses => "licenses",
        /// Orders that end within 30, 60 and 90 days.
        Expiring => "expiring",
        /// Integrations, and those that are not enabled.
        Integrations => "integrations",
        /// Work that has not ended.
        Jobs => "jobs",
        /// Users and licences, month by month.
        Growth => "growth",
        /// Events, day by day.
        Activity => "activity",
        /// The latest events.
        Events => "events",
    }
}

/// Days that the card of expiring orders tells apart.
pub const EXPIRING_WITHIN: [u16; 3] = [30, 60, 90];
/// Months of growth and days of activity that are shown.
pub const GROWTH_MONTHS: usize = 12;
pub const ACTIVITY_DAYS: usize = 30;

impl CardKind {
    /// Whether there is such a card in the partner area.
    pub fn of_partner(self) -> bool {
        self != Self::Users
    }

    /// Whether there is such a card in an account.
    pub fn of_account(self) -> bool {
        self != Self::Accounts
    }

    /// What the viewer needs to see it; the licences series of [`Figures::Growth`] needs `subscriptions.view` besides.
    pub fn needs(self, in_account: bool) -> &'static [Permission] {
        match self {
            Self::Accounts | Self::Jobs => &[Permission::ACCOUNTS_VIEW],
            Self::Users | Self::Growth => &[Permission::USERS_VIEW],
            Self::Licenses => &[Permission::SUBSCRIPTIONS_VIEW],
            Self::Expiring if in_account => &[Permission::SUBSCRIPTIONS_VIEW],
            Self::Expiring => &[Permission::ORDERS_VIEW],
            Self::Integrations => &[Permission::INTEGRATIONS_VIEW],
            Self::Events | Self::Activity => &[Permission::SUPPORT_VIEW, Permission::HISTORY_VIEW],
        }
    }

    /// Whether it is about subscriptions, which some partners' people do not see at all (SUB-05).
    pub fn is_commercial(self) -> bool {
        matches!(self, Self::Licenses | Self::Expiring)
    }
}

/// A card's figures and the moment that they are true for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Card {
    pub at: Timestamp,
    pub figures: Figures,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "card", rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Figures {
    Accounts { active: u64, deactivated: u64, pending_deletion: u64 },
    Users { total: u64, admins: u64, registered: u64, unregistered: u64, inactive: u64 },
    Licenses { used: u64, owned: u64, plans: Vec<PlanUse> },
    Expiring { within: Vec<Expiring> },
    Integrations { enabled: u64, others: u64 },
    Jobs { running: u64, jobs: Vec<RunningJob> },
    Events { events: Vec<EventBrief> },
    Growth { months: Vec<Month> },
    Activity { days: Vec<Day> },
}

/// The licences of one plan whose licences people hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanUse {
    pub name: String,
    pub product: String,
    pub used: u64,
    pub owned: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Expiring {
    /// Days from today.
    pub days: u16,
    pub orders: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RunningJob {
    pub id: JobId,
    pub kind: JobKind,
    pub account_id: AccountId,
    pub account_name: String,
    pub done: u64,
    /// 0 while it is not known.
    pub total: u64,
}

/// An event without its details.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventBrief {
    pub id: EventId,
    pub account_id: AccountId,
    pub account_name: String,
    pub at: Timestamp,
    pub actor_name: String,
    pub action: Action,
    pub asset: Asset,
    pub asset_name: String,
}

/// The last figures of a month.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Month {
    /// Its first day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub month: NaiveDate,
    pub users: u64,
    /// `None` where the viewer does not see subscriptions.
    pub owned: Option<u64>,
    pub used: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Day {
    /// In UTC.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub day: NaiveDate,
    pub events: u64,
}
