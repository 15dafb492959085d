//! Puts a mail into the outbox, within the transaction of what it tells about.

use sea_orm::{ActiveValue::Set, EntityTrait};
use switchroom_entity::mail;
use switchroom_types::{AccountId, MailId, UserId};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::mail::{Template, render};
use crate::tx::Tx;

/// A mail to one person.
#[derive(Clone, Debug)]
pub struct MailRequest {
    pub account_id: AccountId,
    /// The person, if the address is one of ours; a final failure shows on them.
    pub user_id: Option<UserId>,
    pub to: String,
    pub template: Template,
    pub language: String,
    /// What the template is filled with; `link` becomes the button.
    pub values: serde_json::Value,
}

/// Where the body of a mail is bound to when it is sealed.
pub(super) fn place(id: Uuid) -> String {
    format!("mails.body_sealed/{id}")
}

/// Renders, seals and stores the mail; the delivery task takes it from there. Whoever makes the change hears of a final
/// failure.
pub async fn queue(tx: &mut Tx, request: MailRequest) -> Result<MailId> {
    let sender = tx.signature.user_id;
    store(tx, request, sender).await
}

/// Like [`queue`], for what nobody sends: whoever caused it learns neither the address nor whether it arrived.
pub(crate) async fn queue_unsigned(tx: &mut Tx, request: MailRequest) -> Result<MailId> {
    store(tx, request, None).await
}

async fn store(tx: &mut Tx, request: MailRequest, sender: Option<UserId>) -> Result<MailId> {
    let rendered = render(request.template, &request.language, &request.values)?;
    let body = serde_json::to_vec(&rendered).map_err(|error| Error::corrupt(error.to_string()))?;
    let id = Uuid::now_v7();
    let now = tx.now().0;
    let row = mail::ActiveModel {
        id: Set(id),
        account_id: Set(request.account_id.0),
        user_id: Set(request.user_id.map(Uuid::from)),
        sender_user_id: Set(sender.map(Uuid::from)),
        to_address: Set(request.to),
        template: Set(request.template.as_str().to_owned()),
        language: Set(request.language),
        subject: Set(rendered.subject),
        body_sealed: Set(tx.portal().sealer.seal(&place(id), &body)?),
        state: Set("queued".to_owned()),
        attempts: Set(0),
        next_attempt_at: Set(now),
        lease_until: Set(None),
        last_error: Set(None),
        created_at: Set(now),
        sent_at: Set(None),
    };
    mail::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(MailId(id))
}
