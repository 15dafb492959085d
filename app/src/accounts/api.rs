//! Server functions of accounts.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::accounts::{AccountContext, AccountPick};
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::{AccountId, AppError};

#[server(prefix = "/api/fn", endpoint = "accounts/context", input = Json)]
pub async fn enter_account(id: AccountId) -> Result<AccountContext, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::accounts::context(&portal(), &actor()?, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "accounts/pick", input = Json)]
pub async fn pick_accounts(query: ListQuery) -> Result<Page<AccountPick>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::accounts::pick(&portal(), &actor()?, &query).await?)
}
