//! Creating and editing roles.

use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use switchroom_entity::role;
use switchroom_types::access::{Base, Permission};
use switchroom_types::error::FieldConflict;
use switchroom_types::history::Action;
use switchroom_types::roles::{MAX_ROLES, RoleDetail, RoleForm};
use switchroom_types::{AppError, FieldError, RoleId};
use uuid::Uuid;

use super::book::stored;
use super::{list, row};
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::text;

/// # Permissions
/// `roles.add`, partner users; every cell must be one that the caller has (ROLE-22).
///
/// # Errors
/// 422 at the fields: `role.no_such_cell`, `role.view_required`, `role.name_taken`, `role.name_reserved`; 403
/// `role.more_rights`; 409 `role.too_many`.
pub async fn create(portal: &Portal, actor: &Actor, form: &RoleForm) -> Result<RoleDetail> {
    let scope = actor.partner(Permission::ROLES_ADD)?;
    let form = row::check(form)?;
    row::within_own(actor, form.permissions)?;
    let mut tx = portal.begin(actor).await?;
    let present = role::Entity::find().filter(role::Column::PartnerId.eq(scope.partner_id.0));
    if present.count(tx.conn()).await? >= MAX_ROLES {
        return Err(AppError::conflict("role.too_many", format!("At most {MAX_ROLES} roles.")).arg("max", MAX_ROLES).into());
    }
    let now = tx.now().0;
    let mut model = role::Model {
        id: Uuid::now_v7(),
        partner_id: scope.partner_id.0,
        version: 1,
        name: String::new(),
        name_key: String::new(),
        description: String::new(),
        base: form.base.as_str().to_owned(),
        permissions: serde_json::Value::Null,
        search_text: String::new(),
        created_at: now,
        modified_at: now,
        modified_by: tx.signature.name.clone(),
    };
    fill(&mut model, &form)?;
    let stored = role::Entity::insert(role::ActiveModel::from(model.clone()).reset_all()).exec_without_returning(tx.conn()).await;
    worded(stored.map(drop).map_err(Error::from))?;
    row::keep_version(&tx, &model).await?;
    tx.record(row::event(actor, scope.partner_id, Action::Create, &model).changes(row::changes(None, Some(&model))?));
    let detail = list::detail(tx.conn(), actor, &scope, model).await?;
    tx.commit().await?;
    Ok(detail)
}

/// Changes a role; whoever holds it may do what it says now within a second (ROLE-B1).
///
/// # Permissions
/// `roles.edit`, partner users; never the role that one holds, nor cells that one does not have (ROLE-22).
///
/// # Errors
/// As [`create`]; 412 with both values if somebody was faster; 422 `role.base_fixed`; 403 `role.own`, `role.beyond_reach`.
pub async fn edit(portal: &Portal, actor: &Actor, id: RoleId, seen: Option<i32>, form: &RoleForm) -> Result<RoleDetail> {
    let scope = actor.partner(Permission::ROLES_EDIT)?;
    let mut tx = portal.begin(actor).await?;
    let before = row::lock(&tx, scope.partner_id, id).await?;
    row::unlocked(&tx, actor, &scope, id).await?;
    let form = row::check(form)?;
    if Base::parse(&before.base) != Some(form.base) {
        let error = FieldError::new("base", "role.base_fixed", "The base of a role cannot be changed");
        return Err(AppError::invalid(vec![error]).into());
    }
    let mut after = before.clone();
    fill(&mut after, &form)?;
    if seen.is_some_and(|seen| seen != before.version) {
        return Err(AppError::stale(conflicts(&before, &after)?).into());
    }
    row::within_own(actor, row::tickable(form.base, stored(&before.permissions)).difference(row::tickable(form.base, form.permissions)))?;
    if after == before {
        return list::detail(tx.conn(), actor, &scope, before).await;
    }
    after.version += 1;
    after.modified_at = tx.now().0;
    after.modified_by.clone_from(&tx.signature.name);
    worded(role::ActiveModel::from(after.clone()).reset_all().update(tx.conn()).await.map(drop).map_err(Error::from))?;
    row::keep_version(&tx, &after).await?;
    if after.name != before.name {
        row::rename_holders(&tx, &after).await?;
    }
    row::wake_holders(&mut tx, after.id).await?;
    tx.record(row::event(actor, scope.partner_id, Action::Edit, &after).changes(row::changes(Some(&before), Some(&after))?));
    let detail = list::detail(tx.conn(), actor, &scope, after).await?;
    tx.commit().await?;
    Ok(detail)
}

fn fill(model: &mut role::Model, form: &RoleForm) -> Result<()> {
    model.name.clone_from(&form.name);
    model.name_key = text::fold(&form.name);
    model.description.clone_from(&form.description);
    model.search_text = text::search_text([form.name.as_str(), form.description.as_str()]);
    model.permissions = row::as_json(form.permissions)?;
    Ok(())
}

fn conflicts(theirs: &role::Model, yours: &role::Model) -> Result<Vec<FieldConflict>> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let changes = row::changes(Some(theirs), Some(yours))?;
    let conflict = |change: &switchroom_types::history::Change| FieldConflict {
        field: change.property.clone(),
        yours: text(&change.after),
        theirs: text(&change.before),
    };
    Ok(changes.iter().map(conflict).collect())
}

fn worded(stored: Result<()>) -> Result<()> {
    stored.map_err(|error| match error.unique_violation() {
        Some(_) => AppError::invalid(vec![FieldError::new("name", "role.name_taken", "There is a role with this name")]).into(),
        None => error,
    })
}
