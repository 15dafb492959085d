//! An admin's answer.

use switchroom_entity::partner_access_request as entity;
use switchroom_types::error::FieldErrors;
use switchroom_types::history::Action;
use switchroom_types::notifications::NoticeCode;
use switchroom_types::partner_access::{AccessApproval, AccessDenial, PartnerAccess, RequestState, TEXT};
use switchroom_types::{AccessRequestId, AccountId, AppError, FieldError, Timestamp};

use super::{get, request, row};
use crate::access::{AccountScope, Actor};
use crate::error::Result;
use crate::portal::Portal;
use crate::tx::Tx;

/// Lets the person in from now on, for the hours that they asked for or others.
///
/// # Permissions
/// Admins of the account, with step-up (AUTH-B6).
///
/// # Errors
/// 404 for requests to other accounts, 409 `partner_access.over` for one that has been answered or has lapsed, 422 at `hours`.
pub async fn approve(
    portal: &Portal,
    actor: &Actor,
    account: AccountId,
    id: AccessRequestId,
    approval: AccessApproval,
) -> Result<PartnerAccess> {
    let scope = row::of_admin(portal, actor, account).await?;
    if let Some(hours) = approval.hours {
        let mut errors = FieldErrors::default();
        request::hours(hours, &mut errors);
        errors.finish()?;
    }
    actor.require_step_up(portal)?;
    let mut tx = portal.begin(actor).await?;
    let mut model = waiting(&tx, account, id).await?;
    if let Some(hours) = approval.hours {
        model.hours = i32::from(hours);
    }
    let until = tx.now().plus_secs(i64::from(model.hours) * 60 * 60);
    model.until = Some(until.0);
    answer(&mut tx, &scope, model, RequestState::Approved).await?;
    tx.commit().await?;
    get::read(portal, actor, &scope).await
}

/// # Permissions
/// Admins of the account.
///
/// # Errors
/// As for [`approve`]; 422 at `note`.
pub async fn deny(portal: &Portal, actor: &Actor, account: AccountId, id: AccessRequestId, denial: &AccessDenial) -> Result<PartnerAccess> {
    let scope = row::of_admin(portal, actor, account).await?;
    let note = denial.note.trim();
    if note.chars().count() > TEXT as usize {
        return Err(AppError::invalid(vec![FieldError::too_long("note", TEXT as usize)]).into());
    }
    let mut tx = portal.begin(actor).await?;
    let mut model = waiting(&tx, account, id).await?;
    model.note = (!note.is_empty()).then(|| note.to_owned());
    model.ended_at = Some(tx.now().0);
    answer(&mut tx, &scope, model, RequestState::Denied).await?;
    tx.commit().await?;
    get::read(portal, actor, &scope).await
}

async fn waiting(tx: &Tx, account: AccountId, id: AccessRequestId) -> Result<entity::Model> {
    let model = row::lock(tx, account, id).await?;
    match row::state_at(&model, tx.now())? {
        RequestState::Pending => Ok(model),
        _ => Err(request::over().into()),
    }
}

async fn answer(tx: &mut Tx, scope: &AccountScope, mut model: entity::Model, state: RequestState) -> Result<()> {
    state.as_str().clone_into(&mut model.state);
    model.decided_at = Some(tx.now().0);
    model.decided_by = Some(tx.signature.name.clone());
    row::store(tx, &model).await?;
    let name = &scope.account.name;
    let (action, code, title) = match state {
        RequestState::Approved => (Action::Approve, NoticeCode::AccessApproved, format!("You may enter {name}")),
        _ => (Action::Deny, NoticeCode::AccessDenied, format!("Your request to enter {name} was denied")),
    };
    let mut event = row::event(scope, action, &model);
    if let Some(until) = model.until {
        event = event.core("until", Timestamp(until).to_string());
    }
    if let Some(note) = &model.note {
        event = event.core("note", note.clone());
    }
    tx.record(event);
    row::tell_asker(tx, scope, &model, code, title).await
}
