//! The conflict centre: values that two people have, and what resolves it (USR-B3).

use crate::users::{UserSource, UserStatus};
use crate::{FieldError, Timestamp, UserId, text_enum};
use serde::{Deserialize, Serialize};

/// Most clashes that are listed at once.
pub const LISTED: usize = 200;

text_enum! {
    ClashKind { Phone => "phone", Email => "email", Extension => "extension" }
}

text_enum! {
    /// Where somebody who has a value is.
    HolderState { Active => "active", Inactive => "inactive", Deleted => "deleted", Queued => "queued" }
}

impl From<UserStatus> for HolderState {
    fn from(status: UserStatus) -> Self {
        match status {
            UserStatus::Active => Self::Active,
            UserStatus::Inactive => Self::Inactive,
        }
    }
}

/// Somebody who has the value, or waits for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Holder {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub state: HolderState,
    /// Where the value stands: `mobile`, `phone`, `extension`, `email`, or `pending_email`.
    pub field: String,
    pub source: UserSource,
    /// For people in the bin.
    pub deleted_at: Option<Timestamp>,
    /// They have more rights than the caller, who can then change nothing about them.
    pub above: bool,
}

/// One value with everybody who has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clash {
    pub kind: ClashKind,
    pub value: String,
    pub holders: Vec<Holder>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clashes {
    pub items: Vec<Clash>,
    /// There are more than are listed.
    pub more: bool,
}

/// Who keeps a value; everybody else who has it loses it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Reassignment {
    pub kind: ClashKind,
    pub value: String,
    pub keep: UserId,
}

/// Two people become one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// Who stays; active or inactive.
    pub keep: UserId,
    /// Who goes to the bin, or is there already.
    pub other: UserId,
    /// Fields whose value comes from the other one; names as in the form, and `phone`.
    #[serde(default)]
    pub take: Vec<String>,
}

/// A field in which the two differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MergeField {
    pub field: String,
    pub keep: String,
    pub other: String,
    /// The value of the one who stays comes from a source that locks it.
    pub locked: bool,
}

/// What a merge of two people is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comparison {
    pub keep: UserId,
    pub keep_name: String,
    pub other: UserId,
    pub other_name: String,
    pub fields: Vec<MergeField>,
    /// Why they cannot be merged this way round.
    pub refusal: Option<FieldError>,
}
