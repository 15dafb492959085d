//! The stored form of a role, and what every change of one asks first.

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Statement};
use switchroom_entity::{account, role, role_account, role_version, user};
use switchroom_types::access::{Base, Cell, Permission, Permissions, cell};
use switchroom_types::accounts::AccountKind;
use switchroom_types::error::FieldErrors;
use switchroom_types::history::{Action, Asset, Change};
use switchroom_types::live::{Mark, Topic};
use switchroom_types::roles::{BASE_NAMES, DESCRIPTION, NAME, RoleForm, RoleLock};
use switchroom_types::{AppError, FieldError, PartnerId, RoleId, UserId};
use uuid::Uuid;

use super::book::Custom;
use crate::access::{Actor, PartnerScope};
use crate::error::{Error, Result};
use crate::history::Event;
use crate::text;
use crate::tx::Tx;

/// Checks a form by itself; the result is trimmed and has the fixed cells.
pub(super) fn check(form: &RoleForm) -> Result<RoleForm, AppError> {
    let mut errors = FieldErrors::default();
    let name = errors.text("name", &form.name, true, NAME);
    if BASE_NAMES.iter().any(|base| text::fold(base) == text::fold(&name)) {
        errors.push(FieldError::new("name", "role.name_reserved", "This is the name of a base role"));
    }
    let description = errors.text("description", &form.description, false, DESCRIPTION);
    form.check_cells(&mut errors);
    errors.finish()?;
    Ok(RoleForm { name, description, base: form.base, permissions: Permissions::of_role(form.base, form.permissions) })
}

/// Nobody gives or takes what they do not have (ROLE-22).
///
/// # Errors
/// 403 `role.more_rights`, naming one of the permissions.
pub(super) fn within_own(actor: &Actor, changed: Permissions) -> Result<(), AppError> {
    match changed.iter().find(|permission| !actor.rights.contains(*permission)) {
        None => Ok(()),
        Some(lacking) => {
            let message = format!("Nobody can give or take rights that they do not have: {lacking}.");
            Err(AppError::new(403, "role.more_rights", message).arg("permission", lacking))
        }
    }
}

/// The cells of a base that are not always on: what a role can give beyond it.
pub(super) fn tickable(base: Base, permissions: Permissions) -> Permissions {
    permissions.iter().filter(|permission| cell(base, *permission) == Cell::Ticked).collect()
}

/// # Errors
/// 404 for roles of other partners.
pub(super) async fn lock(tx: &Tx, partner: PartnerId, id: RoleId) -> Result<role::Model> {
    let found = role::Entity::find().filter(role::Column::PartnerId.eq(partner.0)).filter(role::Column::Id.eq(id.0));
    found.lock_exclusive().one(tx.conn()).await?.ok_or_else(|| AppError::not_found("role").into())
}

pub(super) async fn find(conn: &impl ConnectionTrait, partner: PartnerId, id: RoleId) -> Result<role::Model> {
    let found = role::Entity::find().filter(role::Column::PartnerId.eq(partner.0)).filter(role::Column::Id.eq(id.0));
    found.one(conn).await?.ok_or_else(|| AppError::not_found("role").into())
}

/// What keeps this caller from changing a role, permissions aside.
pub(super) async fn lock_of(conn: &impl ConnectionTrait, actor: &Actor, scope: &PartnerScope, id: RoleId) -> Result<Option<RoleLock>> {
    if actor.role_id == Some(id) {
        return Ok(Some(RoleLock::Own));
    }
    if scope.manager.is_none() {
        return Ok(None);
    }
    let reached = Query::select()
        .expr(Expr::col((account::Entity, account::Column::Id)))
        .from(account::Entity)
        .and_where(scope.known_accounts(account::Column::PartnerId.into_expr(), account::Column::Id.into_expr()))
        .to_owned();
    let beyond = role_account::Entity::find()
        .filter(role_account::Column::RoleId.eq(id.0))
        .filter(Expr::col((role_account::Entity, role_account::Column::AccountId)).not_in_subquery(reached));
    Ok(beyond.one(conn).await?.map(|_| RoleLock::BeyondReach))
}

/// # Errors
/// 403 `role.own` for the role that one holds.
pub(super) fn not_own(actor: &Actor, id: RoleId) -> Result<(), AppError> {
    if actor.role_id == Some(id) { Err(AppError::new(403, "role.own", "Nobody can change the role that they hold.")) } else { Ok(()) }
}

