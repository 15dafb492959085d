//! Events: what happened, to what, by whom (specification part 20, HIST).

use crate::list::ListQuery;
use crate::{AccountId, AppError, EventId, FieldError, Result, Timestamp, sort_columns, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    ActorKind {
        User => "user", System => "system", Solution => "solution", Scim => "scim", Token => "token", Agent => "agent",
        Operator => "operator", Unknown => "unknown",
    }
}

text_enum! {
    Action {
        Create => "Create", Delete => "Delete", Edit => "Edit",
        LicenseAssignment => "License Assignment", LicenseConfigurationUpdate => "License Configuration Update", LicenseRemoval => "License Removal",
        Assign => "Assign", Unassign => "Unassign", Cancel => "Cancel", Export => "Export", Import => "Import",
        Deactivate => "Deactivate", Reactivate => "Reactivate", Restore => "Restore", Merge => "Merge", Purge => "Purge",
        SignIn => "Sign-in", SignInFailed => "Failed sign-in", SignOut => "Sign-out", Lock => "Lock", Unlock => "Unlock",
        Register => "Register", PasswordChange => "Password change", PasswordReset => "Password reset request", Revoke => "Revoke",
        SendMail => "Send mail", Launch => "Launch", Request => "Request", Approve => "Approve", Deny => "Deny",
    }
}

text_enum! {
    EventType {
        Admin => "Admin", Mivb => "MiVB", ServiceDelivery => "Service Delivery",
        Commerce => "Commerce", Provisioning => "Provisioning", Support => "Support", Security => "Security", Job => "Job",
    }
}

text_enum! {
    Asset {
        Account => "Account", Did => "DID", DnRange => "DN Range", Group => "Group", GroupMembership => "Group Membership",
        PbxUserProfile => "PBX User Profile", Phone => "Phone", TemplatedServices => "Templated Services",
        UserLicense => "User License", Tenant => "Tenant",
        User => "User", Role => "Role", Template => "Template", Integration => "Integration", Order => "Order",
        SupportLog => "Support Log", Platform => "Platform", Job => "Job", Token => "Token", Session => "Session",
        IdentityProvider => "Identity Provider",
        AccountGroup => "Account Group",
        Factor => "Sign-in Factor",
        View => "View",
        Webhook => "Webhook",
        PartnerAccess => "Partner Access",
    }
}

/// One property with its values before and after; secrets read `[redacted]` (HIST-19).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    pub property: String,
    pub before: serde_json::Value,
    pub after: serde_json::Value,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventRow {
    pub id: EventId,
    pub account_id: AccountId,
    /// Gapless per account.
    pub seq: i64,
    pub at: Timestamp,
    pub actor_kind: ActorKind,
    pub actor_id: String,
    /// As it was then; a later renaming or deletion does not change it (HIST-11).
    pub actor_name: String,
    pub acting_for: Option<String>,
    pub action: Action,
    pub event_type: EventType,
    pub asset: Asset,
    pub asset_id: String,
    pub asset_name: String,
    pub changes: Vec<Change>,
    pub core: serde_json::Value,
    pub extra: serde_json::Value,
    pub tags: Vec<String>,
    pub request_id: Option<String>,
    pub source_ip: Option<String>,
}

impl EventRow {
    /// The names of the properties that changed.
    pub fn properties(&self) -> String {
        let names: Vec<&str> = self.changes.iter().map(|change| change.property.as_str()).collect();
        names.join(", ")
    }
}

sort_columns! {
    EventSort { At => "at" } default At(true)
}

/// The columns of the history in their order (HIST, "Pages"), and whether they show before anybody chose.
pub const EVENT_COLUMNS: [(&str, bool); 11] = [
    ("id", false),
    ("actor_name", true),
    ("actor_id", false),
    ("action", true),
    ("asset", true),
    ("at", true),
    ("event_type", false),
    ("changes", true),
    ("core", true),
    ("tags", false),
    ("extra", false),
];

/// What the history is filtered by: names combine with AND, repeated values of one name with OR (HIST-12).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventFilter {
    pub assets: Vec<Asset>,
    pub actions: Vec<Action>,
    pub event_types: Vec<EventType>,
    pub actor_ids: Vec<String>,
    /// From this instant on, itself included.
    pub from: Option<Timestamp>,
    /// Up to this instant, itself included.
    pub to: Option<Timestamp>,
}

