//! Carries out a change of one person that has been authorised: by the page, the API, or a row of a sheet.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use switchroom_entity::{account_manager, session, user};
use switchroom_types::access::{Permission, Permissions, Role, Scope, rank};
use switchroom_types::error::FieldErrors;
use switchroom_types::history::{Action, Asset};
use switchroom_types::live::{Mark, Topic};
use switchroom_types::users::{Registration, UserPatch, UserSource, UserStatus};
use switchroom_types::{AppError, UserId};

use crate::access::{AccountScope, Actor};
use crate::error::Result;
use crate::history::Event;
use crate::identity;
use crate::sessions;
use crate::tx::Tx;
use crate::users::rights::{Judge, Standing};
use crate::users::{clash, form, rights, row, source};

/// What somebody may do to people; a job keeps it for whoever started it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Powers {
    pub user_id: UserId,
    pub role: Role,
    pub scope: Option<Scope>,
    /// `roles.assign`
    pub may_assign: bool,
    /// What their role permits, whatever a token leaves of it.
    pub rights: Permissions,
}

impl Powers {
    pub fn of(actor: &Actor) -> Self {
        let may_assign = actor.can(Permission::ROLES_ASSIGN);
        Self { user_id: actor.user_id, role: actor.role, scope: actor.scope, may_assign, rights: actor.rights }
    }

    pub fn rank(&self) -> u8 {
        rank(self.role, self.scope)
    }

    /// What is left of them at this moment: work that was started goes on after a demotion, but gives and takes no rights
    /// any more that its starter has lost.
    pub async fn now(self, conn: &impl ConnectionTrait) -> Result<Self> {
        let Some((role, scope, rights)) = sessions::standing_now(conn, self.user_id).await? else {
            return Ok(Self { role: Role::User, scope: None, may_assign: false, rights: Permissions::NONE, ..self });
        };
        let rights = self.rights.intersect(rights);
        let may_assign = self.may_assign && rights.contains(Permission::ROLES_ASSIGN);
        let (role, scope) = if rank(role, scope) < self.rank() { (role, scope) } else { (self.role, self.scope) };
        Ok(Self { role, scope, may_assign, rights, ..self })
    }
}

/// Checks a change and does what must come before it is stored; the row that results is not stored yet. Equal to `before`
/// if the change says nothing new. Nothing is written when it refuses.
pub(crate) async fn prepare(
    tx: &mut Tx,
    judge: &Judge,
    scope: &AccountScope,
    before: &user::Model,
    patch: &UserPatch,
) -> Result<user::Model> {
    let mut after = before.clone();
    let mut errors = FieldErrors::default();
    let email = form::apply(&mut errors, &mut after, patch, &scope.account.country);
    errors.finish()?;
    let becomes = judge.role(scope, Standing::of(before)?, patch.into())?;
    judge.set(&mut after, becomes);
    if let Some(status) = patch.status {
        after.status = status.as_str().to_owned();
    }
    if (&before.status, &before.login_id) != (&after.status, &after.login_id) || email.as_ref().is_some_and(|email| *email != before.email)
    {
        judge.not_above(before)?;
    }
    if before.status != after.status && after.id == judge.powers.user_id.0 {
        return Err(AppError::conflict("users.self", "Nobody can deactivate themselves.").into());
    }
    source::refuse_locked(tx.conn(), before, &after, email.as_deref()).await?;
    rights::somebody_stays(tx, &judge.powers, scope, before, Some(&after)).await?;
    let email = email.filter(|email| changes_address(before, email));
    clash::check(tx.conn(), &user::Model { email: email.clone().unwrap_or_else(|| before.email.clone()), ..after.clone() }).await?;
    if let Some(email) = email {
        identity::change_email(tx, &mut after, &scope.account, &email).await?;
        if before.registration == Registration::Invited.as_str() && after.email != before.email {
            // The link that went to the old address ends, and the new one gets its own.
            identity::invite(tx, &mut after, &scope.account).await?;
        }
    }
    if after != *before {
        row::touch(&mut after, tx);
    }
    Ok(after)
}

/// Stores what [`prepare`] made, with its consequences and its event.
pub(crate) async fn store(tx: &mut Tx, scope: &AccountScope, before: &user::Model, after: &user::Model) -> Result<()> {
    row::update(tx, after).await?;
    source::remember(tx, Some(before), after, UserSource::Portal).await?;
    follow_up(tx, before, after).await?;
    let event = Event::new(scope.account_id, scope.partner_id, action(before, after), Asset::User).of(after.id, &after.name);
    tx.record(event.changes(row::changes(Some(before), Some(after))));
    Ok(())
}

/// Whether an entered address means anything new; entering the present one gives up a waiting one.
fn changes_address(before: &user::Model, email: &str) -> bool {
    email != before.email && before.pending_email.as_deref() != Some(email) || email == before.email && before.pending_email.is_some()
}

fn action(before: &user::Model, after: &user::Model) -> Action {
    match UserStatus::parse(&after.status) {
        Some(UserStatus::Inactive) if before.status != after.status => Action::Deactivate,
        Some(UserStatus::Active) if before.status != after.status => Action::Reactivate,
        _ => Action::Edit,
    }
}

/// What follows from changed rights.
async fn follow_up(tx: &mut Tx, before: &user::Model, after: &user::Model) -> Result<()> {
    let inactive = after.status == UserStatus::Inactive.as_str();
    if inactive && before.status != after.status {
        // A later activation must not revive an old browser.
        session::Entity::delete_many().filter(session::Column::UserId.eq(after.id)).exec(tx.conn()).await?;
    }
    if after.scope.as_deref() == Some(Scope::All.as_str()) && before.scope != after.scope {
        // Administrators reach every account; a later conversion starts without assignments (AM-14).
        account_manager::Entity::delete_many().filter(account_manager::Column::UserId.eq(after.id)).exec(tx.conn()).await?;
    }
    if (&before.role, &before.scope, &before.status, before.role_id) != (&after.role, &after.scope, &after.status, after.role_id) {
        tx.wake_user(UserId(after.id), Topic::Session, &Mark::default());
    }
    Ok(())
}
