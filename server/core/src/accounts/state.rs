//! Deactivating and reactivating an account.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use switchroom_entity::{account, session, user};
use switchroom_types::access::{Permission, Role};
use switchroom_types::accounts::{AccountDetail, AccountKind, AccountState};
use switchroom_types::history::{Action, Asset};
use switchroom_types::live::{Mark, Topic};
use switchroom_types::notifications::NoticeCode;
use switchroom_types::users::UserStatus;
use switchroom_types::{AccountId, AppError, UserId};

use super::{form, get, row};
use crate::access::{AccountScope, Actor};
use crate::error::Result;
use crate::history::{Event, changes};
use crate::mail::{MailRequest, Template, queue};
use crate::notifications::{Announcement, Audience, announce};
use crate::portal::Portal;
use crate::tx::Tx;

/// Nobody of the account can sign in any more, sessions end at once, data and licences stay (ACC-17, ACC-18).
/// `confirm` is the word that a person typed.
///
/// # Permissions
/// `accounts.delete`, which only partner users have (ACC-17), with step-up (AUTH-B6).
///
/// # Errors
/// 409 unless the account is active, 409 for the Partner Account (ACC-23), 422 for another word.
pub async fn deactivate(portal: &Portal, actor: &Actor, id: AccountId, confirm: Option<&str>) -> Result<AccountDetail> {
    let scope = actor.account_from_outside(portal, id, Permission::ACCOUNTS_DELETE).await?;
    refuse_partner_account(&scope)?;
    form::typed("deactivate", confirm)?;
    actor.require_step_up(portal)?;
    set(portal, actor, &scope, AccountState::Active, AccountState::Deactivated).await
}

/// Restores sign-in and everything that waited for it (ACC-19, ACC-20).
///
/// # Permissions
/// `accounts.delete`, as for deactivating (ROLE-01).
///
/// # Errors
/// 409 unless the account is deactivated, 422 for another word.
pub async fn reactivate(portal: &Portal, actor: &Actor, id: AccountId, confirm: Option<&str>) -> Result<AccountDetail> {
    let scope = actor.account_from_outside(portal, id, Permission::ACCOUNTS_DELETE).await?;
    form::typed("reactivate", confirm)?;
    set(portal, actor, &scope, AccountState::Deactivated, AccountState::Active).await
}

/// ACC-23: the partner's own account can be neither deactivated nor deleted.
pub(super) fn refuse_partner_account(scope: &AccountScope) -> Result<(), AppError> {
    match scope.kind {
        AccountKind::Customer => Ok(()),
        _ => Err(AppError::conflict("account.partner_account", "The Partner Account can be neither deactivated nor deleted.")),
    }
}

async fn set(portal: &Portal, actor: &Actor, scope: &AccountScope, from: AccountState, to: AccountState) -> Result<AccountDetail> {
    let mut tx = portal.begin(actor).await?;
    let stored = row::lock(&tx, scope.account_id).await?;
    if stored.state != from.as_str() {
        return Err(wrong_state(&stored).into());
    }
    let mut model = stored.clone();
    to.as_str().clone_into(&mut model.state);
    row::touch(&mut model, &tx);
    row::update(&tx, &model).await?;
    let (action, template, code) = match to {
        AccountState::Active => (Action::Reactivate, Template::AccountReactivated, NoticeCode::AccountReactivated),
        _ => (Action::Deactivate, Template::AccountDeactivated, NoticeCode::AccountDeactivated),
    };
    if to != AccountState::Active {
        end_sessions(&mut tx, scope).await?;
    }
    mail_admins(&mut tx, &model, template).await?;
    notify_people(&mut tx, &model, code).await?;
    let event = Event::new(scope.account_id, scope.partner_id, action, Asset::Account).of(model.id, &model.name);
    tx.record(event.changes(changes(Some(&stored), Some(&model))));
    let detail = get::detail(tx.conn(), model).await?;
    tx.commit().await?;
    Ok(detail)
}

/// Why an account in this state cannot do what was asked.
pub(super) fn wrong_state(stored: &account::Model) -> AppError {
    match AccountState::parse(&stored.state) {
        Some(AccountState::Active) => AppError::conflict("account.active", "This account is active."),
        Some(AccountState::Deactivated) => AppError::conflict("account.deactivated", "This account is deactivated. Reactivate it first."),
        _ => AppError::conflict("account.pending_deletion", "This account is being deleted."),
    }
}

/// Signs everybody of the account out and tells their open pages.
pub(super) async fn end_sessions(tx: &mut Tx, scope: &AccountScope) -> Result<()> {
    session::Entity::delete_many().filter(session::Column::AccountId.eq(scope.account_id.0)).exec(tx.conn()).await?;
    let mark = Mark { account_id: Some(scope.account_id), ..Default::default() };
    tx.wake_account(scope.partner_id, scope.account_id, Topic::Session, &mark);
    Ok(())
}

pub(super) async fn mail_admins(tx: &mut Tx, account: &account::Model, template: Template) -> Result<()> {
    let admins = user::Entity::find()
        .filter(user::Column::AccountId.eq(account.id))
        .filter(user::Column::Role.eq(Role::Admin.as_str()))
        .filter(user::Column::Status.eq(UserStatus::Active.as_str()))
        .all(tx.conn())
        .await?;
    for admin in admins {
        let request = MailRequest {
            account_id: AccountId(account.id),
            user_id: Some(UserId(admin.id)),
            to: admin.email,
            template,
            language: admin.language,
            values: serde_json::json!({ "name": admin.name, "account": account.name }),
        };
        queue(tx, request).await?;
    }
    Ok(())
}

/// NOTIF-08: the other partner users who look after the account, and its admins.
pub(super) async fn notify_people(tx: &mut Tx, account: &account::Model, code: NoticeCode) -> Result<()> {
    let title = match code {
        NoticeCode::AccountReactivated => format!("{} was reactivated", account.name),
        _ => format!("{} was deactivated", account.name),
    };
    let announcement = Announcement::new(code, Some(AccountId(account.id)), title)
        .arg("name", account.name.clone())
        .link(format!("/accounts/{}/info", account.id));
    announce(tx, Audience::Account(account), &announcement, |_| true).await
}