impl EventFilter {
    pub const NAMES: &'static [&'static str] = &["asset", "action", "event_type", "actor_id", "from", "to"];
    /// Values of one name that are taken.
    pub const MAX_VALUES: usize = 50;

    /// # Errors
    /// 422 at the field for an unknown name or value, an instant that is not RFC 3339, or an end before its start (HIST-15).
    pub fn parse(query: &ListQuery) -> Result<Self> {
        query.only_filters(Self::NAMES)?;
        let mut errors = Vec::new();
        let filter = Self {
            assets: values(query, "asset", Asset::parse, &mut errors),
            actions: values(query, "action", Action::parse, &mut errors),
            event_types: values(query, "event_type", EventType::parse, &mut errors),
            actor_ids: values(query, "actor_id", |id| (id.chars().count() <= 200).then(|| id.trim().to_owned()), &mut errors),
            from: instant(query, "from", &mut errors),
            to: instant(query, "to", &mut errors),
        };
        if let (Some(from), Some(to)) = (filter.from, filter.to)
            && to < from
        {
            errors.push(FieldError::new("filter.to", "history.end_before_start", "The end lies before the start"));
        }
        if errors.is_empty() { Ok(filter) } else { Err(AppError::invalid(errors)) }
    }
}

fn values<T>(query: &ListQuery, name: &str, parse: impl Fn(&str) -> Option<T>, errors: &mut Vec<FieldError>) -> Vec<T> {
    let mut found = Vec::new();
    for text in query.filter_all(name) {
        match parse(text) {
            Some(value) if found.len() < EventFilter::MAX_VALUES => found.push(value),
            _ => errors.push(FieldError::new(format!("filter.{name}"), "list.unknown_value", "There is no such value")),
        }
    }
    found
}

fn instant(query: &ListQuery, name: &str, errors: &mut Vec<FieldError>) -> Option<Timestamp> {
    let text = query.filter(name)?;
    // A `+` in a URL that nobody encoded arrives as a space.
    match text.replace(' ', "+").parse() {
        Ok(at) => Some(at),
        Err(_) => {
            errors.push(FieldError::new(format!("filter.{name}"), "field.date", "Enter a date with time, such as 2026-03-01T08:00:00Z"));
            None
        }
    }
}

/// What the filter dialog offers (HIST-13).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventOptions {
    pub assets: Vec<Asset>,
    pub actions: Vec<Action>,
    pub event_types: Vec<EventType>,
}

/// An integration that brings its own kinds of events; the kind as in `account_integrations`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// Every account has these.
    Own,
    MivoiceBusiness,
    Zoom,
}

impl Product {
    pub fn of_integration(kind: &str) -> Option<Self> {
        match kind {
            "mivoice_business" => Some(Self::MivoiceBusiness),
            "zoom" => Some(Self::Zoom),
            _ => None,
        }
    }
}

/// Which (type, asset, action) can occur together, by where they come from (HIST, "Filter option").
/// The lists of the filter dialog are projections of it.
pub const OPTIONS: &[(Product, EventType, &[Asset], &[Action])] = {
    use Action as Do;
    use Asset as A;
    use EventType as T;
    const WRITE: &[Action] = &[Do::Create, Do::Delete, Do::Edit];
    &[
        (
            Product::MivoiceBusiness,
            T::Mivb,
            &[A::Account, A::Did, A::DnRange, A::Group, A::GroupMembership, A::PbxUserProfile, A::Phone, A::TemplatedServices],
            WRITE,
        ),
        (
            Product::Zoom,
            T::ServiceDelivery,
            &[A::UserLicense],
            &[Do::LicenseAssignment, Do::LicenseConfigurationUpdate, Do::LicenseRemoval],
        ),
        (Product::Zoom, T::ServiceDelivery, &[A::Tenant], WRITE),
        (
            Product::Own,
            T::Admin,
            &[A::Account],
            &[Do::Create, Do::Edit, Do::Delete, Do::Deactivate, Do::Reactivate, Do::Restore, Do::Purge, Do::Export],
        ),
        (
            Product::Own,
            T::Admin,
            &[A::User, A::Role, A::Template, A::Integration, A::Platform],
            &[Do::Create, Do::Edit, Do::Delete, Do::Export],
        ),
        (Product::Own, T::Admin, &[A::AccountGroup], WRITE),
        (Product::Own, T::Provisioning, &[A::User], &[Do::Create, Do::Edit, Do::Delete, Do::Import, Do::SendMail]),
        (Product::Own, T::Commerce, &[A::Order], &[Do::Create, Do::Edit, Do::Assign, Do::Unassign, Do::Cancel, Do::Import, Do::Export]),
        (Product::Own, T::Support, &[A::SupportLog], &[Do::Create, Do::Edit, Do::Delete, Do::Export, Do::Launch]),
        (Product::Own, T::Job, &[A::Job], &[Do::Create, Do::Edit, Do::Cancel]),
        (Product::Own, T::Security, &[A::Session], &[Do::SignIn, Do::SignInFailed, Do::SignOut, Do::Revoke]),
        (Product::Own, T::Security, &[A::Factor], WRITE),
        (Product::Own, T::Security, &[A::Token], &[Do::Create, Do::Edit, Do::Delete, Do::Revoke]),
        (Product::Own, T::Security, &[A::User], &[Do::Lock, Do::Unlock, Do::Register, Do::PasswordChange, Do::PasswordReset, Do::Edit]),
    ]
};
