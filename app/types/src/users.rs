//! Users: rows, details, filters and the forms (specification part 10, USR).

use crate::access::{Role, Scope};
use crate::conditions::{ColumnKind, Condition, ConditionColumn, Typed};
use crate::list::{ListQuery, Selection};
use crate::sessions::SessionRow;
use crate::{AccountId, AppError, FieldError, JobId, Result, RoleId, Timestamp, UserId, sort_columns, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    UserStatus { Active => "active", Inactive => "inactive" }
}

text_enum! {
    Registration { NotInvited => "not_invited", Invited => "invited", Registered => "registered" }
}

text_enum! {
    /// Where a person's record comes from.
    UserSource { Portal => "portal", Import => "import", Scim => "scim", Pbx => "pbx", MicloudConnect => "micloud_connect" }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserRow {
    pub id: UserId,
    pub account_id: AccountId,
    pub name: String,
    pub email: String,
    pub extension: Option<String>,
    /// Product names with tier, as the LICENSES column shows them.
    pub licenses: Vec<String>,
    pub role: Role,
    /// `Account Admin`, a custom role's name, or empty for plain users.
    pub role_label: String,
    pub scope: Option<Scope>,
    pub sms_number: Option<String>,
    pub status: UserStatus,
    pub registration: Registration,
    pub source: UserSource,
    pub modified_at: Timestamp,
    pub modified_by: String,
}

sort_columns! {
    UserSort {
        Name => "name", Email => "email", Extension => "extension", Modified => "modified_at", Licenses => "licenses", Role => "role",
    } default Name
}

text_enum! {
    /// The Property filter: one value at a time (USR-05).
    UserProperty {
        Admins => "admins", Users => "users", Registered => "registered", Unregistered => "unregistered", PbxUsers => "pbx_users",
        MicloudConnected => "micloud_connected", IotConnected => "iot_connected", Inactive => "inactive",
    }
}

/// `filter.property`, `filter.product`, `filter.sms` and `filter.import` (the job that added them), combined with AND.
///
/// Beyond them, conditions over every column ([`UserColumn`]) combine with everything and with each other (USR-B1): what
/// USR-08 keeps apart in the simple filters can be asked for there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserFilter {
    pub property: Option<UserProperty>,
    pub product: Option<String>,
    pub import: Option<JobId>,
    /// Digits of an SMS number; excludes Property and suspends the search text (USR-08).
    pub sms: Option<String>,
    pub conditions: Option<Typed<UserColumn>>,
}

impl UserFilter {
    pub const NAMES: &'static [&'static str] = &["property", "product", "import", "sms"];

    pub fn parse(query: &ListQuery) -> Result<Self> {
        query.only_filters_and_conditions(Self::NAMES)?;
        let unknown = |field, text| AppError::invalid(vec![FieldError::new(field, "list.unknown_value", text)]);
        let property = match query.filter("property") {
            None => None,
            Some(text) => Some(UserProperty::parse(text).ok_or_else(|| unknown("filter.property", "There is no such property"))?),
        };
        let import = match query.filter("import") {
            None => None,
            Some(text) => Some(text.parse().map_err(|_| unknown("filter.import", "There is no such import"))?),
        };
        // As people write numbers: without spaces, and without what only callers inside the country dial.
        let digits = |text: &str| text.replace("(0)", "").chars().filter(char::is_ascii_digit).collect::<String>();
        let sms = query.filter("sms").map(|text| digits(text).trim_start_matches('0').to_owned());
        if sms.as_ref().is_some_and(String::is_empty) {
            return Err(unknown("filter.sms", "Enter digits of a number"));
        }
        if sms.is_some() && property.is_some() {
            let error = FieldError::new("filter.sms", "users.filters_exclude", "SMS Number and Property cannot be combined");
            return Err(AppError::invalid(vec![error]));
        }
        let conditions = match query.conditions.as_str() {
            "" => None,
            text => Some(Condition::parse(text)?.typed()?),
        };
        Ok(Self { property, product: query.filter("product").map(str::to_owned), import, sms, conditions })
    }
}

