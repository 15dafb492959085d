//! Who may do what to whom, beyond the permission for the page (ROLE-06, ROLE-22, USR-26).

use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use switchroom_entity::{deleted_user, user};
use switchroom_types::access::{Permission, Role, Scope, rank};
use switchroom_types::accounts::AccountKind;
use switchroom_types::users::{UserPatch, UserStatus};
use switchroom_types::{AppError, FieldError, RoleId};
use uuid::Uuid;

use crate::access::{AccountScope, Actor};
use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::roles::Roles;
use crate::tx::Tx;
use crate::users::change::Powers;

/// What somebody is: base role, scope of a partner user, custom role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub role: Role,
    pub scope: Option<Scope>,
    pub role_id: Option<Uuid>,
}

impl Standing {
    pub const MEMBER: Self = Self { role: Role::User, scope: None, role_id: None };
    pub const MANAGER: Self = Self { role: Role::Partner, scope: Some(Scope::Assigned), role_id: None };

    /// What somebody is at present.
    pub fn of(user: &user::Model) -> Result<Self> {
        let role = Role::parse(&user.role).ok_or_else(|| Error::corrupt("user role"))?;
        Ok(Self { role, scope: user.scope.as_deref().and_then(Scope::parse), role_id: user.role_id })
    }

    /// What a new person of such an account is.
    pub fn lowest(kind: AccountKind) -> Self {
        match kind {
            AccountKind::Customer => Self::MEMBER,
            AccountKind::Partner => Self::MANAGER,
            AccountKind::Operator => Self { role: Role::Operator, scope: None, role_id: None },
        }
    }
}

/// What a change says about somebody's role.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Asked {
    pub role: Option<Role>,
    pub scope: Option<Scope>,
    pub role_id: Option<RoleId>,
}

impl From<&UserPatch> for Asked {
    fn from(patch: &UserPatch) -> Self {
        Self { role: patch.role, scope: patch.scope, role_id: patch.role_id }
    }
}

/// Decides about people for one caller: what they may do, beside what everybody else here may do.
#[derive(Clone, Debug)]
pub(crate) struct Judge {
    pub powers: Powers,
    roles: Roles,
}

impl Judge {
    pub async fn of(conn: &impl ConnectionTrait, actor: &Actor, scope: &AccountScope) -> Result<Self> {
        Ok(Self { powers: Powers::of(actor), roles: Roles::of(conn, scope).await? })
    }

    /// Somebody who may do everything, or everything but assign roles.
    #[cfg(test)]
    pub fn administrator(may_assign: bool) -> Self {
        let (role, scope, rights) = (Role::Partner, Some(Scope::All), Role::Partner.permissions());
        Self { powers: Powers { user_id: switchroom_types::UserId(Uuid::nil()), role, scope, may_assign, rights }, roles: Roles::default() }
    }

    /// For a job, with what its starter still may of what they might when they started it.
    pub async fn with(conn: &impl ConnectionTrait, powers: Powers, scope: &AccountScope) -> Result<Self> {
        Ok(Self { powers: powers.now(conn).await?, roles: Roles::of(conn, scope).await? })
    }

    pub fn roles(&self) -> &Roles {
        &self.roles
    }

    /// Whether somebody who is this may do anything that the caller may not (ROLE-22).
    pub fn is_above(&self, them: Standing) -> bool {
        rank(them.role, them.scope) > self.powers.rank() || !self.roles.rights(them.role, them.role_id).is_within(self.powers.rights)
    }

    /// Of stored columns; a role that nobody knows is above all.
    pub fn is_above_stored(&self, role: &str, scope: Option<&str>, role_id: Option<Uuid>) -> bool {
        Role::parse(role).is_none_or(|role| self.is_above(Standing { role, scope: scope.and_then(Scope::parse), role_id }))
    }

    /// # Errors
    /// 403 `users.more_rights` if the target may do more than the caller.
    pub fn not_above(&self, target: &user::Model) -> Result<(), AppError> {
        self.within(self.is_above_stored(&target.role, target.scope.as_deref(), target.role_id))
    }

    /// The same for somebody in the bin.
    pub fn not_above_kept(&self, kept: &deleted_user::Model) -> Result<(), AppError> {
        let custom = kept.data.get("role_id").and_then(|id| id.as_str()).and_then(|id| id.parse().ok());
        self.within(self.is_above_stored(&kept.role, kept.scope.as_deref(), custom))
    }

    fn within(&self, above: bool) -> Result<(), AppError> {
        if above { Err(AppError::new(403, "users.more_rights", "This person has more rights than you.")) } else { Ok(()) }
    }

