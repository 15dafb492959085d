//! Who gets a welcome mail or an administrator's password reset; identity writes and sends them.

use switchroom_entity::user;
use switchroom_types::access::Permission;
use switchroom_types::history::{Action, Asset};
use switchroom_types::users::{Registration, UserStatus};
use switchroom_types::{AccountId, AppError, UserId};

use crate::access::Actor;
use crate::error::Result;
use crate::history::{Event, changes};
use crate::identity;
use crate::portal::Portal;
use crate::users::{find, row};

/// Why no welcome mail goes to this person, as code and text.
pub(super) fn refuse_welcome(user: &user::Model, include_registered: bool) -> Option<(&'static str, &'static str)> {
    if user.status == UserStatus::Inactive.as_str() {
        return Some(("users.inactive", "This user is inactive."));
    }
    (!include_registered && user.registration == Registration::Registered.as_str())
        .then_some(("users.already_registered", "This user has registered already."))
}

/// Why no reset goes to this person, as code and text (USR-30).
pub(super) fn refuse_reset(user: &user::Model) -> Option<(&'static str, &'static str)> {
    if user.status == UserStatus::Inactive.as_str() {
        Some(("users.inactive", "This user is inactive."))
    } else if user.sso_only {
        Some(("users.sso_only", "This user signs in by single sign-on only."))
    } else if user.registration != Registration::Registered.as_str() {
        Some(("users.not_registered", "This user has not registered yet; send a welcome mail instead."))
    } else {
        None
    }
}

/// Welcome mails need Add or Edit (ROLE-03).
pub(super) fn mail_permission(actor: &Actor) -> Permission {
    if actor.can(Permission::USERS_ADD) { Permission::USERS_ADD } else { Permission::USERS_EDIT }
}

/// "Resend the welcome email" (USR-19).
///
/// # Permissions
/// `users.add` or `users.edit`
pub async fn resend_welcome(portal: &Portal, actor: &Actor, account: AccountId, id: UserId) -> Result<()> {
    let scope = actor.account(portal, account, mail_permission(actor)).await?;
    let mut tx = portal.begin(actor).await?;
    let before = find::for_update(&tx, scope.account_id, id).await?;
    if let Some((code, message)) = refuse_welcome(&before, false) {
        return Err(AppError::conflict(code, message).into());
    }
    let mut after = before.clone();
    after.mail_error = None;
    identity::send_welcome(&mut tx, &mut after, &scope.account).await?;
    row::update(&tx, &after).await?;
    let event = Event::new(scope.account_id, scope.partner_id, Action::SendMail, Asset::User).of(after.id, &after.name);
    tx.record(event.changes(changes(Some(&before), Some(&after))).core("mail", "welcome"));
    tx.commit().await
}

/// "Reset password": mails a link, valid for 24 hours; the present password works until a new one is chosen.
///
/// # Permissions
/// `users.edit`
pub async fn reset_password(portal: &Portal, actor: &Actor, account: AccountId, id: UserId) -> Result<()> {
    let scope = actor.account(portal, account, Permission::USERS_EDIT).await?;
    let mut tx = portal.begin(actor).await?;
    let mut user = find::for_update(&tx, scope.account_id, id).await?;
    if let Some((code, message)) = refuse_reset(&user) {
        return Err(AppError::conflict(code, message).into());
    }
    identity::request_reset_for(&mut tx, &mut user, &scope.account).await?;
    tx.commit().await
}
