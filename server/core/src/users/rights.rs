//! Who may do what to whom, beyond the permission for the page (ROLE-06, ROLE-22, USR-26).

use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use switchroom_entity::{deleted_user, user};
use switchroom_types::access::{Permission, Role, Scope, rank};
use switchroom_types::accounts::AccountKind;
use switchroom_types::users::UserStatus;
use switchroom_types::{AppError, FieldError};

use crate::access::{AccountScope, Actor};
use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::tx::Tx;
use crate::users::change::Powers;

pub(crate) fn rank_of(user: &user::Model) -> u8 {
    rank_as_stored(&user.role, user.scope.as_deref())
}

/// A role that nobody knows ranks above all.
fn rank_as_stored(role: &str, scope: Option<&str>) -> u8 {
    Role::parse(role).map_or(u8::MAX, |role| rank(role, scope.and_then(Scope::parse)))
}

/// # Errors
/// 403 `users.more_rights` if the target may do more than the caller.
pub(super) fn not_above(powers: &Powers, target: &user::Model) -> Result<(), AppError> {
    within(powers, rank_of(target))
}

/// The same for somebody in the bin.
pub(super) fn not_above_kept(actor: &Actor, kept: &deleted_user::Model) -> Result<(), AppError> {
    within(&Powers::of(actor), rank_as_stored(&kept.role, kept.scope.as_deref()))
}

fn within(powers: &Powers, theirs: u8) -> Result<(), AppError> {
    if theirs <= powers.rank() {
        return Ok(());
    }
    Err(AppError::new(403, "users.more_rights", "This person has more rights than you."))
}

/// The role and scope that a user gets, from what was asked for and what they have; both belong together.
///
/// # Errors
/// 403 without Roles Assign, or for a role above one's own; 422 if this kind of account has no such role.
pub(super) fn role(
    powers: &Powers,
    account: &AccountScope,
    now: (Role, Option<Scope>),
    asked: (Option<Role>, Option<Scope>),
) -> Result<(Role, Option<Scope>), AppError> {
    let unfit = |field: &'static str, message: &str| AppError::invalid(vec![FieldError::new(field, "users.role_unfit", message)]);
    let role = asked.0.unwrap_or(now.0);
    let fits = match account.kind {
        AccountKind::Customer => matches!(role, Role::Admin | Role::User),
        AccountKind::Partner => role == Role::Partner,
        AccountKind::Operator => role == Role::Operator,
    };
    if !fits {
        return Err(unfit("role", "This account has no such role"));
    }
    if asked.1.is_some() && role != Role::Partner {
        return Err(unfit("scope", "Only partner users have a scope"));
    }
    let scope = if role == Role::Partner { asked.1.or(now.1).or(Some(Scope::Assigned)) } else { None };
    if (role, scope) != now {
        if !powers.may_assign {
            return Err(AppError::denied(Permission::ROLES_ASSIGN));
        }
        if Ord::max(rank(role, scope), rank(now.0, now.1)) > powers.rank() {
            return Err(AppError::new(403, "users.more_rights", "Nobody can give or take rights that they do not have."));
        }
    }
    Ok((role, scope))
}

/// What somebody is at present.
pub(super) fn standing(user: &user::Model) -> Result<(Role, Option<Scope>)> {
    let role = Role::parse(&user.role).ok_or_else(|| Error::corrupt("user role"))?;
    Ok((role, user.scope.as_deref().and_then(Scope::parse)))
}

/// Making somebody an admin needs a fresh proof of who does it (AUTH-B6).
///
/// # Errors
/// 403 `auth.step_up_required`.
pub(super) fn confirm_promotion(
    portal: &Portal,
    actor: &Actor,
    from: (Role, Option<Scope>),
    to: (Role, Option<Scope>),
) -> Result<(), AppError> {
    if rank(to.0, to.1) > rank(from.0, from.1) && (to.0 == Role::Admin || to.1 == Some(Scope::All)) {
        actor.require_step_up(portal)?;
    }
    Ok(())
}

/// The administrator's seat that must not be left empty: by whom it is held.
fn holds_seat(user: &user::Model, kind: AccountKind) -> bool {
    let active = user.status == UserStatus::Active.as_str();
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
        .filter(seat.and(user::Column::Status.eq(UserStatus::Active.as_str())))
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

/// Why this user cannot be deleted by this caller; the codes also stand in the results of a bulk deletion.
pub(super) fn refuse_delete(caller_user: Option<uuid::Uuid>, caller_rank: u8, user: &user::Model) -> Option<AppError> {
    if caller_user == Some(user.id) {
        return Some(AppError::conflict("users.self", "Nobody can delete themselves."));
    }
    if user.role == Role::Partner.as_str() {
        return Some(AppError::conflict("users.partner_user", "Partner users cannot be deleted; deactivate them instead."));
    }
    if user.source == switchroom_types::users::UserSource::MicloudConnect.as_str() {
        return Some(AppError::conflict("users.from_micloud", "Users synced from MiCloud Connect cannot be deleted here."));
    }
    (rank_of(user) > caller_rank).then(|| AppError::new(403, "users.more_rights", "This person has more rights than you."))
}