/// The accounts that a role can be assigned to (ROLE-16).
pub(super) fn account_kind(role: &role::Model) -> AccountKind {
    match Base::parse(&role.base) {
        Some(Base::Partner) => AccountKind::Partner,
        _ => AccountKind::Customer,
    }
}

/// # Errors
/// 403 `role.own` for the role that one holds, `role.beyond_reach` for roles that accounts beyond one's own have.
pub(super) async fn unlocked(tx: &Tx, actor: &Actor, scope: &PartnerScope, id: RoleId) -> Result<()> {
    not_own(actor, id)?;
    match lock_of(tx.conn(), actor, scope, id).await? {
        None | Some(RoleLock::Own) => Ok(()),
        Some(RoleLock::BeyondReach) => {
            let message = "This role is assigned to accounts that you do not manage.";
            Err(AppError::new(403, "role.beyond_reach", message).into())
        }
    }
}

/// Keeps what the role is now (ROLE-B4).
pub(super) async fn keep_version(tx: &Tx, model: &role::Model) -> Result<()> {
    let row = role_version::Model {
        role_id: model.id,
        version: model.version,
        partner_id: model.partner_id,
        name: model.name.clone(),
        description: model.description.clone(),
        permissions: model.permissions.clone(),
        at: tx.now().0,
        by_name: tx.signature.name.clone(),
    };
    let row = sea_orm::ActiveModelTrait::reset_all(role_version::ActiveModel::from(row));
    role_version::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Open pages of whoever holds the role ask within a second what they may do now (ROLE-B1).
pub(super) async fn wake_holders(tx: &mut Tx, id: Uuid) -> Result<()> {
    let holders = user::Entity::find().select_only().column(user::Column::Id).filter(user::Column::RoleId.eq(id));
    for holder in holders.into_tuple::<Uuid>().all(tx.conn()).await? {
        tx.wake_user(UserId(holder), Topic::Session, &Mark::default());
    }
    Ok(())
}

/// People show the name of their role in lists, sorted by it.
pub(super) async fn rename_holders(tx: &Tx, model: &role::Model) -> Result<()> {
    let sql = "UPDATE users SET role_label = $1 WHERE role_id = $2";
    let values = [model.name.clone().into(), model.id.into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    Ok(())
}

/// Roles are the partner's business: their history is the Partner Account's (ROLE-25).
pub(super) fn event(actor: &Actor, partner: PartnerId, action: Action, model: &role::Model) -> Event {
    Event::new(actor.account_id, Some(partner), action, Asset::Role).of(model.id, &model.name).core("base", model.base.clone())
}

/// What differs, each cell by itself: `users.edit` from off to on.
pub(super) fn changes(before: Option<&role::Model>, after: Option<&role::Model>) -> Result<Vec<Change>> {
    let mut found = Vec::new();
    let texts: [(&str, fn(&role::Model) -> &str); 2] = [("name", |role| &role.name), ("description", |role| &role.description)];
    for (property, text) in texts {
        let told = |model: Option<&role::Model>| model.map(text).filter(|text| !text.is_empty()).map(str::to_owned);
        let (old, new) = (told(before), told(after));
        if old != new {
            found.push(Change { property: property.to_owned(), before: old.into(), after: new.into() });
        }
    }
    let cells = |model: Option<&role::Model>| -> Result<Permissions> {
        Ok(model.map(Custom::of).transpose()?.map_or(Permissions::NONE, |custom| tickable(custom.base, custom.permissions)))
    };
    let (old, new) = (cells(before)?, cells(after)?);
    let told = |set: Permissions, permission: Permission, exists: bool| match exists {
        true => serde_json::Value::from(if set.contains(permission) { "on" } else { "off" }),
        false => serde_json::Value::Null,
    };
    found.extend(old.difference(new).iter().map(|permission| Change {
        property: permission.to_string(),
        before: told(old, permission, before.is_some()),
        after: told(new, permission, after.is_some()),
    }));
    Ok(found)
}

pub(super) fn as_json(permissions: Permissions) -> Result<serde_json::Value> {
    serde_json::to_value(permissions).map_err(|error| Error::corrupt(error.to_string()))
}
