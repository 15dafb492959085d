//! Server functions of account groups.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::account_groups::{AccountGroup, AccountGroupForm, GroupAccounts};
use switchroom_types::{AccountGroupId, AccountId, AppError};

#[server(prefix = "/api/fn", endpoint = "account-groups/list", input = Json)]
pub async fn account_groups() -> Result<Vec<AccountGroup>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::account_groups::list(&portal(), &actor()?).await?)
}

#[server(prefix = "/api/fn", endpoint = "account-groups/of-account", input = Json)]
pub async fn groups_of_account(account: AccountId) -> Result<Vec<AccountGroup>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::account_groups::of_account(&portal(), &actor()?, account).await?)
}

#[server(prefix = "/api/fn", endpoint = "account-groups/create", input = Json)]
pub async fn create_account_group(form: AccountGroupForm) -> Result<AccountGroup, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::account_groups::create(&portal(), &actor()?, &form).await?)
}

#[server(prefix = "/api/fn", endpoint = "account-groups/rename", input = Json)]
pub async fn rename_account_group(id: AccountGroupId, form: AccountGroupForm) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::account_groups::rename(&portal(), &actor()?, id, &form).await?)
}

#[server(prefix = "/api/fn", endpoint = "account-groups/delete", input = Json)]
pub async fn delete_account_group(id: AccountGroupId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::account_groups::delete(&portal(), &actor()?, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "account-groups/assign", input = Json)]
pub async fn assign_account_groups(request: GroupAccounts) -> Result<u64, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::account_groups::assign(&portal(), &actor()?, &request).await?)
}
