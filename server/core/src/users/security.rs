//! Where a person is signed in and how, as their admins see it (AUTH-B8).

use sea_orm::{ConnectionTrait, Statement};
use switchroom_types::access::Permission;
use switchroom_types::history::{Action, Asset, EventType};
use switchroom_types::live::{Mark, Topic};
use switchroom_types::users::UserSecurity;
use switchroom_types::{AccountId, AppError, SessionId, UserId};

use crate::access::{AccountScope, Actor};
use crate::error::{Error, Result};
use crate::history::Event;
use crate::identity::Person;
use crate::portal::Portal;
use crate::users::rights::Judge;
use crate::{factors, sessions};

async fn target(portal: &Portal, actor: &Actor, account: AccountId, user: UserId) -> Result<(AccountScope, Person)> {
    let scope = actor.account(portal, account, Permission::USERS_EDIT).await?;
    let person = Person::load(portal.db.read(), user).await?.filter(|person| person.account_id() == scope.account_id);
    Ok((scope, person.ok_or_else(|| Error::from(AppError::not_found("user")))?))
}

/// # Permissions
/// `users.edit` in the account: addresses and devices concern nobody else.
pub async fn of(portal: &Portal, actor: &Actor, account: AccountId, user: UserId) -> Result<UserSecurity> {
    let (_, person) = target(portal, actor, account, user).await?;
    let factors = factors::of_user(portal.db.read(), person.id()).await?;
    Ok(UserSecurity {
        sessions: sessions::list_of(portal, user, actor.session_id).await?,
        authenticator: factors.authenticator.is_some(),
        passkeys: u32::try_from(factors.passkeys.len()).unwrap_or(u32::MAX),
    })
}

/// Ends one session; within a second its pages notice (AUTH-26).
///
/// # Permissions
/// `users.edit` in the account; never of somebody with more rights (ROLE-22).
///
/// # Errors
/// 404 `session.not_found` for a session of somebody else or one that has ended.
pub async fn revoke(portal: &Portal, actor: &Actor, account: AccountId, user: UserId, session: SessionId) -> Result<()> {
    let (scope, person) = target(portal, actor, account, user).await?;
    Judge::of(portal.db.read(), actor, &scope).await?.not_above(&person.user)?;
    let mut tx = portal.begin(actor).await?;
    let sql = "DELETE FROM sessions WHERE id = $1 AND user_id = $2 AND account_id = $3 RETURNING user_agent, ip";
    let values = [session.0.into(), user.0.into(), scope.account_id.0.into()];
    let row = tx.conn().query_one_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    let row = row.ok_or_else(|| Error::from(AppError::not_found("session")))?;
    let (user_agent, ip): (String, String) = (row.try_get("", "user_agent")?, row.try_get("", "ip")?);
    tx.record(event(&scope, &person).core("device", sessions::device(&user_agent)).core("ip", ip));
    tx.wake_user(user, Topic::Session, &Mark::default());
    tx.commit().await
}

/// Ends all of them but the caller's own; answers how many.
///
/// # Permissions
/// As for one.
pub async fn revoke_all(portal: &Portal, actor: &Actor, account: AccountId, user: UserId) -> Result<u64> {
    let (scope, person) = target(portal, actor, account, user).await?;
    Judge::of(portal.db.read(), actor, &scope).await?.not_above(&person.user)?;
    let mut tx = portal.begin(actor).await?;
    let ended = sessions::end_all(&mut tx, user, actor.session_id).await?;
    if ended > 0 {
        tx.record(event(&scope, &person).core("sessions", ended));
    }
    tx.commit_without_history("recorded above, unless there was none to end").await?;
    Ok(ended)
}

fn event(scope: &AccountScope, person: &Person) -> Event {
    let event = Event::new(scope.account_id, scope.partner_id, Action::Revoke, Asset::Session);
    event.kind(EventType::Security).of(person.user.id, &person.user.name)
}
