//! Renames, shares, or changes what a view shows.

use sea_orm::{ActiveModelTrait, EntityTrait};
use switchroom_entity::list_view::{ActiveModel, Entity, Model};
use switchroom_types::error::FieldErrors;
use switchroom_types::history::{Action, Asset};
use switchroom_types::views::{SavedView, ViewPatch};
use switchroom_types::{AccountId, AppError, ViewId};

use crate::access::Actor;
use crate::error::Result;
use crate::history::{Event, changes};
use crate::portal::Portal;
use crate::users::take_turns;
use crate::views::{form, list};

/// # Permissions
/// One's own private views: that of the list. Shared ones, and sharing: the permission to edit what the list shows.
///
/// # Errors
/// 404 for other people's private views; otherwise as creating.
pub async fn edit(portal: &Portal, actor: &Actor, account: AccountId, id: ViewId, patch: &ViewPatch) -> Result<SavedView> {
    let scope = list::enter(portal, actor, account).await?;
    let mut tx = portal.begin(actor).await?;
    take_turns(&tx, scope.account_id).await?;
    let before = list::for_update(&tx, actor, scope.account_id, id).await?;
    let of = list::list_of(&before)?;
    actor.require(of.to_see())?;
    let shared = patch.shared.unwrap_or(before.shared);
    may_change(actor, &before)?;
    if shared && !before.shared {
        actor.require(of.to_share())?;
    }
    let mut after = Model { shared, ..before.clone() };
    if !shared && before.shared {
        // It becomes the private view of whoever takes it back from the others.
        after.user_id = actor.user_id.0;
        after.owner.clone_from(&actor.name);
    }
    let mut errors = FieldErrors::default();
    if let Some(entered) = &patch.name {
        form::name(&mut errors, &mut after, entered);
    }
    errors.finish()?;
    if let Some(pairs) = &patch.query {
        form::query(&mut after, of, pairs)?;
    }
    if after == before {
        return list::row(before, actor);
    }
    form::check_room(&tx, &after).await?;
    after.modified_at = tx.now().0;
    Entity::update(ActiveModel::from(after.clone()).reset_all()).exec(tx.conn()).await?;
    if before.shared || after.shared {
        let event = Event::new(scope.account_id, scope.partner_id, Action::Edit, Asset::View).of(after.id, &after.name);
        tx.record(event.changes(changes(Some(&before), Some(&after))));
        tx.commit().await?;
    } else {
        tx.commit_without_history("how one's own lists look is nobody else's business").await?;
    }
    list::row(after, actor)
}

/// # Errors
/// 403 for shared views without the right to edit what the list shows.
pub(super) fn may_change(actor: &Actor, view: &Model) -> Result<(), AppError> {
    match list::list_of(view) {
        Ok(of) if view.shared => actor.require(of.to_share()),
        _ => Ok(()),
    }
}
