//! The roles that people of one account can have (ROLE-18).

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashMap;
use switchroom_entity::{role, user};
use switchroom_types::access::{Permission, Role};
use switchroom_types::accounts::AccountKind;
use switchroom_types::roles::AvailableRole;
use switchroom_types::{AccountId, RoleId};
use uuid::Uuid;

use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;
use crate::users::rights::{Judge, Standing};

/// The base roles first, then the custom ones by name.
///
/// # Permissions
/// `roles.view`; deactivated accounts can be looked at, too.
pub async fn available(portal: &Portal, actor: &Actor, account: AccountId) -> Result<Vec<AvailableRole>> {
    let scope = actor.account_in_any_state(portal, account, Permission::ROLES_VIEW).await?;
    let conn = portal.db.read();
    let judge = Judge::of(conn, actor, &scope).await?;
    let holders = holders(conn, account).await?;
    let base: &[Role] = match scope.kind {
        AccountKind::Customer => &[Role::User, Role::Admin],
        AccountKind::Partner => &[Role::Partner],
        AccountKind::Operator => &[Role::Operator],
    };
    let held = |role: Role, id: Option<Uuid>| holders.get(&(role.as_str().to_owned(), id)).copied().unwrap_or_default();
    let mut found: Vec<AvailableRole> = base
        .iter()
        .map(|role| AvailableRole {
            id: None,
            role: *role,
            name: String::new(),
            description: String::new(),
            permissions: role.permissions(),
            holders: held(*role, None),
            grantable: !judge.is_above(Standing { role: *role, scope: None, role_id: None }),
        })
        .collect();
    let here = judge.roles().here();
    let descriptions = role::Entity::find()
        .select_only()
        .column(role::Column::Id)
        .column(role::Column::Description)
        .filter(role::Column::Id.is_in(here.iter().map(|role| role.id)));
    let descriptions: HashMap<Uuid, String> = descriptions.into_tuple::<(Uuid, String)>().all(conn).await?.into_iter().collect();
    found.extend(here.into_iter().map(|custom| AvailableRole {
        id: Some(RoleId(custom.id)),
        role: custom.base.role(),
        name: custom.name.clone(),
        description: descriptions.get(&custom.id).cloned().unwrap_or_default(),
        permissions: custom.permissions,
        holders: held(custom.base.role(), Some(custom.id)),
        grantable: !judge.is_above(Standing { role: custom.base.role(), scope: None, role_id: Some(custom.id) }),
    }));
    Ok(found)
}

async fn holders(conn: &impl ConnectionTrait, account: AccountId) -> Result<HashMap<(String, Option<Uuid>), u64>> {
    let counted = user::Entity::find()
        .select_only()
        .column(user::Column::Role)
        .column(user::Column::RoleId)
        .column_as(user::Column::Id.count(), "people")
        .filter(user::Column::AccountId.eq(account.0))
        .group_by(user::Column::Role)
        .group_by(user::Column::RoleId);
    let rows = counted.into_tuple::<(String, Option<Uuid>, i64)>().all(conn).await?;
    Ok(rows.into_iter().map(|(role, id, people)| ((role, id), u64::try_from(people).unwrap_or_default())).collect())
}
