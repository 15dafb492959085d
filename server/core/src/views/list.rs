//! The views that somebody may use, and reading one for a change.

use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use switchroom_entity::list_view::{Column, Entity, Model};
use switchroom_types::access::Permission;
use switchroom_types::views::{SavedView, ViewedList};
use switchroom_types::{AccountId, AppError, Timestamp, ViewId};

use crate::access::{AccountScope, Actor};
use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::tx::Tx;

/// One's own views and the shared ones, by name.
///
/// # Permissions
/// That of the list ([`ViewedList::to_see`]).
pub async fn list(portal: &Portal, actor: &Actor, account: AccountId, of: ViewedList) -> Result<Vec<SavedView>> {
    let scope = actor.account_in_any_state(portal, account, of.to_see()).await?;
    let found = usable(actor, scope.account_id).filter(Column::List.eq(of.as_str()));
    let found = found.order_by_asc(Column::NameKey).order_by_asc(Column::Id).all(portal.db.read()).await?;
    found.into_iter().map(|model| row(model, actor)).collect()
}

/// The account, for somebody who sees one of its lists at all; which list a view belongs to is known later.
pub(super) async fn enter(portal: &Portal, actor: &Actor, account: AccountId) -> Result<AccountScope> {
    let lists = ViewedList::ALL.iter().map(|list| list.to_see());
    let permission = lists.clone().find(|permission| actor.can(*permission)).or_else(|| lists.clone().next());
    actor.account(portal, account, permission.unwrap_or(Permission::USERS_VIEW)).await
}

/// What the caller may use: another person's private view does not exist for them.
pub(super) fn usable(actor: &Actor, account: AccountId) -> Select<Entity> {
    let theirs = Condition::any().add(Column::Shared.eq(true)).add(Column::UserId.eq(actor.user_id.0));
    Entity::find().filter(Column::AccountId.eq(account.0)).filter(theirs)
}

/// # Errors
/// 404 for other people's private views and those of other accounts.
pub(super) async fn for_update(tx: &Tx, actor: &Actor, account: AccountId, id: ViewId) -> Result<Model> {
    let found = usable(actor, account).filter(Column::Id.eq(id.0)).lock_exclusive().one(tx.conn()).await?;
    found.ok_or_else(|| AppError::not_found("view").into())
}

pub(super) fn list_of(model: &Model) -> Result<ViewedList> {
    ViewedList::parse(&model.list).ok_or_else(|| Error::corrupt("list of a view"))
}

pub(super) fn row(model: Model, actor: &Actor) -> Result<SavedView> {
    let list = list_of(&model)?;
    let editable = if model.shared { actor.can(list.to_share()) } else { model.user_id == actor.user_id.0 };
    Ok(SavedView {
        id: ViewId(model.id),
        account_id: AccountId(model.account_id),
        list,
        name: model.name,
        query: serde_json::from_value(model.query).map_err(|error| Error::corrupt(format!("query of a view: {error}")))?,
        shared: model.shared,
        owner: model.owner,
        editable,
        modified_at: Timestamp(model.modified_at),
    })
}
