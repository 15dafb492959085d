//! The mail server as the operator sees and changes it (AUTH-04).

use sea_orm::{EntityTrait, QuerySelect};
use switchroom_entity::account;
use switchroom_types::history::{Action, Asset, Change, EventType};
use switchroom_types::mails::{MailServerForm, MailServerSettings};
use switchroom_types::{AppError, FieldError};

use super::smtp::{MailServer, send_test};
use super::store::{Stored, load, refresh, store};
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::history::Event;
use crate::portal::Portal;

/// The mail server in force, without its password.
///
/// # Permissions
/// Operator.
pub async fn mail_server(portal: &Portal, actor: &Actor) -> Result<MailServerSettings> {
    actor.require_operator()?;
    let stored = load(portal, portal.db.read()).await?;
    Ok(view(portal, &stored))
}

/// Changes it; with `seen`, only if nobody else has since it was read. Mail that waits leaves through the new one.
///
/// # Errors
/// 409 `mail_server.configured` where the configuration says it; 412 `input.stale`; 422 at the fields, at `smtp_password`
/// when a stored password would go to another server.
///
/// # Permissions
/// Operator, with step-up (AUTH-B6).
pub async fn change_mail_server(portal: &Portal, actor: &Actor, seen: Option<i32>, form: MailServerForm) -> Result<MailServerSettings> {
    change(portal, actor, seen, Some(form)).await
}

/// Forgets it: mail stays in the outbox from then on.
///
/// # Errors
/// 409 `mail_server.configured` where the configuration says it.
///
/// # Permissions
/// Operator, with step-up (AUTH-B6).
pub async fn remove_mail_server(portal: &Portal, actor: &Actor) -> Result<MailServerSettings> {
    change(portal, actor, None, None).await
}

/// Sends a mail to `to` through the server as it is entered, or through the configured one.
///
/// # Errors
/// 422 at the fields, at `test_to`, or at `smtp_host` with what the mail server said.
///
/// # Permissions
/// Operator.
pub async fn test_mail_server(portal: &Portal, actor: &Actor, form: MailServerForm, to: &str) -> Result<()> {
    actor.require_operator()?;
    let (url, from) = match &portal.configured.smtp_url {
        Some(url) => (url.clone(), portal.configured.mail_from.clone()),
        None => entered(&in_force(portal, &load(portal, portal.db.read()).await?), form)?.url()?,
    };
    send_test(portal, &url, &from, to.trim(), &actor.language).await?;
    Ok(())
}

async fn change(portal: &Portal, actor: &Actor, seen: Option<i32>, form: Option<MailServerForm>) -> Result<MailServerSettings> {
    actor.require_operator()?;
    if portal.configured.smtp_url.is_some() {
        let message = "The mail server is set by the configuration and cannot be changed here.";
        return Err(AppError::conflict("mail_server.configured", message).into());
    }
    let mut tx = portal.begin(actor).await?;
    // There is no row yet that could be locked; the operators' account stands for it.
    let locked = account::Entity::find_by_id(actor.account_id.0).lock_exclusive().one(tx.conn()).await?;
    locked.ok_or_else(|| Error::from(AppError::not_found("account")))?;
    let stored = load(portal, tx.conn()).await?;
    let (before, version) = (in_force(portal, &stored), version(&stored));
    if seen.is_some_and(|seen| seen != version) {
        return Err(AppError::stale(Vec::new()).into());
    }
    let after = form.map(|form| entered(&before, form)).transpose()?;
    let address = after.as_ref().map(MailServer::url).transpose()?;
    actor.require_step_up(portal)?;
    let after = address.as_ref().map(|(url, from)| MailServer::read(url, from)).unwrap_or_default();
    if before == after {
        return Ok(view(portal, &stored));
    }
    let (smtp_url, mail_from) = address.unzip();
    let stored = Stored { smtp_url, mail_from, mail_version: Some((version + 1).to_string()), ..stored };
    store(&tx, stored.clone()).await?;
    let name = if after.host.is_empty() { before.host.clone() } else { after.host.clone() };
    let action = if after.host.is_empty() { Action::Delete } else { Action::Edit };
    let mut event = Event::new(actor.account_id, None, action, Asset::Platform).kind(EventType::Security);
    event = event.of("mail-server", name).core("part", "mail server").changes(changes(&before, &after));
    if before.password != after.password {
        event = event.core("smtp_password", "changed");
    }
    tx.record(event);
    tx.commit().await?;
    refresh(portal).await?;
    Ok(view(portal, &stored))
}

fn version(stored: &Stored) -> i32 {
    stored.mail_version.as_deref().and_then(|version| version.parse().ok()).unwrap_or_default()
}

fn in_force(portal: &Portal, stored: &Stored) -> MailServer {
    let (url, from) = match &portal.configured.smtp_url {
        Some(url) => (Some(url), Some(&portal.configured.mail_from)),
        None => (stored.smtp_url.as_ref(), stored.mail_from.as_ref()),
    };
    url.map(|url| MailServer::read(url, from.map(String::as_str).unwrap_or_default())).unwrap_or_default()
}

fn view(portal: &Portal, stored: &Stored) -> MailServerSettings {
    let server = in_force(portal, stored);
    MailServerSettings {
        version: version(stored),
        has_password: !server.password.is_empty(),
        configured: portal.configured.smtp_url.is_some(),
        form: MailServerForm {
            smtp_host: server.host,
            smtp_port: server.port,
            smtp_security: server.security,
            smtp_user: server.user,
            smtp_password: None,
            mail_from: server.from,
        },
    }
}

/// What is entered, with the password that is kept. A kept password goes only where it went before: otherwise whoever
/// sits down at an open page could have it sent to a server of their own.
fn entered(before: &MailServer, form: MailServerForm) -> Result<MailServer, AppError> {
    let server = MailServer {
        host: form.smtp_host.trim().to_owned(),
        port: form.smtp_port,
        security: form.smtp_security,
        user: form.smtp_user.trim().to_owned(),
        password: String::new(),
        from: form.mail_from,
    };
    let password = match form.smtp_password.filter(|password| !password.is_empty()) {
        Some(password) => password,
        None if server.user.is_empty() || before.password.is_empty() => String::new(),
        None => {
            let again = || {
                let message = "Enter the password again: it was kept for another server or user";
                AppError::invalid(vec![FieldError::new("smtp_password", "mail_server.password", message)])
            };
            // Compared as they are stored, with the port that an empty one stands for.
            let (url, from) = server.url()?;
            let goes_to = MailServer::read(&url, &from);
            let same = (&goes_to.host, &goes_to.port, &goes_to.user) == (&before.host, &before.port, &before.user);
            // Encryption may be added, not taken away.
            if !same || (goes_to.security == "none" && before.security != "none") {
                return Err(again());
            }
            before.password.clone()
        }
    };
    Ok(MailServer { password, ..server })
}

fn changes(before: &MailServer, after: &MailServer) -> Vec<Change> {
    let fields = |server: &MailServer| {
        [
            ("smtp_host", server.host.clone()),
            ("smtp_port", server.port.clone()),
            ("smtp_security", server.security.clone()),
            ("smtp_user", server.user.clone()),
            ("mail_from", server.from.clone()),
        ]
    };
    let pairs = fields(before).into_iter().zip(fields(after)).filter(|((_, before), (_, after))| before != after);
    pairs
        .map(|((property, before), (_, after))| Change { property: property.to_owned(), before: before.into(), after: after.into() })
        .collect()
}
