//! A changed e-mail address (USR-20): confirmed at the new address, announced at the old one, which signs in until then.

use switchroom_entity::{account, user};
use switchroom_types::history::Action;
use switchroom_types::sessions::LinkValidity;
use switchroom_types::{AccountId, AppError, FieldError, UserId};

use crate::access::{Origin, Signature};
use crate::error::Result;
use crate::history::changes;
use crate::identity::Person;
use crate::identity::register::{gone, valid};
use crate::links::{self, Purpose, issue};
use crate::mail::{MailRequest, Template, queue};
use crate::portal::Portal;
use crate::tx::Tx;
use crate::users::row;

/// Changes the address on `user` within the caller's change: at once for people who have not registered, after
/// confirmation for those who have. The caller has authorised and validated, stores the row and records the event.
pub async fn change_email(tx: &mut Tx, user: &mut user::Model, account: &account::Model, address: &str) -> Result<()> {
    if crate::text::key(address) == user.email_key {
        address.clone_into(&mut user.email);
        user.pending_email = None;
        return links::void(tx, UserId(user.id), &[Purpose::EmailChange]).await;
    }
    if user.registration != "registered" {
        address.clone_into(&mut user.email);
        user.pending_email = None;
        return Ok(());
    }
    user.pending_email = Some(address.to_owned());
    mail_confirmation(tx, user, account, address).await?;
    let values = serde_json::json!({"name": user.name, "account": account.name, "email": address});
    let announcement = MailRequest {
        account_id: AccountId(user.account_id),
        user_id: Some(UserId(user.id)),
        to: user.email.clone(),
        template: Template::EmailChanged,
        language: user.language.clone(),
        values,
    };
    queue(tx, announcement).await?;
    Ok(())
}

async fn mail_confirmation(tx: &mut Tx, user: &user::Model, account: &account::Model, address: &str) -> Result<()> {
    let link = issue(tx, user, Purpose::EmailChange).await?;
    let hours = Purpose::EmailChange.life() / 3_600;
    let values = serde_json::json!({"name": user.name, "account": account.name, "email": address, "link": link, "hours": hours});
    let request = MailRequest {
        account_id: AccountId(user.account_id),
        user_id: Some(UserId(user.id)),
        to: address.to_owned(),
        template: Template::EmailConfirm,
        language: user.language.clone(),
        values,
    };
    queue(tx, request).await?;
    Ok(())
}

/// The confirmation once more, if a change still waits for it.
pub(super) async fn send_confirmation(portal: &Portal, person: &Person, origin: &Origin) -> Result<()> {
    let Some(address) = person.user.pending_email.clone() else { return Ok(()) };
    if !person.may_act() {
        return Ok(());
    }
    let mut tx = Tx::begin_as(portal, Signature::anonymous(origin)).await?;
    if super::request_reset::recently(&tx, &address).await? >= super::request_reset::PER_HOUR {
        return Ok(());
    }
    mail_confirmation(&mut tx, &person.user, &person.account, &address).await?;
    tx.record(person.event(Action::SendMail).core("mail", "email_confirm"));
    tx.commit().await
}

/// Swaps the address: what the link in the confirmation mail asks for.
///
/// # Errors
/// 410 for a link that no longer works; 409 `users.email_taken` if somebody else in the account has the address by now.
///
/// # Permissions
/// None: the link is the proof.
pub async fn confirm_email(portal: &Portal, secret: &str, origin: &Origin) -> Result<()> {
    let (_, person) = valid(portal, secret, &[Purpose::EmailChange]).await?;
    let Some(address) = person.user.pending_email.clone() else { return Err(gone(LinkValidity::Voided).into()) };
    let mut tx = Tx::begin_as(portal, person.signature(origin)).await?;
    if !links::spend(&tx, secret).await? {
        return Err(gone(LinkValidity::Used).into());
    }
    let mut user = person.user.clone();
    user.email = address;
    user.pending_email = None;
    row::touch(&mut user, &tx);
    if let Err(error) = row::update(&tx, &user).await {
        let taken = || {
            let mut taken = AppError::conflict("users.email_taken", "Somebody else in this account uses this address.");
            taken.errors = vec![FieldError::new("email", "users.email_taken", "This address is taken")];
            taken
        };
        return Err(if error.unique_violation().is_some() { taken().into() } else { error });
    }
    tx.record(person.event(Action::Edit).changes(changes(Some(&person.user), Some(&user))));
    tx.commit().await
}
