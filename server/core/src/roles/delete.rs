//! Deleting a role (ROLE-19, ROLE-20).

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use switchroom_entity::{account, role, role_account, role_version, user};
use switchroom_types::access::Permission;
use switchroom_types::history::Action;
use switchroom_types::jobs::JobKind;
use switchroom_types::roles::{DeleteRole, RoleDeletion};
use switchroom_types::{AppError, FieldError, PartnerId, RoleId};
use uuid::Uuid;

use super::book::Custom;
use super::{assign, row};
use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;
use crate::tx::Tx;
use crate::users::change::Powers;

/// A role that nobody holds goes at once, otherwise a job gives its holders something else first.
///
/// # Permissions
/// `roles.delete`, partner users; a role within the caller's own rights and reach, never the one that they hold.
///
/// # Errors
/// 404 for roles of other partners; 412 for another version than the caller has seen; 422 `role.confirm` without the word,
/// `role.successor_required` while somebody holds it; 403 `role.own`, `role.beyond_reach`, `role.more_rights`.
pub async fn delete(portal: &Portal, actor: &Actor, id: RoleId, seen: Option<i32>, request: &DeleteRole) -> Result<RoleDeletion> {
    let scope = actor.partner(Permission::ROLES_DELETE)?;
    let mut tx = portal.begin(actor).await?;
    let role = row::lock(&tx, scope.partner_id, id).await?;
    row::unlocked(&tx, actor, &scope, id).await?;
    if request.confirm.trim() != "delete" {
        return Err(AppError::invalid(vec![FieldError::new("confirm", "role.confirm", "Type the word delete")]).into());
    }
    if seen.is_some_and(|seen| seen != role.version) {
        return Err(AppError::stale(Vec::new()).into());
    }
    row::within_own(actor, Custom::of(&role)?.permissions)?;
    let held: Vec<Uuid> = user::Entity::find()
        .select_only()
        .column(user::Column::AccountId)
        .distinct()
        .filter(user::Column::RoleId.eq(id.0))
        .into_tuple()
        .all(tx.conn())
        .await?;
    let becomes = assign::successor(portal, &tx, actor, &role, request.holders_become.as_ref(), &held).await?;
    if held.is_empty() {
        remove(&mut tx, &role).await?;
        tx.record(row::event(actor, scope.partner_id, Action::Delete, &role).changes(row::changes(Some(&role), None)?));
        tx.commit().await?;
        return Ok(RoleDeletion { job_id: None });
    }
    let mut accounts = Vec::with_capacity(held.len());
    for chunk in held.chunks(1_000) {
        accounts.extend(account::Entity::find().filter(account::Column::Id.is_in(chunk.to_vec())).all(tx.conn()).await?);
    }
    accounts.sort_by_key(|account| account.id);
    let payload = serde_json::json!({
        "name": role.name, "role_id": role.id, "powers": Powers::of(actor), "holders_become": becomes,
    });
    let started = assign::start(tx, actor, PartnerId(role.partner_id), JobKind::RoleDelete, payload, accounts, None).await?;
    Ok(RoleDeletion { job_id: Some(started.job_id) })
}

/// Takes a role out that nobody holds, with what belongs to it.
pub(super) async fn remove(tx: &mut Tx, role: &role::Model) -> Result<()> {
    role_account::Entity::delete_many().filter(role_account::Column::RoleId.eq(role.id)).exec(tx.conn()).await?;
    role_version::Entity::delete_many().filter(role_version::Column::RoleId.eq(role.id)).exec(tx.conn()).await?;
    role::Entity::delete_by_id(role.id).exec(tx.conn()).await?;
    Ok(())
}
