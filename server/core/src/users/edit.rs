//! Changes one user: identity, role, scope, status.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use switchroom_entity::{account_manager, session, user};
use switchroom_types::access::{Permission, Role, Scope};
use switchroom_types::error::{FieldConflict, FieldErrors};
use switchroom_types::history::{Action, Asset};
use switchroom_types::live::{Mark, Topic};
use switchroom_types::users::{Registration, UserDetail, UserPatch, UserStatus};
use switchroom_types::{AccountId, AppError, UserId};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::history::{Event, changes};
use crate::identity;
use crate::portal::Portal;
use crate::tx::Tx;
use crate::users::{clash, find, form, get, rights, row};

/// Applies a change to the version that the caller has seen; `None` applies it to whatever is there.
///
/// # Permissions
/// `users.edit`; role and scope also need `roles.assign`. E-mail, role and status of somebody with more rights are refused.
///
/// # Errors
/// 412 with both values per field if somebody was faster; 422 at the fields; 409 for taken values, the last
/// administrator, or deactivating oneself.
pub async fn edit(
    portal: &Portal,
    actor: &Actor,
    account: AccountId,
    id: UserId,
    seen: Option<i32>,
    patch: &UserPatch,
) -> Result<UserDetail> {
    let scope = actor.account(portal, account, Permission::USERS_EDIT).await?;
    let mut tx = portal.begin(actor).await?;
    find::take_turns(&tx, scope.account_id).await?;
    let before = find::for_update(&tx, scope.account_id, id).await?;
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(AppError::stale(conflicts(&before, patch)).into());
    }
    let mut after = before.clone();
    let mut errors = FieldErrors::default();
    let email = form::apply(&mut errors, &mut after, patch, &scope.account.country);
    errors.finish()?;
    let role = Role::parse(&before.role).ok_or_else(|| Error::corrupt("user role"))?;
    let now = (role, before.scope.as_deref().and_then(Scope::parse));
    let (role, user_scope) = rights::role(actor, &scope, now, (patch.role, patch.scope))?;
    after.role = role.as_str().to_owned();
    after.scope = user_scope.map(|scope| scope.as_str().to_owned());
    if let Some(status) = patch.status {
        after.status = status.as_str().to_owned();
    }
    if (&before.status, &before.login_id) != (&after.status, &after.login_id) || email.as_ref().is_some_and(|email| *email != before.email)
    {
        rights::not_above(actor, &before)?;
    }
    if before.status != after.status && after.id == actor.user_id.0 {
        return Err(AppError::conflict("users.self", "Nobody can deactivate themselves.").into());
    }
    rights::somebody_stays(&tx, actor, &scope, &before, Some(&after)).await?;
    let email = email.filter(|email| changes_address(&before, email));
    clash::check(tx.conn(), &user::Model { email: email.clone().unwrap_or_else(|| before.email.clone()), ..after.clone() }).await?;
    if let Some(email) = email {
        identity::change_email(&mut tx, &mut after, &scope.account, &email).await?;
        if before.registration == Registration::Invited.as_str() && after.email != before.email {
            // The link that went to the old address ends, and the new one gets its own.
            identity::invite(&mut tx, &mut after, &scope.account).await?;
        }
    }
    if after == before {
        return get::detail(before);
    }
    row::touch(&mut after, &tx);
    if let Err(error) = row::update(&tx, &after).await {
        drop(tx);
        return Err(clash::worded(portal, &after, error).await);
    }
    follow_up(&mut tx, &before, &after).await?;
    let event = Event::new(scope.account_id, scope.partner_id, action(&before, &after), Asset::User).of(after.id, &after.name);
    tx.record(event.changes(changes(Some(&before), Some(&after))));
    tx.commit().await?;
    get::detail(after)
}

/// Whether an entered address means anything new; entering the present one gives up a waiting one.
fn changes_address(before: &user::Model, email: &str) -> bool {
    email != before.email && before.pending_email.as_deref() != Some(email) || email == before.email && before.pending_email.is_some()
}

fn action(before: &user::Model, after: &user::Model) -> Action {
    match UserStatus::parse(&after.status) {
        Some(UserStatus::Inactive) if before.status != after.status => Action::Deactivate,
        Some(UserStatus::Active) if before.status != after.status => Action::Reactivate,
        _ => Action::Edit,
    }
}

/// What follows from changed rights.
async fn follow_up(tx: &mut Tx, before: &user::Model, after: &user::Model) -> Result<()> {
    let inactive = after.status == UserStatus::Inactive.as_str();
    if inactive && before.status != after.status {
        // A later activation must not revive an old browser.
        session::Entity::delete_many().filter(session::Column::UserId.eq(after.id)).exec(tx.conn()).await?;
    }
    if after.scope.as_deref() == Some(Scope::All.as_str()) && before.scope != after.scope {
        // Administrators reach every account; a later conversion starts without assignments (AM-14).
        account_manager::Entity::delete_many().filter(account_manager::Column::UserId.eq(after.id)).exec(tx.conn()).await?;
    }
    if (&before.role, &before.scope, &before.status) != (&after.role, &after.scope, &after.status) {
        tx.wake_user(UserId(after.id), Topic::Session, &Mark::default());
    }
    Ok(())
}

/// Both values of every field that the caller wanted to change and that now reads differently.
fn conflicts(current: &user::Model, patch: &UserPatch) -> Vec<FieldConflict> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let fields = [
        ("name", patch.name.clone(), current.name.clone()),
        ("first_name", patch.first_name.clone(), current.first_name.clone()),
        ("last_name", patch.last_name.clone(), current.last_name.clone()),
        ("email", patch.email.clone(), current.email.clone()),
        ("login_id", patch.login_id.clone(), text(&current.login_id)),
        ("mobile", patch.mobile.clone(), text(&current.mobile)),
        ("extension", patch.extension.clone(), text(&current.extension)),
        ("role", patch.role.map(|role| role.to_string()), current.role.clone()),
        ("scope", patch.scope.map(|scope| scope.to_string()), text(&current.scope)),
        ("status", patch.status.map(|status| status.to_string()), current.status.clone()),
    ];
    let differing = fields.into_iter().filter_map(|(field, yours, theirs)| {
        let yours = yours?;
        (yours != theirs).then(|| FieldConflict { field: field.to_owned(), yours, theirs })
    });
    differing.collect()
}
