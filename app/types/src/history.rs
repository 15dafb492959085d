//! Events: what happened, to what, by whom (specification part 20, HIST).

use crate::{AccountId, EventId, Timestamp, text_enum};
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
        Deactivate => "Deactivate", Reactivate => "Reactivate", Restore => "Restore", Purge => "Purge",
        SignIn => "Sign-in", SignInFailed => "Failed sign-in", SignOut => "Sign-out", Lock => "Lock", Unlock => "Unlock",
        Register => "Register", PasswordChange => "Password change", PasswordReset => "Password reset request", Revoke => "Revoke",
        SendMail => "Send mail", Launch => "Launch",
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
    }
}

/// One property with its values before and after; secrets read `[redacted]` (HIST-19).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub property: String,
    pub before: serde_json::Value,
    pub after: serde_json::Value,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
