//! Server functions of roles.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::roles::{AssignRole, AvailableRole, DeleteRole, RoleAccount, RoleDeletion, RoleDetail, RoleForm, RoleRow};
use switchroom_types::users::BulkStarted;
use switchroom_types::{AccountId, AppError, RoleId};

#[server(prefix = "/api/fn", endpoint = "roles/list", input = Json)]
pub async fn list_roles(query: ListQuery) -> Result<Page<RoleRow>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::roles::list(&portal(), &actor()?, &query).await?)
}

#[server(prefix = "/api/fn", endpoint = "roles/get", input = Json)]
pub async fn get_role(id: RoleId) -> Result<RoleDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::roles::get(&portal(), &actor()?, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "roles/create", input = Json)]
pub async fn create_role(form: RoleForm) -> Result<RoleDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::roles::create(&portal(), &actor()?, &form).await?)
}

/// `version` is the one that the person has looked at.
#[server(prefix = "/api/fn", endpoint = "roles/edit", input = Json)]
pub async fn edit_role(id: RoleId, version: i32, form: RoleForm) -> Result<RoleDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::roles::edit(&portal(), &actor()?, id, Some(version), &form).await?)
}

#[server(prefix = "/api/fn", endpoint = "roles/delete", input = Json)]
pub async fn remove_role(id: RoleId, request: DeleteRole) -> Result<RoleDeletion, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::roles::delete(&portal(), &actor()?, id, None, &request).await?)
}

#[server(prefix = "/api/fn", endpoint = "roles/accounts", input = Json)]
pub async fn accounts_of_role(id: RoleId, query: ListQuery) -> Result<Page<RoleAccount>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::roles::accounts(&portal(), &actor()?, id, &query).await?)
}

#[server(prefix = "/api/fn", endpoint = "roles/assign", input = Json)]
pub async fn give_role(id: RoleId, request: AssignRole) -> Result<BulkStarted, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::roles::assign(&portal(), &actor()?, id, &request).await?)
}

#[server(prefix = "/api/fn", endpoint = "roles/unassign", input = Json)]
pub async fn take_role(id: RoleId, request: AssignRole) -> Result<BulkStarted, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::roles::unassign(&portal(), &actor()?, id, &request).await?)
}

#[server(prefix = "/api/fn", endpoint = "roles/available", input = Json)]
pub async fn available_roles(account: AccountId) -> Result<Vec<AvailableRole>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::roles::available(&portal(), &actor()?, account).await?)
}
