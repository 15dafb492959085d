//! From stored rows to the [`Actor`] of a request; shared by cookies and API tokens.

use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use switchroom_types::access::{Base, Permissions, Role, Scope};
use switchroom_types::accounts::AccountKind;
use switchroom_types::policies::ForcedMfa;
use switchroom_types::sessions::SignInMethod;
use switchroom_types::{AccountId, PartnerId, RoleId, UserId};
use uuid::Uuid;

use crate::access::{Actor, Origin};
use crate::error::{Error, Result};
use crate::policies::{self, Networks};
use crate::roles;
use crate::users::preferences;

/// Columns of [`ActorRow`] for a query over `users u`, `accounts a` and `partners p`.
pub(crate) const COLUMNS: &str = "u.id AS user_id, u.name AS user_name, u.email, u.role, u.role_id, u.role_label, r.permissions AS role_permissions, u.scope, u.language, u.time_zone, \
     u.theme, u.preferences, a.id AS account_id, a.kind AS account_kind, a.name AS account_name, p.id AS partner_id, p.name AS partner_name, \
     p.kind AS partner_kind, p.billing_account, u.created_at AS user_created_at, sp.mfa, sp.mfa_since, \
     sp.grace_days, sp.networks, (EXISTS (SELECT 1 FROM authenticators f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) \
     OR EXISTS (SELECT 1 FROM passkeys f WHERE f.user_id = u.id)) AS has_factor";

/// Who may act at all: an active person in an active account of an active partner (AUTH-16).
pub(crate) const ACTIVE: &str = "u.status = 'active' AND a.state = 'active' AND (p.id IS NULL OR p.state = 'active')";

/// The joins that [`COLUMNS`] and [`ACTIVE`] speak of, starting from `users u`.
pub(crate) const JOINS: &str = "JOIN accounts a ON a.id = u.account_id LEFT JOIN partners p ON p.id = a.partner_id \
     LEFT JOIN sign_in_policies sp ON sp.account_id = a.id LEFT JOIN roles r ON r.id = u.role_id";

#[derive(Debug, FromQueryResult)]
pub(crate) struct ActorRow {
    user_id: Uuid,
    user_name: String,
    email: String,
    role: String,
    role_id: Option<Uuid>,
    role_permissions: Option<serde_json::Value>,
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
    user_created_at: i64,
    mfa: Option<String>,
    mfa_since: Option<i64>,
    grace_days: Option<i32>,
    networks: Option<serde_json::Value>,
    has_factor: bool,
}

impl ActorRow {
    /// # Errors
    /// 403 `auth.address_refused` for an address that the account does not allow (AUTH-B5).
    pub(crate) fn into_actor(self, method: SignInMethod, origin: Origin) -> Result<Actor> {
        if !Networks::stored(self.networks.as_ref()).allow(origin.ip.as_deref()) {
            return Err(policies::refused().into());
        }
        let role = Role::parse(&self.role).ok_or_else(|| Error::corrupt("user role"))?;
        let permissions = permissions(role, self.role_id, self.role_permissions.as_ref());
        // SUB-05: nobody on a prime partner; the people of a partner without billing account, though not its customers' admins.
        let prime = self.partner_kind.as_deref() == Some("prime");
        let subscriptions_visible = !prime && (role != Role::Partner || self.billing_account.is_some());
        let scope = self.scope.as_deref().and_then(Scope::parse);
        let mfa = self.mfa.as_deref().and_then(ForcedMfa::parse).unwrap_or(ForcedMfa::Off);
        let policy = (mfa, self.mfa_since, self.grace_days.map_or(0, i64::from));
        Ok(Actor {
            user_id: UserId(self.user_id),
            name: self.user_name,
            email: self.email,
            role,
            role_id: self.role_id.map(RoleId),
            role_label: self.role_label,
            scope,
            account_id: AccountId(self.account_id),
            account_kind: AccountKind::parse(&self.account_kind).ok_or_else(|| Error::corrupt("account kind"))?,
            account_name: self.account_name,
            partner_id: self.partner_id.map(PartnerId),
            partner_name: self.partner_name,
            permissions,
            rights: permissions,
            language: self.language,
            time_zone: self.time_zone,
            theme: self.theme,
            method,
            session_id: None,
            step_up_at: None,
            enrol_by: policies::enrol_by(policy, (role, scope), self.user_created_at, method, self.has_factor),
            token_name: None,
            token_scopes: None,
            subscriptions_visible,
            preferences: preferences::read(self.preferences),
            origin,
        })
    }
}

/// What somebody may do by their base role, or by the custom role that refines it.
fn permissions(role: Role, custom: Option<Uuid>, cells: Option<&serde_json::Value>) -> Permissions {
    match (custom, cells, Base::of(role)) {
        (None, ..) => role.permissions(),
        (Some(_), Some(cells), Some(base)) => Permissions::of_role(base, roles::stored(cells)),
        // A role that is gone permits nothing; deleting one gives its holders another first.
        _ => Permissions::NONE,
    }
}

/// What somebody is and may do at this moment; none for people who cannot act.
pub(crate) async fn standing_now(conn: &impl ConnectionTrait, user: UserId) -> Result<Option<(Role, Option<Scope>, Permissions)>> {
    let sql = format!("SELECT u.role, u.scope, u.role_id, r.permissions FROM users u {JOINS} WHERE u.id = $1 AND {ACTIVE}");
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [user.0.into()]);
    let Some(row) = conn.query_one_raw(statement).await? else { return Ok(None) };
    let role: String = row.try_get("", "role")?;
    let role = Role::parse(&role).ok_or_else(|| Error::corrupt("user role"))?;
    let scope = row.try_get::<Option<String>>("", "scope")?.as_deref().and_then(Scope::parse);
    let cells: Option<serde_json::Value> = row.try_get("", "permissions")?;
    Ok(Some((role, scope, permissions(role, row.try_get("", "role_id")?, cells.as_ref()))))
}
