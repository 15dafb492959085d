//! Server functions of the operator's pages.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::mails::{MailDetail, MailRow, MailServerForm, MailServerSettings};
use switchroom_types::partners::{AddedPartner, PartnerDetail, PartnerForm, PartnerRow};
use switchroom_types::providers::{Provider, ProviderForm, ProviderTest};
use switchroom_types::{AppError, MailId, PartnerId, ProviderId, UserId};

#[server(prefix = "/api/fn", endpoint = "mails/list", input = Json)]
pub async fn list_mails(query: ListQuery) -> Result<Page<MailRow>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::mail::outbox::list(&portal(), &actor()?, &query).await?)
}

#[server(prefix = "/api/fn", endpoint = "mails/show", input = Json)]
pub async fn show_mail(id: MailId) -> Result<MailDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::mail::outbox::show(&portal(), &actor()?, id).await?)
}

/// A form posts this, so that Retry works without scripts.
#[server(prefix = "/api/fn", endpoint = "mails/retry")]
pub async fn retry_mail(id: MailId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    let result = match actor() {
        Ok(actor) => switchroom_core::mail::outbox::retry(&portal(), &actor, id).await.map_err(AppError::from),
        Err(error) => Err(error),
    };
    let page = format!("/operator/mail?open={id}");
    crate::sessions::form::answer(result, &page, &page)
}

#[server(prefix = "/api/fn", endpoint = "mails/server", input = Json)]
pub async fn get_mail_server() -> Result<MailServerSettings, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::installation::mail_server(&portal(), &actor()?).await?)
}

#[server(prefix = "/api/fn", endpoint = "mails/change_server", input = Json)]
pub async fn change_mail_server(version: i32, form: MailServerForm) -> Result<MailServerSettings, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::installation::change_mail_server(&portal(), &actor()?, Some(version), form).await?)
}

#[server(prefix = "/api/fn", endpoint = "mails/remove_server", input = Json)]
pub async fn remove_mail_server() -> Result<MailServerSettings, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::installation::remove_mail_server(&portal(), &actor()?).await?)
}

#[server(prefix = "/api/fn", endpoint = "mails/test_server", input = Json)]
pub async fn test_mail_server(form: MailServerForm, to: String) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::installation::test_mail_server(&portal(), &actor()?, form, &to).await?)
}

#[server(prefix = "/api/fn", endpoint = "partners/list", input = Json)]
pub async fn list_partners(query: ListQuery) -> Result<Page<PartnerRow>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::partners::list(&portal(), &actor()?, &query).await?)
}

#[server(prefix = "/api/fn", endpoint = "partners/get", input = Json)]
pub async fn get_partner(id: PartnerId) -> Result<PartnerDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::partners::get(&portal(), &actor()?, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "partners/add", input = Json)]
pub async fn add_partner(form: PartnerForm) -> Result<AddedPartner, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::partners::add(&portal(), &actor()?, form).await?)
}

#[server(prefix = "/api/fn", endpoint = "partners/deactivate", input = Json)]
pub async fn deactivate_partner(id: PartnerId, confirm: String) -> Result<PartnerDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::partners::deactivate(&portal(), &actor()?, id, Some(&confirm)).await?)
}

#[server(prefix = "/api/fn", endpoint = "partners/reactivate", input = Json)]
pub async fn reactivate_partner(id: PartnerId) -> Result<PartnerDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::partners::reactivate(&portal(), &actor()?, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "partners/remove_person", input = Json)]
pub async fn remove_partner_person(id: PartnerId, person: UserId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::partners::remove_person(&portal(), &actor()?, id, person).await?)
}

#[server(prefix = "/api/fn", endpoint = "providers/list", input = Json)]
pub async fn list_providers() -> Result<Vec<Provider>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::providers::list(&portal(), &actor()?).await?)
}

#[server(prefix = "/api/fn", endpoint = "providers/get", input = Json)]
pub async fn get_provider(id: ProviderId) -> Result<Provider, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::providers::get(&portal(), &actor()?, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "providers/create", input = Json)]
pub async fn create_provider(form: ProviderForm) -> Result<Provider, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::providers::create(&portal(), &actor()?, form).await?)
}

#[server(prefix = "/api/fn", endpoint = "providers/edit", input = Json)]
pub async fn edit_provider(id: ProviderId, version: i32, form: ProviderForm) -> Result<Provider, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::providers::edit(&portal(), &actor()?, id, Some(version), form).await?)
}

#[server(prefix = "/api/fn", endpoint = "providers/delete", input = Json)]
pub async fn delete_provider(id: ProviderId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::providers::delete(&portal(), &actor()?, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "providers/test", input = Json)]
pub async fn test_provider(issuer: String) -> Result<ProviderTest, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::providers::test(&portal(), &actor()?, &issuer).await?)
}
