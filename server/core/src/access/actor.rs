//! The caller of a use case.

use switchroom_types::access::{Permission, Permissions, Role, Scope, TokenScope};
use switchroom_types::accounts::AccountKind;
use switchroom_types::history::ActorKind;
use switchroom_types::preferences::Preferences;
use switchroom_types::sessions::{Me, SignInMethod, Theme};
use switchroom_types::{AccountId, AppError, PartnerId, RoleId, SessionId, Timestamp, UserId};

use crate::portal::Portal;

/// Seconds that a proof of identity is fresh (AUTH-B6).
const STEP_UP: i64 = 5 * 60;

/// Where a request came from; goes into history and logs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    pub request_id: Option<String>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    /// The secret by which a browser is known again when it signs in (AUTH-B7). No proof of anything.
    pub device: Option<String>,
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
    /// The custom role that refines it.
    pub role_id: Option<RoleId>,
    pub role_label: String,
    pub scope: Option<Scope>,
    pub account_id: AccountId,
    pub account_kind: AccountKind,
    pub account_name: String,
    pub partner_id: Option<PartnerId>,
    pub partner_name: Option<String>,
    /// Already narrowed to the scopes of the token, if it is one.
    pub permissions: Permissions,
    /// What the person may do whatever a token leaves of it: beside this, others are above them or not (ROLE-22).
    pub rights: Permissions,
    pub language: String,
    pub time_zone: Option<String>,
    pub theme: String,
    pub method: SignInMethod,
    pub session_id: Option<SessionId>,
    /// When the person last proved in this session that it is them.
    pub step_up_at: Option<Timestamp>,
    /// By when they have to set up a second factor; then nothing else is open (AUTH-B3).
    pub enrol_by: Option<Timestamp>,
    /// Name of the API token in use.
    pub token_name: Option<String>,
    /// What that token may be used for; `None` in a browser session.
    pub token_scopes: Option<Vec<TokenScope>>,
    /// SUB-05: hidden on prime partners and from users of partners without a billing account.
    pub subscriptions_visible: bool,
    pub preferences: Preferences,
    pub origin: Origin,
}

impl Actor {
    pub fn is_partner(&self) -> bool {
        self.role == Role::Partner
    }

    /// Administrator with the base role: the one whom nothing in the partner is closed to (AM-01).
    pub fn is_unrestricted_administrator(&self) -> bool {
        self.is_partner_administrator() && self.role_id.is_none()
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
    /// 404 for anybody but the operator: others need not know that these pages exist. 403 for the operator's tokens,
    /// since no scope covers this; see [`Actor::require_operator_with`].
    pub fn require_operator(&self) -> Result<(), AppError> {
        if self.role != Role::Operator {
            return Err(AppError::not_found("page"));
        }
        self.require_session().map(|_| ())
    }

    /// Like [`Actor::require_operator`], also for the operator's tokens with this scope.
    pub fn require_operator_with(&self, scope: TokenScope) -> Result<(), AppError> {
        if self.role != Role::Operator {
            return Err(AppError::not_found("page"));
        }
        self.require_token_scope(scope)
    }

    /// For what no permission covers: a token must have the scope, a browser session needs none.
    pub fn require_token_scope(&self, scope: TokenScope) -> Result<(), AppError> {
        match &self.token_scopes {
            Some(scopes) if !scopes.contains(&scope) => {
                Err(AppError::new(403, "auth.token_scope", format!("This token needs the scope {scope}.")).arg("scope", scope))
            }
            _ => Ok(()),
        }
    }

    /// For what concerns sign-in itself, which no token may touch.
    ///
    /// # Errors
    /// 403 `auth.session_required` for API tokens.
    pub fn require_session(&self) -> Result<SessionId, AppError> {
        let refuse = || AppError::new(403, "auth.session_required", "This needs a signed-in browser; API tokens cannot do it.");
        self.session_id.ok_or_else(refuse)
    }

    /// Whether the time to set up a second factor is over (AUTH-B3).
    pub fn must_enrol(&self, portal: &Portal) -> bool {
        self.session_id.is_some() && self.enrol_by.is_some_and(|by| by <= portal.clock.now())
    }

    /// For what an unattended browser must not do (AUTH-B6): the person has proven within five minutes that it is them, by
    /// signing in or by confirming it. Tokens hold no session and are exempt; their scopes limit them.
    ///
    /// # Errors
    /// 403 `auth.step_up_required`; the interface then asks and repeats the request.
    pub fn require_step_up(&self, portal: &Portal) -> Result<(), AppError> {
        let fresh = self.step_up_at.is_some_and(|at| portal.clock.now().secs_since(at) < STEP_UP);
        if self.session_id.is_none() || fresh {
            return Ok(());
        }
        Err(AppError::new(403, "auth.step_up_required", "Please confirm that it is you."))
    }

    /// What the person may know about themselves; the answer of `GET /api/v1/me`.
    pub fn me(&self) -> Me {
        Me {
            id: self.user_id,
            name: self.name.clone(),
            email: self.email.clone(),
            role: self.role,
            role_label: self.role_label.clone(),
            scope: self.scope,
            account_id: self.account_id,
            account_name: self.account_name.clone(),
            partner_id: self.partner_id,
            partner_name: self.partner_name.clone(),
            permissions: self.permissions,
            language: self.language.clone(),
            time_zone: self.time_zone.clone(),
            theme: Theme::parse(&self.theme).unwrap_or(Theme::System),
            method: self.method,
            account_kind: self.account_kind,
            subscriptions_visible: self.subscriptions_visible,
            enrol_by: self.enrol_by,
            preferences: self.preferences.clone(),
        }
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
