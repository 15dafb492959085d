//! Server functions of the operator's pages.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::mails::{MailDetail, MailRow};
use switchroom_types::{AppError, MailId};

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
