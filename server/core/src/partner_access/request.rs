//! Asking for access, taking the question back, and ending what was granted.

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, SqlErr};
use switchroom_entity::partner_access_request as entity;
use switchroom_types::access::{Permission, Role};
use switchroom_types::error::FieldErrors;
use switchroom_types::history::Action;
use switchroom_types::notifications::NoticeCode;
use switchroom_types::partner_access::{ANSWER_WITHIN, AccessRequestForm, HOURS, PartnerAccess, RequestState, TEXT};
use switchroom_types::{AccessRequestId, AccountId, AppError, FieldError, PartnerId, Timestamp};
use uuid::Uuid;

use super::{get, row};
use crate::access::Actor;
use crate::accounts;
use crate::error::{Error, Result};
use crate::notifications::{Announcement, Audience, announce};
use crate::portal::Portal;
use crate::tx::Tx;

/// Asks the account's admins; they hear of it at once.
///
/// # Permissions
/// Partner users with `accounts.view` who have the account in scope.
///
/// # Errors
/// 409 `partner_access.not_needed` where the partner always enters, `partner_access.open` while an own request waits or is
/// granted; 422 at the fields.
pub async fn request(portal: &Portal, actor: &Actor, account: AccountId, form: &AccessRequestForm) -> Result<PartnerAccess> {
    let partner = actor.partner(Permission::ACCOUNTS_VIEW)?.partner_id;
    let scope = row::customer(actor.know(portal, account).await?)?.active()?;
    let reason = check(form)?;
    let mut tx = portal.begin(actor).await?;
    let stored = accounts::row::lock(&tx, account).await?;
    if row::closed(tx.conn(), account).await?.is_none() {
        return Err(AppError::conflict("partner_access.not_needed", "This account asks for no approval; you can enter it.").into());
    }
    let now = tx.now();
    settle_own(&tx, actor, account, now).await?;
    let model = model(actor, account, partner, reason, form.hours, now);
    let row = entity::ActiveModel::from(model.clone()).reset_all();
    let inserted = entity::Entity::insert(row).exec_without_returning(tx.conn()).await;
    inserted.map_err(|error| match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => {
            AppError::conflict("partner_access.open", "You have asked already, or you have access.").into()
        }
        _ => Error::from(error),
    })?;
    tx.record(row::event(&scope, Action::Request, &model));
    let title = format!("{} asks for access to {}", model.user_name, stored.name);
    let announcement = Announcement::new(NoticeCode::AccessRequested, Some(account), title)
        .arg("person", model.user_name.clone())
        .arg("name", stored.name.clone())
        .arg("hours", model.hours)
        .arg("reason", model.reason.clone())
        .link(format!("/accounts/{account}/info#partner-access"));
    announce(&mut tx, Audience::Account(&stored), &announcement, |person| person.role == Role::Admin.as_str()).await?;
    tx.commit().await?;
    get::read(portal, actor, &scope).await
}

/// Takes an own question back, or ends an access: one's own, or as an admin of the account anybody's.
///
/// # Permissions
/// Whoever asked; admins of the account for what was granted.
///
/// # Errors
/// 403 `partner_access.not_yours` for requests of colleagues, 409 `partner_access.over` for what is over.
pub async fn end(portal: &Portal, actor: &Actor, account: AccountId, id: AccessRequestId) -> Result<PartnerAccess> {
    let scope = match actor.role {
        Role::Partner => row::customer(actor.account_from_outside(portal, account, Permission::ACCOUNTS_VIEW).await?)?,
        _ => row::of_admin(portal, actor, account).await?,
    };
    let mut tx = portal.begin(actor).await?;
    let mut model = row::lock(&tx, account, id).await?;
    let own = model.user_id == actor.user_id.0;
    if actor.is_partner() && !own {
        let text = "Only whoever asked, or an admin of the account, ends this.";
        return Err(AppError::new(403, "partner_access.not_yours", text).into());
    }
    let (state, action) = match row::state_at(&model, tx.now())? {
        RequestState::Pending if own => (RequestState::Withdrawn, Action::Cancel),
        RequestState::Approved => (RequestState::Ended, Action::Revoke),
        _ => return Err(over().into()),
    };
    state.as_str().clone_into(&mut model.state);
    model.ended_at = Some(tx.now().0);
    model.ended_by = Some(tx.signature.name.clone());
    row::store(&tx, &model).await?;
    tx.record(row::event(&scope, action, &model));
    if !own {
        let title = format!("Your access to {} was ended", scope.account.name);
        row::tell_asker(&mut tx, &scope, &model, NoticeCode::AccessEnded, title).await?;
    }
    tx.commit().await?;
    get::read(portal, actor, &scope).await
}

pub(super) fn over() -> AppError {
    AppError::conflict("partner_access.over", "This request has been answered or is over.")
}

/// Requests from before then are void.
pub(super) fn oldest(now: Timestamp) -> Timestamp {
    now.plus_secs(-ANSWER_WITHIN * 24 * 60 * 60)
}

/// What of the caller time has ended, but no sweep yet, is not in the way of a new question.
async fn settle_own(tx: &Tx, actor: &Actor, account: AccountId, now: Timestamp) -> Result<()> {
    let open = [RequestState::Pending.as_str(), RequestState::Approved.as_str()];
    let own = entity::Entity::find()
        .filter(entity::Column::UserId.eq(actor.user_id.0))
        .filter(entity::Column::AccountId.eq(account.0))
        .filter(entity::Column::State.is_in(open));
    for mut model in own.all(tx.conn()).await? {
        let state = row::state_at(&model, now)?;
        if !open.contains(&state.as_str()) {
            state.as_str().clone_into(&mut model.state);
            model.ended_at = model.until.or(Some(now.0));
            row::store(tx, &model).await?;
        }
    }
    Ok(())
}

fn check(form: &AccessRequestForm) -> Result<String, AppError> {
    let mut errors = FieldErrors::default();
    let reason = form.reason.trim();
    if reason.is_empty() {
        errors.push(FieldError::required("reason"));
    } else if reason.chars().count() > TEXT as usize {
        errors.push(FieldError::too_long("reason", TEXT as usize));
    }
    hours(form.hours, &mut errors);
    errors.finish()?;
    Ok(reason.to_owned())
}

pub(super) fn hours(hours: u16, errors: &mut FieldErrors) {
    if !HOURS.contains(&hours) {
        let (from, to) = (HOURS.start(), HOURS.end());
        let error = FieldError::new("hours", "partner_access.hours", format!("From {from} to {to} hours"));
        errors.push(error.arg("min", from).arg("max", to));
    }
}

fn model(actor: &Actor, account: AccountId, partner: PartnerId, reason: String, hours: u16, now: Timestamp) -> entity::Model {
    entity::Model {
        id: Uuid::now_v7(),
        account_id: account.0,
        partner_id: partner.0,
        user_id: actor.user_id.0,
        user_name: actor.name.clone(),
        reason,
        hours: i32::from(hours),
        state: RequestState::Pending.as_str().to_owned(),
        requested_at: now.0,
        decided_at: None,
        decided_by: None,
        note: None,
        until: None,
        ended_at: None,
        ended_by: None,
    }
}
