//! Server functions of accounts.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::accounts::{
    AccountChoices, AccountContext, AccountDetail, AccountForm, AccountPick, AccountRow, Deletion, Impact, SavedAccount, SupportContact,
};
use switchroom_types::list::{ListQuery, Page, Selection};
use switchroom_types::partners::NewUserRole;
use switchroom_types::places::Subdivision;
use switchroom_types::{AccountId, AppError, FieldError, JobId};

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

#[server(prefix = "/api/fn", endpoint = "accounts/list", input = Json)]
pub async fn list_accounts(query: ListQuery) -> Result<Page<AccountRow>, AppError> {
    use crate::server::{actor, portal};
    use switchroom_core::accounts::{AccountsQuery, list};
    Ok(list(&portal(), &actor()?, AccountsQuery::parse(query)?).await?)
}

#[server(prefix = "/api/fn", endpoint = "accounts/get", input = Json)]
pub async fn get_account(id: AccountId) -> Result<AccountDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::accounts::get(&portal(), &actor()?, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "accounts/create", input = Json)]
pub async fn create_account(form: AccountForm) -> Result<SavedAccount, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::accounts::create(&portal(), &actor()?, &form).await?)
}

/// `version` is the one that the person has looked at.
#[server(prefix = "/api/fn", endpoint = "accounts/edit", input = Json)]
pub async fn edit_account(id: AccountId, version: i32, form: AccountForm) -> Result<SavedAccount, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::accounts::edit(&portal(), &actor()?, id, Some(version), &form).await?)
}

#[server(prefix = "/api/fn", endpoint = "accounts/bandwidth", input = Json)]
pub async fn set_bandwidth_optimization(id: AccountId, on: bool) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::accounts::set_bandwidth_optimization(&portal(), &actor()?, id, on).await?)
}

/// `confirm` is the word that the person typed.
#[server(prefix = "/api/fn", endpoint = "accounts/deactivate", input = Json)]
pub async fn deactivate_account(id: AccountId, confirm: String) -> Result<AccountDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::accounts::deactivate(&portal(), &actor()?, id, Some(&confirm)).await?)
}

#[server(prefix = "/api/fn", endpoint = "accounts/reactivate", input = Json)]
pub async fn reactivate_account(id: AccountId, confirm: String) -> Result<AccountDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::accounts::reactivate(&portal(), &actor()?, id, Some(&confirm)).await?)
}

#[server(prefix = "/api/fn", endpoint = "accounts/delete", input = Json)]
pub async fn delete_accounts(selection: Selection<AccountId>, keep_days: u16, confirm: String) -> Result<Deletion, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::accounts::delete_selected(&portal(), &actor()?, &selection, keep_days, Some(&confirm)).await?)
}

#[server(prefix = "/api/fn", endpoint = "accounts/restore", input = Json)]
pub async fn restore_account(id: AccountId) -> Result<AccountDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::accounts::restore(&portal(), &actor()?, id).await?)
}

/// `confirm` is the word that the person typed.
#[server(prefix = "/api/fn", endpoint = "accounts/purge", input = Json)]
pub async fn purge_account(id: AccountId, confirm: String) -> Result<JobId, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::accounts::purge_now(&portal(), &actor()?, id, Some(&confirm)).await?)
}

#[server(prefix = "/api/fn", endpoint = "accounts/impact", input = Json)]
pub async fn account_impact(id: AccountId) -> Result<Impact, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::accounts::impact(&portal(), &actor()?, id).await?)
}

/// Warnings about a name while it is being entered (ACC-06).
#[server(prefix = "/api/fn", endpoint = "accounts/check-name", input = Json)]
pub async fn check_name(name: String, except: Option<AccountId>) -> Result<Vec<FieldError>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::accounts::check_name(&portal(), &actor()?, &name, except).await?)
}

#[server(prefix = "/api/fn", endpoint = "accounts/suggest-contacts", input = Json)]
pub async fn suggest_contacts(account: Option<AccountId>, text: String) -> Result<Vec<SupportContact>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::accounts::suggest_contacts(&portal(), &actor()?, account, &text).await?)
}

#[server(prefix = "/api/fn", endpoint = "places/subdivisions", input = Json)]
pub async fn subdivisions(country: String) -> Result<Vec<Subdivision>, AppError> {
    crate::server::actor()?;
    Ok(switchroom_core::places::subdivisions(&country).to_vec())
}

#[server(prefix = "/api/fn", endpoint = "accounts/choices", input = Json)]
pub async fn form_choices() -> Result<AccountChoices, AppError> {
    crate::server::actor()?;
    Ok(AccountChoices { cloud_regions: crate::server::portal().settings.cloud_regions.clone() })
}

/// "Role for new partner users" (AUTH-B9).
#[server(prefix = "/api/fn", endpoint = "partners/new_user_role", input = Json)]
pub async fn role_of_new_users() -> Result<NewUserRole, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::partners::settings(&portal(), &actor()?).await?.new_user_role)
}

#[server(prefix = "/api/fn", endpoint = "partners/change_new_user_role", input = Json)]
pub async fn change_role_of_new_users(role: NewUserRole) -> Result<NewUserRole, AppError> {
    use crate::server::{actor, portal};
    let settings = switchroom_core::partners::Settings { new_user_role: role };
    Ok(switchroom_core::partners::change_settings(&portal(), &actor()?, settings).await?.new_user_role)
}