text_enum! {
    /// What conditions can ask about: the columns of the table, and the state of a person (USR-B1).
    UserColumn {
        Name => "name", Email => "email", Extension => "extension", Modified => "modified_at", ModifiedBy => "modified_by",
        Licenses => "licenses", Role => "role", SmsNumber => "sms_number", ContactCenter => "contact_center", Mobile => "mobile",
        Phone => "phone", LoginId => "login_id", Status => "status", Registration => "registration", Source => "source",
        Created => "created_at", LastSignIn => "last_sign_in_at",
    }
}

impl ConditionColumn for UserColumn {
    fn find(id: &str) -> Option<Self> {
        Self::parse(id)
    }

    fn kind(self) -> ColumnKind {
        match self {
            Self::Name
            | Self::Email
            | Self::Extension
            | Self::ModifiedBy
            | Self::SmsNumber
            | Self::Mobile
            | Self::Phone
            | Self::LoginId => ColumnKind::Text,
            Self::Role | Self::Status | Self::Registration | Self::Source => ColumnKind::Choice,
            Self::Licenses | Self::ContactCenter => ColumnKind::Set,
            Self::Modified | Self::Created => ColumnKind::Time,
            Self::LastSignIn => ColumnKind::OptionalTime,
        }
    }

    fn values(self) -> Vec<&'static str> {
        match self {
            Self::Status => UserStatus::ALL.iter().map(|value| value.as_str()).collect(),
            Self::Registration => Registration::ALL.iter().map(|value| value.as_str()).collect(),
            Self::Source => UserSource::ALL.iter().map(|value| value.as_str()).collect(),
            // Roles: the base roles by their names on the wire, custom roles by their own.
            _ => Vec::new(),
        }
    }
}

/// One user with everything that the detail page shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserDetail {
    pub id: UserId,
    pub account_id: AccountId,
    pub version: i32,
    pub name: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// A changed address that still waits for its confirmation (USR-20).
    pub pending_email: Option<String>,
    pub login_id: Option<String>,
    /// E.164.
    pub mobile: Option<String>,
    pub phone: Option<String>,
    pub extension: Option<String>,
    pub sms_number: Option<String>,
    pub role: Role,
    /// The custom role that refines it.
    pub role_id: Option<RoleId>,
    pub role_label: String,
    pub scope: Option<Scope>,
    /// Whether they may do something that the caller may not (ROLE-22).
    pub above: bool,
    pub status: UserStatus,
    pub registration: Registration,
    pub source: UserSource,
    /// Fields that only the source changes, and fields that its next sync may overwrite (USR-22); names as in the form.
    pub locked_fields: Vec<String>,
    pub supplied_fields: Vec<String>,
    /// What the source has told, as it told it (USR-23).
    pub advanced: Vec<Attribute>,
    pub last_provisioned_at: Option<Timestamp>,
    pub licenses: Vec<String>,
    /// Too many wrong passwords; an admin may unlock (AUTH-27).
    pub locked: bool,
    /// Why the last mail to this person failed for good (AUTH-32).
    pub mail_error: Option<String>,
    pub last_sign_in_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
    pub modified_by: String,
}

/// Seconds that a deleted user can be restored (USR-B2).
pub const BIN_KEPT: i64 = 30 * 24 * 60 * 60;

sort_columns! {
    DeletedUserSort { Deleted => "deleted_at", Name => "name" } default Deleted
}

/// Somebody who was deleted and can still be restored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeletedUser {
    pub id: UserId,
    pub account_id: AccountId,
    pub name: String,
    pub email: String,
    pub extension: Option<String>,
    pub mobile: Option<String>,
    pub phone: Option<String>,
    pub role: Role,
    pub scope: Option<Scope>,
    pub deleted_at: Timestamp,
    pub deleted_by: String,
    /// When the record is erased.
    pub purge_after: Timestamp,
}

/// One attribute of a person's record at its source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attribute {
    /// As the source calls it (`externalId`).
    pub name: String,
    pub value: String,
}

/// One value that a field had.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldValue {
    pub value: String,
    pub source: UserSource,
    /// Who changed it, where that was a person.
    pub by: String,
    pub at: Timestamp,
}

/// The last values of a field, newest first (USR-B4).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldOrigin {
    pub field: String,
    pub values: Vec<FieldValue>,
}

/// Values that are kept of each field.
pub const VALUES_KEPT: usize = 3;

/// Somebody who has a phone number (USR-43).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhoneHolder {
    pub id: UserId,
    pub name: String,
    pub status: UserStatus,
    pub username: String,
    /// The number or extension that was found.
    pub phone: String,
}

