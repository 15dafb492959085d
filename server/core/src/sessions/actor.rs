//! From stored rows to the [`Actor`] of a request; shared by cookies and API tokens.

use sea_orm::FromQueryResult;
use switchroom_types::access::{Base, Permissions, Role, Scope};
use switchroom_types::accounts::AccountKind;
use switchroom_types::sessions::SignInMethod;
use switchroom_types::{AccountId, PartnerId, UserId};
use uuid::Uuid;

use crate::access::{Actor, Origin};
use crate::error::{Error, Result};
use crate::users::preferences;

/// Columns of [`ActorRow`] for a query over `users u`, `accounts a` and `partners p`.
pub(crate) const COLUMNS: &str = "u.id AS user_id, u.name AS user_name, u.email, u.role, u.role_label, u.scope, u.language, u.time_zone, \
     u.theme, u.preferences, a.id AS account_id, a.kind AS account_kind, a.name AS account_name, p.id AS partner_id, p.name AS partner_name, \
     p.kind AS partner_kind, p.billing_account";

/// Who may act at all: an active person in an active account of an active partner (AUTH-16).
pub(crate) const ACTIVE: &str = "u.status = 'active' AND a.state = 'active' AND (p.id IS NULL OR p.state = 'active')";

/// The joins that [`COLUMNS`] and [`ACTIVE`] speak of, starting from `users u`.
pub(crate) const JOINS: &str = "JOIN accounts a ON a.id = u.account_id LEFT JOIN partners p ON p.id = a.partner_id";

#[derive(Debug, FromQueryResult)]
pub(crate) struct ActorRow {
    user_id: Uuid,
    user_name: String,
    email: String,
    role: String,
    role_label: String,
    scope: Option<String>,
    language: String,
    time_zone: Option<String>,
    theme: String,
    preferences: serde_json::Value,
    account_id: Uuid,
    account_kind: String,
    account_name: String,
    partner_id: Option<Uuid>,
    partner_name: Option<String>,
    partner_kind: Option<String>,
    billing_account: Option<String>,
}

impl ActorRow {
    pub(crate) fn into_actor(self, method: SignInMethod, origin: Origin) -> Result<Actor> {
        let role = Role::parse(&self.role).ok_or_else(|| Error::corrupt("user role"))?;
        let permissions = match role {
            Role::Partner => Permissions::of_base(Base::Partner),
            Role::Admin => Permissions::of_base(Base::Administrator),
            Role::Operator | Role::User => Permissions::NONE,
        };
        // SUB-05: nobody on a prime partner; the people of a partner without billing account, though not its customers' admins.
        let prime = self.partner_kind.as_deref() == Some("prime");
        let subscriptions_visible = !prime && (role != Role::Partner || self.billing_account.is_some());
        Ok(Actor {
            user_id: UserId(self.user_id),
            name: self.user_name,
            email: self.email,
            role,
            role_label: self.role_label,
            scope: self.scope.as_deref().and_then(Scope::parse),
            account_id: AccountId(self.account_id),
            account_kind: AccountKind::parse(&self.account_kind).ok_or_else(|| Error::corrupt("account kind"))?,
            account_name: self.account_name,
            partner_id: self.partner_id.map(PartnerId),
            partner_name: self.partner_name,
            permissions,
            language: self.language,
            time_zone: self.time_zone,
            theme: self.theme,
            method,
            session_id: None,
            step_up_at: None,
            token_name: None,
            token_scopes: None,
            subscriptions_visible,
            preferences: preferences::read(self.preferences),
            origin,
        })
    }
}
