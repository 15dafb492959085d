//! Accounts: rows, details, filters and the form (specification part 10, ACC and SUPC).

use crate::list::ListQuery;
use crate::partner_access::Entry;
use crate::{AccountGroupId, AccountId, AccountNumber, AppError, FieldError, JobId, Result, Timestamp, UserId, sort_columns, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    AccountKind { Operator => "operator", Partner => "partner", Customer => "customer" }
}

text_enum! {
    AccountState { Active => "active", Deactivated => "deactivated", PendingDeletion => "pending_deletion" }
}

text_enum! {
    PbxType {
        MivoiceBusiness => "MiVoice Business", MivoiceOffice400 => "MiVoice Office 400", Mivoice5000 => "MiVoice 5000", MxOne => "MX-ONE",
    }
}

/// Choices for "Business Type"; the text is the stored value and the label.
pub const BUSINESS_TYPES: [&str; 20] = [
    "Agriculture",
    "Automotive",
    "Construction",
    "Education",
    "Energy & Utilities",
    "Finance & Insurance",
    "Government",
    "Healthcare",
    "Hospitality",
    "Legal",
    "Manufacturing",
    "Media",
    "Non-profit",
    "Professional Services",
    "Real Estate",
    "Retail & Wholesale",
    "Technology",
    "Telecommunications",
    "Transport & Logistics",
    "Other",
];

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountRow {
    pub id: AccountId,
    pub number: AccountNumber,
    pub kind: AccountKind,
    pub state: AccountState,
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub pbx_type: Option<PbxType>,
    pub users: u64,
    /// Names of its account groups (ACC-B3).
    pub groups: Vec<String>,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
    pub modified_by: String,
}

sort_columns! {
    AccountSort {
        Name => "name", Number => "number", Country => "country", PbxType => "pbx_type", Users => "users",
        Created => "created_at", Modified => "modified_at",
    } default Name
}

/// `filter.state`: one state, `active` unless given (ACC, "Pages"); `filter.group`: the accounts of one group (ACC-B3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountFilter {
    pub state: AccountState,
    pub group: Option<AccountGroupId>,
}

impl AccountFilter {
    pub const NAMES: &'static [&'static str] = &["state", "group"];

    pub fn parse(query: &ListQuery) -> Result<Self> {
        query.only_filters(Self::NAMES)?;
        let state = match query.filter("state") {
            None => AccountState::Active,
            Some(text) => AccountState::parse(text)
                .ok_or_else(|| AppError::invalid(vec![FieldError::new("filter.state", "list.unknown_value", "There is no such state")]))?,
        };
        Ok(Self { state, group: group_filter(query)? })
    }
}

/// The account group that a list is narrowed to; one that is not the caller's has no accounts.
///
/// # Errors
/// 422 at `filter.group` for what is no id.
pub fn group_filter(query: &ListQuery) -> Result<Option<AccountGroupId>> {
    let unknown = |_| AppError::invalid(vec![FieldError::new("filter.group", "list.unknown_value", "There is no such group")]);
    query.filter("group").map(|text| text.parse().map_err(unknown)).transpose()
}

/// Everything on "Account Information".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountDetail {
    pub id: AccountId,
    pub number: AccountNumber,
    pub kind: AccountKind,
    pub state: AccountState,
    pub version: i32,
    pub form: AccountForm,
    pub billing_customer_number: Option<String>,
    pub cloud_region: String,
    /// `None` until gateway onboarding has completed (ACC-10).
    pub pbx_type: Option<PbxType>,
    pub bandwidth_optimization: bool,
    pub users: u64,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
    pub modified_by: String,
    /// Set while the account waits in the bin: when it is erased.
    pub delete_after: Option<Timestamp>,
    /// Subscribed products whose integration the account lacks, for those who see subscriptions (ACC-15).
    pub missing_integrations: Vec<MissingIntegration>,
}

/// A subscribed product that does nothing without an integration that the account does not have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MissingIntegration {
    pub product: String,
    /// The integration's kind.
    pub integration: String,
}

/// Days that a deleted account can be restored: from at once to three months (ACC-B2).
pub const KEEP_DAYS: std::ops::RangeInclusive<u16> = 0..=90;
pub const KEEP_DAYS_DEFAULT: u16 = 30;

/// What a deletion has started.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deletion {
    /// The job that erases at once; `None` when the accounts wait in the bin.
    pub job_id: Option<JobId>,
    /// When they are erased unless they are restored before.
    pub delete_after: Option<Timestamp>,
}

