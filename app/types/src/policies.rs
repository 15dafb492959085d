//! Sign-in security of an account: how its people sign in, and for how long (AUTH-B3, AUTH-B5, AUTH "Data").

use crate::{Timestamp, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    /// Who needs a second factor.
    ForcedMfa { Off => "off", Admins => "admins", Everyone => "everyone" }
}

/// What can be entered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PolicyForm {
    /// Minutes without use after which a session ends, 5 to 1,440.
    pub idle_minutes: u32,
    /// Minutes after which every session ends, 5 to 1,440.
    pub absolute_minutes: u32,
    pub mfa: ForcedMfa,
    /// Days that people get to set up a second factor, 0 to 30.
    pub grace_days: u32,
    /// Networks (CIDR) and addresses from which people may come; none: from everywhere. At most 100.
    pub networks: Vec<String>,
}

impl PolicyForm {
    pub const SHORTEST: u32 = 5;
    pub const LONGEST: u32 = 24 * 60;
    pub const MAX_GRACE: u32 = 30;
    pub const MAX_NETWORKS: usize = 100;
}

impl Default for PolicyForm {
    fn default() -> Self {
        Self { idle_minutes: 60, absolute_minutes: 12 * 60, mfa: ForcedMfa::Off, grace_days: 7, networks: Vec::new() }
    }
}

/// The policy in force.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Policy {
    pub form: PolicyForm,
    /// 0 until somebody has saved it.
    pub version: i32,
    /// Since when a second factor is asked for; the grace begins then, or when a person was added later.
    pub mfa_since: Option<Timestamp>,
    pub modified_at: Option<Timestamp>,
    pub modified_by: String,
    /// The address that the viewer's request came from.
    pub your_address: String,
}