impl UserSource {
    /// Whether another system looks after the record.
    pub fn is_synced(self) -> bool {
        matches!(self, Self::Scim | Self::Pbx | Self::MicloudConnect)
    }
}

/// Where and how a person signs in (AUTH-B8).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserSecurity {
    pub sessions: Vec<SessionRow>,
    pub authenticator: bool,
    pub passkeys: u32,
}

/// What can be entered for a user; lengths in characters: names 80, e-mail 254, login id 80, extension 20.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct UserForm {
    /// Display name; made from first and last name when empty.
    pub name: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub login_id: Option<String>,
    pub mobile: Option<String>,
    pub extension: Option<String>,
    /// `None` leaves the role as it is (new users become User); a base role ends a custom one.
    pub role: Option<Role>,
    /// A custom role that is assigned to the account.
    pub role_id: Option<RoleId>,
    /// Partner users only: which accounts they reach.
    pub scope: Option<Scope>,
}

/// A change to a user: only what is present changes. An empty text, or `null` in JSON, clears what may be empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct UserPatch {
    #[serde(deserialize_with = "null_clears", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(deserialize_with = "null_clears", skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    #[serde(deserialize_with = "null_clears", skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(deserialize_with = "null_clears", skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(deserialize_with = "null_clears", skip_serializing_if = "Option::is_none")]
    pub login_id: Option<String>,
    #[serde(deserialize_with = "null_clears", skip_serializing_if = "Option::is_none")]
    pub mobile: Option<String>,
    #[serde(deserialize_with = "null_clears", skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// A base role ends a custom one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// A custom role that is assigned to the account; its base goes without saying.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_id: Option<RoleId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// Deactivate or activate (USR-12).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<UserStatus>,
}

fn null_clears<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Some(Option::<String>::deserialize(deserializer)?.unwrap_or_default()))
}

impl UserPatch {
    /// Whether anything is asked for at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

text_enum! {
    /// What "Manage" does to many users at once (USR-28).
    BulkAction { WelcomeMails => "welcome_mails", PasswordResets => "password_resets", Delete => "delete", Change => "change" }
}

text_enum! {
    /// What the specification has for users and this installation cannot do yet, because it happens in another system or
    /// needs one. Each has its place in `switchroom_core::users::features`.
    UserFeature {
        /// USR-24: a Username, which goes to MiCollab and the PBX.
        Username => "username",
        /// USR-25: the gateway's answer to an edit that reaches a PBX.
        PbxResult => "pbx_result",
        /// USR-31, USR-32: "Send MiVoice Business deployment emails".
        MivbDeployment => "mivb_deployment",
        /// USR-28: "Send Mitel Office deployment emails".
        OfficeDeployment => "office_deployment",
        /// USR-33, USR-34.
        MiteamMeetings => "miteam_meetings",
        /// USR-35: licensed products among the bulk settings.
        LicensedProducts => "licensed_products",
        /// USR-17, USR-36: numbers of Twilio.
        SmsNumbers => "sms_numbers",
    }
}

/// Whether an account can use a feature; if not, the code of what it waits for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeatureState {
    pub feature: UserFeature,
    pub available: bool,
    pub waits_for: Option<String>,
}

/// Above this number of users a bulk action asks for the number to be confirmed (USR-29).
pub const CONFIRM_ABOVE: u64 = 100;

/// A bulk action on a selection; runs as a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkRequest {
    pub action: BulkAction,
    pub selection: Selection<UserId>,
    /// Welcome mails also to people who have registered already (USR-30).
    #[serde(default)]
    pub include_registered: bool,
    /// For `change`: role, scope and status; nothing else can be set for many.
    #[serde(default, skip_serializing_if = "UserPatch::is_empty")]
    pub change: UserPatch,
    /// How many users the person was told; needed above [`CONFIRM_ABOVE`].
    #[serde(default)]
    pub confirmed: Option<u64>,
}

/// The job that a bulk action became.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkStarted {
    pub job_id: JobId,
    pub total: u64,
}

/// The columns of the users table, in their default order (USR, "Columns").
pub const USER_COLUMNS: [&str; 8] = ["name", "email", "extension", "modified_at", "licenses", "role", "sms_number", "contact_center"];
