//! Mails that let people in: the welcome mail, and an administrator's password reset.

use switchroom_entity::user;
use switchroom_types::access::Permission;
use switchroom_types::history::{Action, Asset};
use switchroom_types::users::{Registration, UserStatus};
use switchroom_types::{AccountId, AppError, UserId};

use crate::access::Actor;
use crate::error::Result;
use crate::history::{Event, changes};
use crate::links::{Purpose, issue};
use crate::mail::{MailRequest, Template, queue};
use crate::portal::Portal;
use crate::tx::Tx;
use crate::users::{find, row};

/// Queues the welcome mail and notes that the person has been invited. The caller stores the row. Older welcome links
/// of the person end here.
pub async fn send_welcome(tx: &mut Tx, user: &mut user::Model, account_name: &str) -> Result<()> {
    if user.registration == Registration::NotInvited.as_str() {
        user.registration = Registration::Invited.as_str().to_owned();
    }
    let days = Purpose::Welcome.life() / 86_400;
    send(tx, user, Purpose::Welcome, Template::Welcome, serde_json::json!({"account": account_name, "days": days})).await
}

/// Queues the mail with an administrator's reset link; the present password works until a new one is chosen.
pub async fn send_reset(tx: &mut Tx, user: &mut user::Model, account_name: &str) -> Result<()> {
    let hours = Purpose::AdminReset.life() / 3_600;
    send(tx, user, Purpose::AdminReset, Template::AdminReset, serde_json::json!({"account": account_name, "hours": hours})).await
}

async fn send(tx: &mut Tx, user: &mut user::Model, purpose: Purpose, template: Template, mut values: serde_json::Value) -> Result<()> {
    let link = issue(tx, user, purpose).await?;
    if let Some(values) = values.as_object_mut() {
        values.insert("name".to_owned(), user.name.clone().into());
        values.insert("link".to_owned(), link.into());
    }
    user.mail_error = None;
    let request = MailRequest {
        account_id: AccountId(user.account_id),
        user_id: Some(UserId(user.id)),
        to: user.email.clone(),
        template,
        language: user.language.clone(),
        values,
    };
    queue(tx, request).await?;
    Ok(())
}

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

/// "Resend the welcome email" (USR-19).
///
/// # Permissions
/// `users.add` or `users.edit`
pub async fn resend_welcome(portal: &Portal, actor: &Actor, account: AccountId, id: UserId) -> Result<()> {
    let permission = mail_permission(actor);
    mail_one(portal, actor, account, id, permission, Purpose::Welcome).await
}

/// "Reset password": mails a link, valid for 24 hours.
///
/// # Permissions
/// `users.edit`
pub async fn reset_password(portal: &Portal, actor: &Actor, account: AccountId, id: UserId) -> Result<()> {
    mail_one(portal, actor, account, id, Permission::USERS_EDIT, Purpose::AdminReset).await
}

/// Welcome mails need Add or Edit (ROLE-03).
pub(super) fn mail_permission(actor: &Actor) -> Permission {
    if actor.can(Permission::USERS_ADD) { Permission::USERS_ADD } else { Permission::USERS_EDIT }
}

async fn mail_one(portal: &Portal, actor: &Actor, account: AccountId, id: UserId, permission: Permission, purpose: Purpose) -> Result<()> {
    let scope = actor.account(portal, account, permission).await?;
    let mut tx = portal.begin(actor).await?;
    let before = find::for_update(&tx, scope.account_id, id).await?;
    let welcome = purpose == Purpose::Welcome;
    if let Some((code, message)) = if welcome { refuse_welcome(&before, false) } else { refuse_reset(&before) } {
        return Err(AppError::conflict(code, message).into());
    }
    let mut after = before.clone();
    if welcome {
        send_welcome(&mut tx, &mut after, &scope.account.name).await?;
    } else {
        send_reset(&mut tx, &mut after, &scope.account.name).await?;
    }
    if after != before {
        row::update(&tx, &after).await?;
    }
    let action = if welcome { Action::SendMail } else { Action::PasswordReset };
    let event = Event::new(scope.account_id, scope.partner_id, action, Asset::User).of(after.id, &after.name);
    tx.record(event.changes(changes(Some(&before), Some(&after))).core("to", after.email.clone()));
    tx.commit().await
}
