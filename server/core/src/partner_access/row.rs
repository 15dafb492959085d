//! Stored requests: found, locked, shown, told.

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use switchroom_entity::{closed_to_partners, partner_access_request as entity, user};
use switchroom_types::access::{Permission, Role};
use switchroom_types::accounts::AccountKind;
use switchroom_types::history::{Action, Asset, EventType};
use switchroom_types::notifications::NoticeCode;
use switchroom_types::partner_access::{AccessRequest, RequestState};
use switchroom_types::{AccessRequestId, AccountId, AppError, Timestamp, UserId};

use crate::access::{AccountScope, Actor};
use crate::error::{Error, Result};
use crate::history::Event;
use crate::notifications::{Notice, notify};
use crate::portal::Portal;
use crate::tx::Tx;

/// Authorises an admin of the account, nobody else: partner users must not open it for themselves, whatever they may edit.
///
/// # Errors
/// 404 for an account out of reach and for accounts that are no customer's, 403 `partner_access.admins_only`.
pub(super) async fn of_admin(portal: &Portal, actor: &Actor, account: AccountId) -> Result<AccountScope> {
    let scope = customer(actor.know(portal, account).await?)?;
    actor.require(Permission::ACCOUNTS_EDIT)?;
    if actor.role != Role::Admin {
        let text = "Only an admin of the account decides who of the partner enters it.";
        return Err(AppError::new(403, "partner_access.admins_only", text).into());
    }
    scope.active()
}

/// Only customers have somebody who could approve.
pub(super) fn customer(scope: AccountScope) -> Result<AccountScope> {
    if scope.kind == AccountKind::Customer { Ok(scope) } else { Err(AppError::not_found("account").into()) }
}

/// Who set the account to approval, and when; `None` where the partner always enters.
pub(super) async fn closed(conn: &impl sea_orm::ConnectionTrait, account: AccountId) -> Result<Option<closed_to_partners::Model>> {
    Ok(closed_to_partners::Entity::find_by_id(account.0).one(conn).await?)
}

/// The request, locked until the transaction ends.
///
/// # Errors
/// 404 `access_request.not_found`, for those of other accounts too.
pub(super) async fn lock(tx: &Tx, account: AccountId, id: AccessRequestId) -> Result<entity::Model> {
    let found = entity::Entity::find_by_id(id.0).filter(entity::Column::AccountId.eq(account.0)).lock_exclusive().one(tx.conn()).await?;
    found.ok_or_else(|| AppError::not_found("access_request").into())
}

pub(super) async fn store(tx: &Tx, model: &entity::Model) -> Result<()> {
    entity::ActiveModel::from(model.clone()).reset_all().update(tx.conn()).await?;
    Ok(())
}

pub(super) fn state(model: &entity::Model) -> Result<RequestState> {
    RequestState::parse(&model.state).ok_or_else(|| Error::corrupt("access request state"))
}

/// The state as it is now: what time has ended may not have been swept yet.
pub(super) fn state_at(model: &entity::Model, now: Timestamp) -> Result<RequestState> {
    Ok(match state(model)? {
        RequestState::Approved if model.until.is_none_or(|until| until <= now.0) => RequestState::Ended,
        RequestState::Pending if model.requested_at <= super::request::oldest(now).0 => RequestState::Lapsed,
        state => state,
    })
}

pub(super) fn view(model: entity::Model, actor: &Actor, now: Timestamp) -> Result<AccessRequest> {
    let state = state_at(&model, now)?;
    Ok(AccessRequest {
        id: AccessRequestId(model.id),
        user_id: UserId(model.user_id),
        user_name: model.user_name,
        reason: model.reason,
        hours: u16::try_from(model.hours).unwrap_or_default(),
        state,
        requested_at: Timestamp(model.requested_at),
        decided_at: model.decided_at.map(Timestamp),
        decided_by: model.decided_by,
        note: model.note,
        until: model.until.map(Timestamp),
        ended_at: model.ended_at.or(model.until.filter(|_| state == RequestState::Ended)).map(Timestamp),
        ended_by: model.ended_by,
        own: model.user_id == actor.user_id.0,
    })
}

/// A line of the account's history about a request.
pub(super) fn event(scope: &AccountScope, action: Action, model: &entity::Model) -> Event {
    let event = Event::new(scope.account_id, scope.partner_id, action, Asset::PartnerAccess).kind(EventType::Security);
    event.of(model.id, &model.user_name).core("reason", model.reason.clone()).core("hours", model.hours)
}

/// Puts it behind the bell of whoever asked, if they are still there.
pub(super) async fn tell_asker(tx: &mut Tx, scope: &AccountScope, model: &entity::Model, code: NoticeCode, title: String) -> Result<()> {
    let Some(person) = user::Entity::find_by_id(model.user_id).one(tx.conn()).await? else { return Ok(()) };
    let mut args = serde_json::Map::new();
    args.insert("name".to_owned(), scope.account.name.clone().into());
    args.insert("by".to_owned(), model.decided_by.clone().into());
    args.insert("until".to_owned(), model.until.map(|until| Timestamp(until).to_string()).into());
    let notice = Notice {
        user_id: UserId(person.id),
        account_id: AccountId(person.account_id),
        about: Some(scope.account_id),
        code,
        args,
        title,
        detail: model.note.clone(),
        link: Some(format!("/accounts/{}/info", scope.account_id)),
    };
    notify(tx, notice).await
}
