//! Saved views: what a list is searched, filtered and sorted by and which columns it shows, under a name (USR-B1).

use crate::access::Permission;
use crate::{AccountId, Timestamp, ViewId, text_enum};
use serde::{Deserialize, Serialize};

/// Longest name, in characters.
pub const MAX_NAME: usize = 80;
/// Private views of a person in an account, and shared views of an account, of each list.
pub const MAX_VIEWS: u64 = 50;

text_enum! {
    /// Lists that have views.
    ViewedList { Users => "users" }
}

impl ViewedList {
    /// Who may use the list's views.
    pub fn to_see(self) -> Permission {
        match self {
            Self::Users => Permission::USERS_VIEW,
        }
    }

    /// Who may share views, and change shared ones.
    pub fn to_share(self) -> Permission {
        match self {
            Self::Users => Permission::USERS_EDIT,
        }
    }
}

/// A view that the caller may use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedView {
    pub id: ViewId,
    pub account_id: AccountId,
    pub list: ViewedList,
    pub name: String,
    /// Names and values as in the address of the list: `search`, `filter`, `filter.<name>`, `sort`, `columns`.
    pub query: Vec<(String, String)>,
    /// Whether everybody uses it who may see the list.
    pub shared: bool,
    /// Who made it.
    pub owner: String,
    /// Whether the caller may change and delete it.
    pub editable: bool,
    pub modified_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ViewForm {
    pub list: ViewedList,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub query: Vec<(String, String)>,
    #[serde(default)]
    pub shared: bool,
}

/// Only what is present changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ViewPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<Vec<(String, String)>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared: Option<bool>,
}

/// The name under which a person's preferences keep the default view of a list in an account.
pub fn default_key(list: ViewedList, account: AccountId) -> String {
    format!("{list}:{account}")
}
