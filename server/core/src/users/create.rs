//! Adds one user.

use switchroom_types::AccountId;
use switchroom_types::access::Permission;
use switchroom_types::error::FieldErrors;
use switchroom_types::history::{Action, Asset};
use switchroom_types::users::{UserDetail, UserForm, UserSource};

use crate::access::Actor;
use crate::error::Result;
use crate::history::Event;
use crate::identity;
use crate::portal::Portal;
use crate::users::rights::{Asked, Judge, Standing};
use crate::users::row::{self, NewUser};
use crate::users::{clash, find, form, get};

/// Stores the user and sends the welcome mail (USR-14, AUTH-17).
///
/// # Permissions
/// `users.add`; a role other than User, or an Administrator's scope, also needs `roles.assign`.
///
/// # Errors
/// 422 at the fields, 409 `users.email_taken` or `users.attributes_taken`.
pub async fn create(portal: &Portal, actor: &Actor, account: AccountId, form: &UserForm) -> Result<UserDetail> {
    let scope = actor.account(portal, account, Permission::USERS_ADD).await?;
    let mut errors = FieldErrors::default();
    let first_name = errors.text("first_name", &form.first_name, true, form::NAME);
    let last_name = errors.text("last_name", &form.last_name, true, form::NAME);
    let name = errors.text("name", &form.name, false, 2 * form::NAME + 1);
    let email = form::email(&mut errors, &form.email);
    let login_id = form::login_id(&mut errors, form.login_id.as_deref().unwrap_or_default());
    let mobile = form::phone(&mut errors, "mobile", form.mobile.as_deref().unwrap_or_default(), &scope.account.country);
    let extension = form::extension(&mut errors, form.extension.as_deref().unwrap_or_default());
    errors.finish()?;
    // A plain member of the account is what `users.add` allows; anything more is a role that is assigned.
    let member = Standing::lowest(scope.kind);
    let judge = Judge::of(portal.db.read(), actor, &scope).await?;
    let becomes = judge.role(&scope, member, Asked { role: form.role, scope: form.scope, role_id: form.role_id })?;
    judge.confirm_promotion(portal, actor, member, becomes)?;
    let new = NewUser {
        account_id: scope.account_id,
        name,
        first_name,
        last_name,
        email,
        login_id,
        mobile,
        extension,
        role: becomes.role,
        custom: becomes.role_id.and_then(|id| Some((id, judge.roles().name(id)?.to_owned()))),
        scope: becomes.scope,
        source: UserSource::Portal,
        language: scope.account.language.clone(),
    };
    let mut tx = portal.begin(actor).await?;
    find::take_turns(&tx, scope.account_id).await?;
    let mut user = new.into_model(&tx);
    clash::check(tx.conn(), &user).await?;
    identity::invite(&mut tx, &mut user, &scope.account).await?;
    let stored = row::insert(&tx, scope.account_id, std::slice::from_ref(&user)).await;
    if let Err(error) = stored {
        drop(tx);
        return Err(clash::worded(portal, &user, error).await);
    }
    let event = Event::new(scope.account_id, scope.partner_id, Action::Create, Asset::User).of(user.id, &user.name);
    tx.record(event.changes(row::changes(None, Some(&user))).core("welcome_mail", true));
    tx.commit().await?;
    get::detail(portal.db.write(), &judge, user).await
}
