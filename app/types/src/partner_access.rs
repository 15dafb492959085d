//! When the partner may enter a customer's account (specification part 10, ACC-B4).

use crate::{AccessRequestId, Timestamp, UserId, text_enum};
use serde::{Deserialize, Serialize};

/// Hours that access may be asked for: from one to seven days.
pub const HOURS: std::ops::RangeInclusive<u16> = 1..=168;
/// Longest reason and longest answer, in characters.
pub const TEXT: u32 = 500;
/// Days after which a request that nobody answered is void.
pub const ANSWER_WITHIN: i64 = 7;

text_enum! {
    AccessMode {
        /// Whoever of the partner has the account in scope enters it.
        Always => "always",
        /// Each of them asks, and enters it for as long as an admin of the account has allowed.
        OnApproval => "on_approval",
    }
}

text_enum! {
    RequestState {
        Pending => "pending", Approved => "approved", Denied => "denied",
        /// Taken back by whoever asked.
        Withdrawn => "withdrawn",
        /// Nobody answered in time, or nobody had to any more.
        Lapsed => "lapsed",
        /// It was approved, and is over.
        Ended => "ended",
    }
}

/// What both sides see of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartnerAccess {
    pub mode: AccessMode,
    /// Since when, and who decided on it; nothing while nobody has.
    pub since: Option<Timestamp>,
    pub set_by: Option<String>,
    /// Whether the caller may set the mode and answer requests: admins of the account.
    pub may_decide: bool,
    /// Open ones first, then those of the last 30 days, the newest first; at most 50.
    pub requests: Vec<AccessRequest>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessRequest {
    pub id: AccessRequestId,
    pub user_id: UserId,
    /// Of the partner user, as it was then.
    pub user_name: String,
    pub reason: String,
    /// Asked for; once approved, granted.
    pub hours: u16,
    pub state: RequestState,
    pub requested_at: Timestamp,
    pub decided_at: Option<Timestamp>,
    pub decided_by: Option<String>,
    /// The admin's answer in words.
    pub note: Option<String>,
    /// When the access ends by itself.
    pub until: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// Who ended it; nobody where time did.
    pub ended_by: Option<String>,
    /// It is the caller's.
    pub own: bool,
}

/// What the frame of an account's pages has to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Entry {
    /// Nothing is to be asked for.
    Open,
    /// Its pages need an approval that the viewer does not have.
    Closed,
    /// The viewer has one, until then.
    Granted(Timestamp),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AccessModeForm {
    pub mode: AccessMode,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AccessRequestForm {
    /// Why; 1 to 500 characters.
    pub reason: String,
    /// 1 to 168.
    pub hours: u16,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AccessApproval {
    /// 1 to 168; without it what was asked for.
    pub hours: Option<u16>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AccessDenial {
    /// What whoever asked shall know; at most 500 characters.
    pub note: String,
}
