//! Resellers, as the operator sees them, and what a partner sets for itself. Nothing here tells of a partner's customers
//! (AUTH-04).

use crate::{AccountId, AccountNumber, PartnerId, Timestamp, UserId, sort_columns, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    /// What later people of a partner's organisation become when they first sign in with an identity provider (AUTH-B9).
    NewUserRole { Administrator => "administrator", AccountManager => "account_manager" }
}

text_enum! {
    PartnerState { Active => "active", Inactive => "inactive" }
}

text_enum! {
    PartnerKind { Standard => "standard", Prime => "prime" }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartnerRow {
    pub id: PartnerId,
    /// Of the Partner Account.
    pub number: AccountNumber,
    pub name: String,
    /// ISO 3166-1 alpha-2; empty until somebody of the partner enters it.
    pub country: String,
    pub kind: PartnerKind,
    pub state: PartnerState,
    /// Partner users.
    pub people: u64,
    pub created_at: Timestamp,
}

sort_columns! {
    PartnerSort { Name => "name", Created => "created_at" } default Name
}

/// A partner with its people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartnerDetail {
    pub partner: PartnerRow,
    pub account_id: AccountId,
    pub billing_account: Option<String>,
    pub people: Vec<PartnerPerson>,
    pub organisations: Vec<PartnerOrganisation>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartnerPerson {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub role_label: String,
    pub registration: crate::users::Registration,
    pub status: crate::users::UserStatus,
    pub last_sign_in_at: Option<Timestamp>,
    /// Removing them would leave the partner without an Administrator.
    pub last_administrator: bool,
}

/// An organisation of an identity provider whose people belong to the partner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartnerOrganisation {
    pub issuer: String,
    pub organisation: String,
}

/// A new partner with its first Administrator.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PartnerForm {
    pub name: String,
    pub country: String,
    pub prime: bool,
    pub billing_account: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub language: String,
}

/// What became of a [`PartnerForm`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddedPartner {
    pub id: PartnerId,
    pub name: String,
    pub email: String,
    /// For the first Administrator; only where no mail can be sent, and only in this answer (AUTH-03).
    pub registration_link: Option<String>,
}
