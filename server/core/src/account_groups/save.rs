//! Adding, renaming and deleting groups.

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use switchroom_entity::{account_group, account_group_member};
use switchroom_types::access::Permission;
use switchroom_types::account_groups::{AccountGroup, AccountGroupForm, MAX_GROUPS, NAME};
use switchroom_types::error::FieldErrors;
use switchroom_types::history::{Action, Asset};
use switchroom_types::{AccountGroupId, AppError, FieldError, PartnerId};
use uuid::Uuid;

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::history::{Event, changes};
use crate::portal::Portal;
use crate::text;
use crate::tx::Tx;

/// # Permissions
/// `accounts.edit`, partner users.
///
/// # Errors
/// 422 at `name`, also if another group has it; 409 `account_groups.too_many`.
pub async fn create(portal: &Portal, actor: &Actor, form: &AccountGroupForm) -> Result<AccountGroup> {
    let scope = actor.partner(Permission::ACCOUNTS_EDIT)?;
    let name = check(form)?;
    let mut tx = portal.begin(actor).await?;
    let present = account_group::Entity::find().filter(account_group::Column::PartnerId.eq(scope.partner_id.0));
    if present.count(tx.conn()).await? >= MAX_GROUPS {
        let message = format!("At most {MAX_GROUPS} account groups.");
        return Err(AppError::conflict("account_groups.too_many", message).arg("max", MAX_GROUPS).into());
    }
    let model = account_group::Model {
        id: Uuid::now_v7(),
        partner_id: scope.partner_id.0,
        name_key: text::fold(&name),
        name,
        created_at: tx.now().0,
        modified_at: tx.now().0,
        modified_by: tx.signature.name.clone(),
    };
    let row = account_group::ActiveModel::from(model.clone()).reset_all();
    worded(account_group::Entity::insert(row).exec_without_returning(tx.conn()).await.map(drop).map_err(Error::from))?;
    tx.record(event(actor, scope.partner_id, Action::Create, &model).changes(changes(None, Some(&model))));
    tx.commit().await?;
    Ok(AccountGroup { id: AccountGroupId(model.id), name: model.name, accounts: 0 })
}

/// # Permissions
/// `accounts.edit`, partner users.
///
/// # Errors
/// 404 for groups of other partners; 422 as for [`create`].
pub async fn rename(portal: &Portal, actor: &Actor, id: AccountGroupId, form: &AccountGroupForm) -> Result<()> {
    let scope = actor.partner(Permission::ACCOUNTS_EDIT)?;
    let mut tx = portal.begin(actor).await?;
    let before = lock(&tx, scope.partner_id, id).await?;
    let name = check(form)?;
    if name == before.name {
        return Ok(());
    }
    let mut after = before.clone();
    after.name_key = text::fold(&name);
    after.name = name;
    after.modified_at = tx.now().0;
    after.modified_by.clone_from(&tx.signature.name);
    worded(account_group::ActiveModel::from(after.clone()).reset_all().update(tx.conn()).await.map(drop).map_err(Error::from))?;
    tx.record(event(actor, scope.partner_id, Action::Edit, &after).changes(changes(Some(&before), Some(&after))));
    tx.commit().await
}

/// Deletes a group; its accounts stay as they are.
///
/// # Permissions
/// `accounts.edit`, partner users.
///
/// # Errors
/// 404 for groups of other partners.
pub async fn delete(portal: &Portal, actor: &Actor, id: AccountGroupId) -> Result<()> {
    let scope = actor.partner(Permission::ACCOUNTS_EDIT)?;
    let mut tx = portal.begin(actor).await?;
    let model = lock(&tx, scope.partner_id, id).await?;
    let members = account_group_member::Entity::delete_many().filter(account_group_member::Column::GroupId.eq(model.id));
    let members = members.exec(tx.conn()).await?.rows_affected;
    account_group::Entity::delete_by_id(model.id).exec(tx.conn()).await?;
    let event = event(actor, scope.partner_id, Action::Delete, &model).changes(changes(Some(&model), None));
    tx.record(event.core("accounts", members));
    tx.commit().await
}

fn check(form: &AccountGroupForm) -> Result<String, AppError> {
    let mut errors = FieldErrors::default();
    let name = errors.text("name", &form.name, true, NAME);
    errors.finish()?;
    Ok(name)
}

fn worded(stored: Result<()>) -> Result<()> {
    stored.map_err(|error| match error.unique_violation() {
        Some(_) => AppError::invalid(vec![FieldError::new("name", "account_groups.name_taken", "There is a group with this name")]).into(),
        None => error,
    })
}

async fn lock(tx: &Tx, partner: PartnerId, id: AccountGroupId) -> Result<account_group::Model> {
    let found =
        account_group::Entity::find().filter(account_group::Column::PartnerId.eq(partner.0)).filter(account_group::Column::Id.eq(id.0));
    found.lock_exclusive().one(tx.conn()).await?.ok_or_else(|| AppError::not_found("account_group").into())
}

/// Groups are the partner's business: their history is the Partner Account's.
fn event(actor: &Actor, partner: PartnerId, action: Action, model: &account_group::Model) -> Event {
    Event::new(actor.account_id, Some(partner), action, Asset::AccountGroup).of(model.id, &model.name)
}
