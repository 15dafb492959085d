//! The caller of a use case.

use switchroom_types::access::{Permission, Permissions, Role, Scope};
use switchroom_types::accounts::AccountKind;
use switchroom_types::history::ActorKind;
use switchroom_types::sessions::SignInMethod;
use switchroom_types::{AccountId, AppError, PartnerId, SessionId, UserId};

/// Where a request came from; goes into history and logs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    pub request_id: Option<String>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
}

/// Who signs a history event; frozen, so later renaming or deletion changes nothing (HIST-11).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Signature {
    pub kind: ActorKind,
    pub id: String,
    pub name: String,
    /// The partner's name when a partner user acts inside an account.
    pub acting_for: Option<String>,
    pub request_id: Option<String>,
    pub ip: Option<String>,
    /// The person behind it, who is told how long work ended.
    pub user_id: Option<UserId>,
}

impl Signature {
    pub fn system() -> Self {
        Self {
            kind: ActorKind::System,
            id: "system".to_owned(),
            name: "System".to_owned(),
            acting_for: None,
            request_id: None,
            ip: None,
            user_id: None,
        }
    }

    /// Somebody who has not signed in yet (failed sign-ins, links).
    pub fn anonymous(origin: &Origin) -> Self {
        Self {
            kind: ActorKind::Unknown,
            id: String::new(),
            name: "Unknown".to_owned(),
            acting_for: None,
            request_id: origin.request_id.clone(),
            ip: origin.ip.clone(),
            user_id: None,
        }
    }
}

/// A signed-in person or their token, with what they may do at this moment. Built anew for each request, so that a
/// changed role, a deactivation or a revoked session acts at once.
#[derive(Clone, Debug)]
pub struct Actor {
    pub user_id: UserId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub role_label: String,
    pub scope: Option<Scope>,
    pub account_id: AccountId,
    pub account_kind: AccountKind,
    pub account_name: String,
    pub partner_id: Option<PartnerId>,
    pub partner_name: Option<String>,
    /// Already narrowed to the scopes of the token, if it is one.
    pub permissions: Permissions,
    pub language: String,
    pub time_zone: Option<String>,
    pub theme: String,
    pub method: SignInMethod,
    pub session_id: Option<SessionId>,
    /// Name of the API token in use.
    pub token_name: Option<String>,
    /// SUB-05: hidden on prime partners and from users of partners without a billing account.
    pub subscriptions_visible: bool,
    pub origin: Origin,
}

impl Actor {
    pub fn is_partner(&self) -> bool {
        self.role == Role::Partner
    }

    /// Administrator of the partner: reaches every account.
    pub fn is_partner_administrator(&self) -> bool {
        self.is_partner() && self.scope == Some(Scope::All)
    }

    pub fn can(&self, permission: Permission) -> bool {
        self.permissions.contains(permission)
    }

    /// # Errors
    /// 403 `permission.denied` naming the permission.
    pub fn require(&self, permission: Permission) -> Result<(), AppError> {
        if self.can(permission) { Ok(()) } else { Err(AppError::denied(permission)) }
    }

    /// # Errors
    /// 404 for anybody but the operator: others need not know that these pages exist.
    pub fn require_operator(&self) -> Result<(), AppError> {
        if self.role == Role::Operator { Ok(()) } else { Err(AppError::not_found("page")) }
    }

    pub fn signature(&self) -> Signature {
        let (kind, id, name) = match (&self.token_name, self.role) {
            (Some(token), _) => (ActorKind::Token, self.user_id.to_string(), format!("{} ({token})", self.name)),
            (None, Role::Operator) => (ActorKind::Operator, self.user_id.to_string(), self.name.clone()),
            _ => (ActorKind::User, self.user_id.to_string(), self.name.clone()),
        };
        Signature {
            kind,
            id,
            name,
            acting_for: if self.is_partner() { self.partner_name.clone() } else { None },
            request_id: self.origin.request_id.clone(),
            ip: self.origin.ip.clone(),
            user_id: Some(self.user_id),
        }
    }
}
