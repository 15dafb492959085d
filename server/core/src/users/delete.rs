//! Removes users and everything that belongs to them alone.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use switchroom_entity::{account_manager, api_token, identity_link, known_device, one_time_link, session, user, user_product};
use switchroom_types::access::{Permission, Role};
use switchroom_types::history::{Action, Asset};
use switchroom_types::live::{Mark, Topic};
use switchroom_types::users::{Registration, UserSource};
use switchroom_types::{AccountId, AppError, PartnerId, UserId};

use crate::access::Actor;
use crate::error::Result;
use crate::factors;
use crate::history::Event;
use crate::notifications;
use crate::portal::Portal;
use crate::templates;
use crate::tx::Tx;
use crate::users::rights::Judge;
use crate::users::{bin, contacts, find, rights, row};
use crate::views;

/// Deletes one user, active or not (USR-37, USR-41); for thirty days they can be restored (USR-B2).
///
/// # Permissions
/// `users.delete`; never oneself, partner users, or somebody with more rights.
///
/// # Errors
/// 412 if the version is not the one that the caller has seen; 409 naming why this user stays.
pub async fn delete(portal: &Portal, actor: &Actor, account: AccountId, id: UserId, seen: Option<i32>) -> Result<()> {
    let scope = actor.account(portal, account, Permission::USERS_DELETE).await?;
    let mut tx = portal.begin(actor).await?;
    find::take_turns(&tx, scope.account_id).await?;
    let user = find::for_update(&tx, scope.account_id, id).await?;
    if seen.is_some_and(|seen| seen != user.version) {
        return Err(AppError::stale(Vec::new()).into());
    }
    let judge = Judge::of(tx.conn(), actor, &scope).await?;
    if let Some(refusal) = judge.refuse_delete(&user) {
        return Err(refusal.into());
    }
    rights::somebody_stays(&tx, &judge.powers, &scope, &user, None).await?;
    remove(&mut tx, scope.partner_id, std::slice::from_ref(&user)).await?;
    tx.commit().await
}

/// Takes the users out with their licences, SMS numbers, tokens, links and sessions, and records it. The caller has
/// checked that they may go; all are of one account.
pub(crate) async fn remove(tx: &mut Tx, partner: Option<PartnerId>, users: &[user::Model]) -> Result<()> {
    let (on_pbx, leaving): (Vec<_>, Vec<_>) = users.iter().cloned().partition(|user| user.source == UserSource::Pbx.as_str());
    for user in &on_pbx {
        close(tx, partner, user).await?;
    }
    take_out(tx, partner, &leaving).await
}

/// A PBX user's row stays, since the PBX still has the person; the portal account goes. A welcome mail makes a new one (USR-39).
async fn close(tx: &mut Tx, partner: Option<PartnerId>, before: &user::Model) -> Result<()> {
    strip(tx, AccountId(before.account_id), &[before.id]).await?;
    let mut after = before.clone();
    Registration::NotInvited.as_str().clone_into(&mut after.registration);
    Role::User.as_str().clone_into(&mut after.role);
    after.role_id = None;
    after.licenses = String::new();
    after.password_hash = None;
    after.password_changed_at = None;
    after.locked_at = None;
    after.pending_email = None;
    after.sms_number = None;
    after.mail_error = None;
    row::touch(&mut after, tx);
    row::update(tx, &after).await?;
    let event = Event::new(AccountId(after.account_id), partner, Action::Delete, Asset::User).of(after.id, &after.name);
    tx.record(event.changes(row::changes(Some(before), Some(&after))).core("row_stays", true));
    tx.wake_user(UserId(after.id), Topic::Session, &Mark::default());
    Ok(())
}

async fn take_out(tx: &mut Tx, partner: Option<PartnerId>, users: &[user::Model]) -> Result<()> {
    let Some(account) = users.first().map(|user| AccountId(user.account_id)) else { return Ok(()) };
    let ids: Vec<uuid::Uuid> = users.iter().map(|user| user.id).collect();
    for user in users.iter().filter(|user| user.role == Role::Partner.as_str()) {
        contacts::drop_out(tx, user).await?;
    }
    strip(tx, account, &ids).await?;
    user::Entity::delete_many()
        .filter(user::Column::AccountId.eq(account.0))
        .filter(user::Column::Id.is_in(ids.iter().copied()))
        .exec(tx.conn())
        .await?;
    templates::forget(tx, account, &ids).await?;
    bin::keep(tx, users).await?;
    row::count(tx, account, -i64::try_from(users.len()).unwrap_or_default()).await?;
    for user in users {
        let event = Event::new(account, partner, Action::Delete, Asset::User).of(user.id, &user.name);
        tx.record(event.changes(row::changes(Some(user), None)));
        tx.wake_user(UserId(user.id), Topic::Session, &Mark::default());
    }
    Ok(())
}

/// What belongs to people besides their row: licences, sessions, tokens, links, assigned accounts.
async fn strip(tx: &Tx, account: AccountId, ids: &[uuid::Uuid]) -> Result<()> {
    let conn = tx.conn();
    let of = |column: user_product::Column| column.is_in(ids.iter().copied());
    user_product::Entity::delete_many()
        .filter(user_product::Column::AccountId.eq(account.0))
        .filter(of(user_product::Column::UserId))
        .exec(conn)
        .await?;
    factors::erase(conn, ids).await?;
    views::forget(tx, ids).await?;
    notifications::forget(tx, ids).await?;
    known_device::Entity::delete_many().filter(known_device::Column::UserId.is_in(ids.iter().copied())).exec(conn).await?;
    session::Entity::delete_many().filter(session::Column::UserId.is_in(ids.iter().copied())).exec(conn).await?;
    api_token::Entity::delete_many().filter(api_token::Column::UserId.is_in(ids.iter().copied())).exec(conn).await?;
    one_time_link::Entity::delete_many().filter(one_time_link::Column::UserId.is_in(ids.iter().copied())).exec(conn).await?;
    identity_link::Entity::delete_many().filter(identity_link::Column::UserId.is_in(ids.iter().copied())).exec(conn).await?;
    account_manager::Entity::delete_many().filter(account_manager::Column::UserId.is_in(ids.iter().copied())).exec(conn).await?;
    Ok(())
}
