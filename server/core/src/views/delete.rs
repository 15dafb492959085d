//! Removes views.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use switchroom_entity::list_view::{Column, Entity};
use switchroom_types::history::{Action, Asset};
use switchroom_types::{AccountId, ViewId};
use uuid::Uuid;

use crate::access::Actor;
use crate::error::Result;
use crate::history::{Event, changes};
use crate::portal::Portal;
use crate::tx::Tx;
use crate::views::{edit, list};

/// Whoever opens a list with it by default opens the whole list from now on.
///
/// # Permissions
/// As editing.
///
/// # Errors
/// 404 for other people's private views.
pub async fn delete(portal: &Portal, actor: &Actor, account: AccountId, id: ViewId) -> Result<()> {
    let scope = list::enter(portal, actor, account).await?;
    let mut tx = portal.begin(actor).await?;
    let view = list::for_update(&tx, actor, scope.account_id, id).await?;
    actor.require(list::list_of(&view)?.to_see())?;
    edit::may_change(actor, &view)?;
    Entity::delete_by_id(view.id).exec(tx.conn()).await?;
    if !view.shared {
        return tx.commit_without_history("how one's own lists look is nobody else's business").await;
    }
    let event = Event::new(scope.account_id, scope.partner_id, Action::Delete, Asset::View).of(view.id, &view.name);
    tx.record(event.changes(changes(Some(&view), None)));
    tx.commit().await
}

/// The private views of people who are deleted; what they shared stays.
pub(crate) async fn forget(tx: &Tx, people: &[Uuid]) -> Result<()> {
    let theirs = Entity::delete_many().filter(Column::UserId.is_in(people.iter().copied()));
    theirs.filter(Column::Shared.eq(false)).exec(tx.conn()).await?;
    Ok(())
}
