//! Account groups: names of a partner by which its accounts are found and targeted (specification part 10, ACC-B3).

use crate::list::Selection;
use crate::{AccountGroupId, AccountId};
use serde::{Deserialize, Serialize};

/// Longest name, in characters.
pub const NAME: usize = 60;
/// Most groups of a partner, and most accounts of one change.
pub const MAX_GROUPS: u64 = 500;
pub const MAX_ACCOUNTS: usize = 1_000;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountGroup {
    pub id: AccountGroupId,
    pub name: String,
    /// Accounts within the caller's reach.
    pub accounts: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountGroupForm {
    /// Unique in the partner, whatever its case; 1 to 60 characters.
    pub name: String,
}

/// Puts accounts into groups and takes them out of others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupAccounts {
    pub selection: Selection<AccountId>,
    #[serde(default)]
    pub add: Vec<AccountGroupId>,
    #[serde(default)]
    pub remove: Vec<AccountGroupId>,
}