    /// What a user becomes, from what was asked for and what they are; role, custom role and scope belong together.
    ///
    /// # Errors
    /// 403 without Roles Assign, or for rights beyond one's own; 422 if this account has no such role.
    pub fn role(&self, account: &AccountScope, now: Standing, asked: Asked) -> Result<Standing, AppError> {
        let unfit = |field: &'static str, message: &str| AppError::invalid(vec![FieldError::new(field, "users.role_unfit", message)]);
        let (role, role_id) = match (asked.role_id, asked.role) {
            (Some(id), named) => {
                let custom = self.roles.available(id.0).ok_or_else(|| unfit("role_id", "This account has no such role"))?;
                if named.is_some_and(|named| named != custom.base.role()) {
                    return Err(unfit("role", "The custom role has another base"));
                }
                (custom.base.role(), Some(custom.id))
            }
            (None, Some(role)) => (role, None),
            (None, None) => (now.role, now.role_id),
        };
        let fits = match account.kind {
            AccountKind::Customer => matches!(role, Role::Admin | Role::User),
            AccountKind::Partner => role == Role::Partner,
            AccountKind::Operator => role == Role::Operator,
        };
        if !fits {
            return Err(unfit("role", "This account has no such role"));
        }
        if asked.scope.is_some() && role != Role::Partner {
            return Err(unfit("scope", "Only partner users have a scope"));
        }
        let scope = if role == Role::Partner { asked.scope.or(now.scope).or(Some(Scope::Assigned)) } else { None };
        let becomes = Standing { role, scope, role_id };
        if becomes != now {
            if !self.powers.may_assign {
                return Err(AppError::denied(Permission::ROLES_ASSIGN));
            }
            if self.is_above(becomes) || self.is_above(now) {
                return Err(AppError::new(403, "users.more_rights", "Nobody can give or take rights that they do not have."));
            }
        }
        Ok(becomes)
    }

    /// Writes what somebody becomes into their row.
    pub fn set(&self, user: &mut user::Model, becomes: Standing) {
        user.role = becomes.role.as_str().to_owned();
        user.scope = becomes.scope.map(|scope| scope.as_str().to_owned());
        user.role_id = becomes.role_id;
        if let Some(name) = becomes.role_id.and_then(|id| self.roles.name(id)) {
            name.clone_into(&mut user.role_label);
        }
    }

    /// Making somebody an admin, or giving one more rights, needs a fresh proof of who does it (AUTH-B6).
    ///
    /// # Errors
    /// 403 `auth.step_up_required`.
    pub fn confirm_promotion(&self, portal: &Portal, actor: &Actor, from: Standing, to: Standing) -> Result<(), AppError> {
        let admin = to.role == Role::Admin || to.scope == Some(Scope::All);
        let promoted = admin && rank(to.role, to.scope) > rank(from.role, from.scope);
        let wider = !self.roles.rights(to.role, to.role_id).is_within(self.roles.rights(from.role, from.role_id));
        if promoted || wider {
            actor.require_step_up(portal)?;
        }
        Ok(())
    }

    /// Why this user cannot be deleted by this caller; the codes also stand in the results of a bulk deletion.
    pub fn refuse_delete(&self, user: &user::Model) -> Option<AppError> {
        if self.powers.user_id.0 == user.id {
            return Some(AppError::conflict("users.self", "Nobody can delete themselves."));
        }
        if user.role == Role::Partner.as_str() {
            return Some(AppError::conflict("users.partner_user", "Partner users cannot be deleted; deactivate them instead."));
        }
        if user.source == switchroom_types::users::UserSource::MicloudConnect.as_str() {
            return Some(AppError::conflict("users.from_micloud", "Users synced from MiCloud Connect cannot be deleted here."));
        }
        self.not_above(user).err()
    }
}

/// The administrator's seat that must not be left empty: by whom it is held. Custom roles do not fill it, since nobody knows
/// whether they can do what only an administrator can.
fn holds_seat(user: &user::Model, kind: AccountKind) -> bool {
    let active = user.status == UserStatus::Active.as_str() && user.role_id.is_none();
    let seat = match kind {
        AccountKind::Customer => user.role == Role::Admin.as_str(),
        _ => user.scope.as_deref() == Some(Scope::All.as_str()),
    };
    active && seat
}

/// Whether somebody stays in charge. Partner users may leave a customer's account without an Account Admin, since they
/// look after it themselves; Account Admins may not, and no partner is left without an Administrator.
///
/// # Errors
/// 409 `users.last_admin` or `users.last_administrator`. Call it after [`super::find::take_turns`].
pub(super) async fn somebody_stays(
    tx: &Tx,
    powers: &Powers,
    account: &AccountScope,
    before: &user::Model,
    after: Option<&user::Model>,
) -> Result<()> {
    let leaves = holds_seat(before, account.kind) && !after.is_some_and(|after| holds_seat(after, account.kind));
    let customer = account.kind == AccountKind::Customer;
    if !leaves || (customer && powers.role != Role::Admin) {
        return Ok(());
    }
    let seat = if customer { user::Column::Role.eq(Role::Admin.as_str()) } else { user::Column::Scope.eq(Scope::All.as_str()) };
    let others = user::Entity::find()
        .filter(user::Column::AccountId.eq(before.account_id))
        .filter(seat.and(user::Column::Status.eq(UserStatus::Active.as_str())).and(user::Column::RoleId.is_null()))
        .filter(user::Column::Id.ne(before.id));
    if others.count(tx.conn()).await? > 0 {
        return Ok(());
    }
    Err(if customer {
        AppError::conflict("users.last_admin", "The last Account Admin cannot give up this role.")
    } else {
        AppError::conflict("users.last_administrator", "The last Administrator of a partner cannot give up this role.")
    }
    .into())
}