/// What closing or deleting an account touches (ACC-B1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Impact {
    pub users: u64,
    /// Browsers that are signed in now.
    pub sessions: u64,
    pub integrations: u64,
    /// SMS numbers that people hold.
    pub numbers: u64,
    /// On-premises agents; none before agents can be paired.
    pub agents: u64,
    /// Assigned orders, which return to Unassigned.
    pub orders: u64,
    /// Gateways that are reset to factory settings.
    pub gateways: u64,
}

/// What can be edited; lengths in characters: name 120, address lines and city 120, postal code 16.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct AccountForm {
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// ISO 3166-2 code, where the country has subdivisions.
    pub province: String,
    pub address1: String,
    pub address2: String,
    pub city: String,
    pub postal_code: String,
    /// `en`, `de`, …: language of mails to, and first language of, new users (ACC-13).
    pub language: String,
    pub business_type: Option<String>,
    /// Chosen at creation, then fixed (ACC-12).
    pub cloud_region: String,
    pub support_contacts: Vec<SupportContact>,
}

/// Who receives problem reports: a partner user, or an address (SUPC).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SupportContact {
    #[serde(default)]
    pub user_id: Option<UserId>,
    pub email: String,
    /// The partner user's name; empty for a bare address.
    #[serde(default)]
    pub name: String,
}

/// What the frame shows and checks inside an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountContext {
    pub id: AccountId,
    pub number: AccountNumber,
    pub kind: AccountKind,
    pub state: AccountState,
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Kinds of the integrations that the account has, enabled or not (SHELL-03).
    pub integrations: Vec<String>,
    pub subscriptions_visible: bool,
    /// Set while the account waits in the bin and can be restored (ACC-B2).
    pub delete_after: Option<Timestamp>,
    /// Whether the viewer needs the account's approval for its pages (ACC-B4).
    pub entry: Entry,
}

/// An account as the picker offers it (SHELL-06).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountPick {
    pub id: AccountId,
    pub number: AccountNumber,
    pub name: String,
    pub kind: AccountKind,
}

/// A stored account and what its editor should know although it did not stop the save (ACC-06).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedAccount {
    #[serde(flatten)]
    pub account: AccountDetail,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Object>))]
    pub warnings: Vec<FieldError>,
}

/// What else a person may choose from on the form of an account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AccountChoices {
    /// The operator's cloud locations; the first is preselected (ACC-12).
    pub cloud_regions: Vec<String>,
}

/// Languages of mails and of the interface, the first is the default.
pub const LANGUAGES: [&str; 2] = ["en", "de"];

/// Most support contacts of an account (SUPC, "Data").
pub const MAX_CONTACTS: usize = 50;

/// A change to some of the form's fields; what is missing stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AccountPatch {
    pub name: Option<String>,
    pub country: Option<String>,
    pub province: Option<String>,
    pub address1: Option<String>,
    pub address2: Option<String>,
    pub city: Option<String>,
    pub postal_code: Option<String>,
    pub language: Option<String>,
    /// Empty text clears it.
    pub business_type: Option<String>,
    /// Only to be refused: it is fixed at creation (ACC-12).
    pub cloud_region: Option<String>,
    pub support_contacts: Option<Vec<SupportContact>>,
    /// Call Services (ACC-14).
    pub bandwidth_optimization: Option<bool>,
}

impl AccountPatch {
    /// Whether it changes the form at all.
    pub fn touches_form(&self) -> bool {
        *self != Self { bandwidth_optimization: self.bandwidth_optimization, ..Self::default() }
    }

    pub fn apply(self, form: &mut AccountForm) {
        let put = |field: &mut String, value: Option<String>| {
            if let Some(value) = value {
                *field = value;
            }
        };
        put(&mut form.name, self.name);
        put(&mut form.country, self.country);
        put(&mut form.province, self.province);
        put(&mut form.address1, self.address1);
        put(&mut form.address2, self.address2);
        put(&mut form.city, self.city);
        put(&mut form.postal_code, self.postal_code);
        put(&mut form.language, self.language);
        put(&mut form.cloud_region, self.cloud_region);
        if let Some(business_type) = self.business_type {
            form.business_type = Some(business_type).filter(|text| !text.is_empty());
        }
        if let Some(contacts) = self.support_contacts {
            form.support_contacts = contacts;
        }
    }
}
