//! A registered person's new address: confirmed at the new one, announced at the old one, which signs in until then (USR-20).

use sea_orm::{ConnectionTrait, EntityTrait, Statement};
use switchroom_entity::{account, user};
use switchroom_types::history::{Action, Asset};
use switchroom_types::sessions::LinkValidity;
use switchroom_types::users::Registration;
use switchroom_types::{AppError, PartnerId, UserId};

use crate::access::{Origin, Signature};
use crate::error::Result;
use crate::history::{Event, changes};
use crate::links::{self, Purpose};
use crate::mail::{MailRequest, Template, queue};
use crate::portal::Portal;
use crate::text;
use crate::tx::Tx;
use crate::users::{clash, contacts, find, invite, row};

/// What a changed address leads to.
pub(super) enum EmailChange {
    None,
    /// Nobody has signed in with the old one: it is simply replaced, and an open invitation goes to the new one.
    Replace,
    /// Waits for its confirmation.
    Confirm,
    /// The present address was entered again: the waiting one is given up.
    GiveUp,
}

/// Decides what to do and notes it in the row.
pub(super) fn plan(before: &user::Model, after: &mut user::Model, email: Option<String>) -> EmailChange {
    let Some(email) = email else { return EmailChange::None };
    if email == before.email {
        if before.pending_email.is_none() {
            return EmailChange::None;
        }
        after.pending_email = None;
        return EmailChange::GiveUp;
    }
    let same_mailbox = text::key(&email) == text::key(&before.email);
    if before.registration == Registration::Registered.as_str() && !same_mailbox {
        if before.pending_email.as_deref() == Some(email.as_str()) {
            return EmailChange::None;
        }
        after.pending_email = Some(email);
        return EmailChange::Confirm;
    }
    after.email = email;
    if same_mailbox { EmailChange::None } else { EmailChange::Replace }
}

/// The row as it will be once a waiting address has been confirmed: that address must be free, too.
pub(super) fn wanted(user: &user::Model) -> user::Model {
    let mut wanted = user.clone();
    if let Some(email) = &user.pending_email {
        wanted.email.clone_from(email);
    }
    wanted
}

/// Sends what the change calls for.
pub(super) async fn carry_out(
    tx: &mut Tx,
    change: EmailChange,
    before: &user::Model,
    after: &mut user::Model,
    account_name: &str,
) -> Result<()> {
    match change {
        EmailChange::None => {}
        EmailChange::GiveUp => void(tx, after).await?,
        EmailChange::Replace => {
            contacts::follow(tx, after).await?;
            if before.registration == Registration::Invited.as_str() {
                invite::send_welcome(tx, after, account_name).await?;
            }
        }
        EmailChange::Confirm => {
            let email = after.pending_email.clone().unwrap_or_default();
            let link = links::issue(tx, after, Purpose::EmailChange).await?;
            let hours = Purpose::EmailChange.life() / 3_600;
            let values = serde_json::json!({"name": after.name, "account": account_name, "email": email, "link": link, "hours": hours});
            for (to, template) in [(email.clone(), Template::EmailConfirm), (before.email.clone(), Template::EmailChanged)] {
                // The old address learns of the change, not of the link.
                let mut values = values.clone();
                if let (Template::EmailChanged, Some(values)) = (template, values.as_object_mut()) {
                    values.remove("link");
                }
                let request = MailRequest {
                    account_id: switchroom_types::AccountId(after.account_id),
                    user_id: Some(UserId(after.id)),
                    to,
                    template,
                    language: after.language.clone(),
                    values,
                };
                queue(tx, request).await?;
            }
        }
    }
    Ok(())
}

async fn void(tx: &Tx, user: &user::Model) -> Result<()> {
    let sql = "UPDATE one_time_links SET voided_at = $1 WHERE user_id = $2 AND purpose = $3 AND used_at IS NULL AND voided_at IS NULL";
    let values = [tx.now().0.into(), user.id.into(), Purpose::EmailChange.as_str().into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    Ok(())
}

/// Makes the waiting address the person's own. The link is the authorisation.
///
/// # Errors
/// 404 `link.not_found`, 409 `link.<used|voided|expired>`, 409 `users.email_taken` if the address has been taken meanwhile.
pub async fn confirm(portal: &Portal, origin: &Origin, secret: &str) -> Result<()> {
    let link = links::find(portal, secret).await?.filter(|link| link.purpose == Purpose::EmailChange);
    let link = link.ok_or_else(|| AppError::not_found("link"))?;
    if link.validity != LinkValidity::Valid {
        return Err(AppError::conflict(format!("link.{}", link.validity), "This link cannot be used any more.").into());
    }
    let mut tx = Tx::begin_as(portal, Signature::anonymous(origin)).await?;
    find::take_turns(&tx, link.account_id).await?;
    if !links::spend(&tx, secret).await? {
        return Err(AppError::conflict("link.used", "This link cannot be used any more.").into());
    }
    let before = find::for_update(&tx, link.account_id, link.user_id).await?;
    let Some(email) = before.pending_email.clone() else {
        return Err(AppError::conflict("link.voided", "This link cannot be used any more.").into());
    };
    let mut after = before.clone();
    after.email = email;
    after.pending_email = None;
    clash::check(tx.conn(), &after).await?;
    tx.signature = Signature { id: after.id.to_string(), name: after.name.clone(), user_id: Some(link.user_id), ..tx.signature };
    tx.signature.kind = switchroom_types::history::ActorKind::User;
    row::touch(&mut after, &tx);
    row::update(&tx, &after).await?;
    contacts::follow(&tx, &after).await?;
    let partner = account::Entity::find_by_id(after.account_id).one(tx.conn()).await?.map(|account| PartnerId(account.partner_id));
    let event = Event::new(link.account_id, partner, Action::Edit, Asset::User).of(after.id, &after.name);
    tx.record(event.changes(changes(Some(&before), Some(&after))));
    tx.commit().await
}
