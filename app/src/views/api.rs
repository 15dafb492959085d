//! Server functions of saved views.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::views::{SavedView, ViewForm, ViewPatch, ViewedList};
use switchroom_types::{AccountId, AppError, ViewId};

#[server(prefix = "/api/fn", endpoint = "views/list", input = Json)]
pub async fn list_views(account: AccountId, list: ViewedList) -> Result<Vec<SavedView>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::views::list(&portal(), &actor()?, account, list).await?)
}

#[server(prefix = "/api/fn", endpoint = "views/create", input = Json)]
pub async fn create_view(account: AccountId, form: ViewForm) -> Result<SavedView, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::views::create(&portal(), &actor()?, account, &form).await?)
}

#[server(prefix = "/api/fn", endpoint = "views/edit", input = Json)]
pub async fn edit_view(account: AccountId, id: ViewId, patch: ViewPatch) -> Result<SavedView, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::views::edit(&portal(), &actor()?, account, id, &patch).await?)
}

#[server(prefix = "/api/fn", endpoint = "views/delete", input = Json)]
pub async fn delete_view(account: AccountId, id: ViewId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::views::delete(&portal(), &actor()?, account, id).await?)
}
