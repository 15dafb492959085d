//! Server functions of user templates.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::list::{ListQuery, Page, Selection};
use switchroom_types::templates::{
    ApplyServices, CopiedTemplate, CopyTemplates, Reapply, TemplateChoices, TemplateDetail, TemplateForm, TemplateRow, TemplateUser,
    UserServices,
};
use switchroom_types::users::BulkStarted;
use switchroom_types::{AccountId, AppError, TemplateId, UserId};

#[server(prefix = "/api/fn", endpoint = "templates/list", input = Json)]
pub async fn list_templates(account: AccountId, query: ListQuery) -> Result<Page<TemplateRow>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::templates::list(&portal(), &actor()?, account, &query).await?)
}

#[server(prefix = "/api/fn", endpoint = "templates/get", input = Json)]
pub async fn get_template(account: AccountId, id: TemplateId) -> Result<TemplateDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::templates::get(&portal(), &actor()?, account, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "templates/choices", input = Json)]
pub async fn choices_of_templates(account: AccountId) -> Result<TemplateChoices, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::templates::choices(&portal(), &actor()?, account).await?)
}

#[server(prefix = "/api/fn", endpoint = "templates/create", input = Json)]
pub async fn create_template(account: AccountId, form: TemplateForm) -> Result<TemplateDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::templates::create(&portal(), &actor()?, account, &form).await?)
}

/// `version` is the one that the person has looked at.
#[server(prefix = "/api/fn", endpoint = "templates/edit", input = Json)]
pub async fn edit_template(account: AccountId, id: TemplateId, version: i32, form: TemplateForm) -> Result<TemplateDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::templates::edit(&portal(), &actor()?, account, id, Some(version), &form).await?)
}

/// `confirm` is the word that the person typed.
#[server(prefix = "/api/fn", endpoint = "templates/delete", input = Json)]
pub async fn delete_templates(account: AccountId, selection: Selection<TemplateId>, confirm: String) -> Result<u64, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::templates::delete_selected(&portal(), &actor()?, account, &selection, &confirm).await?)
}

/// TPL-11: takes templates of the PBX over.
#[server(prefix = "/api/fn", endpoint = "templates/import", input = Json)]
pub async fn import_templates(account: AccountId, names: Vec<String>) -> Result<u64, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::templates::import_learned(&portal(), &actor()?, account, &names).await?)
}

#[server(prefix = "/api/fn", endpoint = "templates/copy", input = Json)]
pub async fn send_copies(account: AccountId, request: CopyTemplates) -> Result<Vec<CopiedTemplate>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::templates::copy(&portal(), &actor()?, account, &request).await?)
}

#[server(prefix = "/api/fn", endpoint = "templates/users", input = Json)]
pub async fn template_users(account: AccountId, id: TemplateId, query: ListQuery) -> Result<Page<TemplateUser>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::templates::users(&portal(), &actor()?, account, id, &query).await?)
}

#[server(prefix = "/api/fn", endpoint = "templates/reapply", input = Json)]
pub async fn reapply_template(account: AccountId, id: TemplateId, request: Reapply) -> Result<BulkStarted, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::templates::reapply(&portal(), &actor()?, account, id, &request).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/services", input = Json)]
pub async fn services_of(account: AccountId, id: UserId) -> Result<UserServices, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::templates::services(&portal(), &actor()?, account, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/apply-services", input = Json)]
pub async fn change_services(account: AccountId, id: UserId, wanted: ApplyServices) -> Result<UserServices, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::templates::apply(&portal(), &actor()?, account, id, &wanted).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/clear-services", input = Json)]
pub async fn clear_services(account: AccountId, id: UserId) -> Result<UserServices, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::templates::clear(&portal(), &actor()?, account, id).await?)
}
