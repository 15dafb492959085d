//! An admin takes a person's second factors away, for somebody who has lost them (AUTH-B3).

use switchroom_types::access::Permission;
use switchroom_types::history::Action;
use switchroom_types::{AccountId, AppError, UserId};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::factors::{self, Told, tell};
use crate::identity::Person;
use crate::portal::Portal;
use crate::sessions;
use crate::users::rights::Judge;

/// The person is signed out everywhere, hears of it by mail, and can set up factors anew; must, where the policy says so.
/// Nothing happens for somebody without factors.
///
/// # Permissions
/// `users.edit` in the account, with step-up; never oneself, nor somebody with more rights (ROLE-22).
///
/// # Errors
/// 409 `users.self`; 403 `users.more_rights`.
pub async fn reset_factors(portal: &Portal, actor: &Actor, account: AccountId, user: UserId) -> Result<()> {
    let scope = actor.account(portal, account, Permission::USERS_EDIT).await?;
    let person = Person::load(portal.db.read(), user).await?.filter(|person| person.account_id() == scope.account_id);
    let person = person.ok_or_else(|| Error::from(AppError::not_found("user")))?;
    Judge::of(portal.db.read(), actor, &scope).await?.not_above(&person.user)?;
    if user == actor.user_id {
        return Err(AppError::conflict("users.self_factors", "Change your own second factors in your profile.").into());
    }
    actor.require_step_up(portal)?;
    let mut tx = portal.begin(actor).await?;
    if !factors::of_user(tx.conn(), user).await?.any() {
        return Ok(());
    }
    factors::erase(tx.conn(), &[user.0]).await?;
    sessions::end_all(&mut tx, user, None).await?;
    tell(&mut tx, &person, Action::Delete, Told::Everything, "").await?;
    tx.commit().await
}
