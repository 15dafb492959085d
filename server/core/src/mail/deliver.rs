//! Sends what is due. A mail is leased before it is sent, so that two replicas do not send it twice; a failure is retried
//! with growing pauses for a day, then shown on the recipient and told to the sender (AUTH-32).

use lettre::message::{Mailbox, MultiPart};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};
use std::time::Duration;
use switchroom_entity::{account, mail, user};
use switchroom_types::notifications::NoticeCode;
use switchroom_types::{AccountId, PartnerId, Timestamp, UserId};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::mail::Rendered;
use crate::mail::queue::place;
use crate::notifications::{Notice, notify};
use crate::portal::Portal;
use crate::webhooks::{Happening, emit};

/// Seconds that a replica has for one attempt.
const LEASE: i64 = 120;
/// Seconds after which delivery is given up.
const GIVE_UP: i64 = 24 * 3_600;
const BATCH: u64 = 20;

type Smtp = AsyncSmtpTransport<Tokio1Executor>;

/// Runs until `stop`. Without an SMTP URL mail stays visible in the outbox, until somebody enters one.
pub async fn deliver(portal: Portal, stop: CancellationToken) {
    let mut connected: Option<(String, Smtp)> = None;
    loop {
        let wanted = portal.settings.smtp_url.clone();
        if connected.as_ref().map(|(url, _)| url) != wanted.as_ref() {
            connected = wanted.and_then(|url| Some((url.clone(), connect(&url)?)));
        }
        let pause = match &connected {
            None => Duration::from_secs(1),
            Some((_, smtp)) => match deliver_due(&portal, smtp).await {
                Ok(0) => Duration::from_secs(1),
                Ok(_) => Duration::ZERO,
                Err(error) => {
                    tracing::warn!(%error, "the outbox could not be read; trying again");
                    Duration::from_secs(5)
                }
            },
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

fn connect(url: &str) -> Option<Smtp> {
    match Smtp::from_url(url) {
        Ok(builder) => Some(builder.timeout(Some(Duration::from_secs(30))).build()),
        Err(error) => {
            tracing::error!(%error, "the mail server's address cannot be used; mail stays in the outbox");
            None
        }
    }
}

/// One round: leases, sends and settles what is due; returns how many mails were tried.
pub async fn deliver_due(portal: &Portal, smtp: &Smtp) -> Result<usize> {
    let mails = lease(portal).await?;
    let count = mails.len();
    for mail in mails {
        let outcome = match message(portal, &mail) {
            Ok(message) => smtp.send(message).await.map(|_| ()).map_err(|error| (error.to_string(), error.is_permanent())),
            Err(error) => Err((error.to_string(), true)),
        };
        settle(portal, mail, outcome).await?;
    }
    Ok(count)
}

async fn lease(portal: &Portal) -> Result<Vec<mail::Model>> {
    let now = portal.clock.now();
    let lock = if portal.db.is_sqlite() { "" } else { "FOR UPDATE SKIP LOCKED" };
    let sql = format!(
        "UPDATE mails SET lease_until = $1, attempts = attempts + 1 WHERE id IN (\
         SELECT id FROM mails WHERE state = 'queued' AND next_attempt_at <= $2 AND (lease_until IS NULL OR lease_until < $2) \
         ORDER BY next_attempt_at LIMIT {BATCH} {lock}) RETURNING *"
    );
    let values = [now.plus_secs(LEASE).0.into(), now.0.into()];
    let statement = Statement::from_sql_and_values(portal.db.backend(), sql, values);
    let rows = portal.db.write().query_all_raw(statement).await?;
    Ok(rows.iter().map(|row| mail::Model::from_query_result(row, "")).collect::<Result<_, _>>()?)
}

fn message(portal: &Portal, mail: &mail::Model) -> Result<Message> {
    let bad = |error: &dyn std::fmt::Display| Error::corrupt(format!("mail {}: {error}", mail.id));
    let plain = portal.sealer.open(&place(mail.id), &mail.body_sealed)?;
    let rendered: Rendered = serde_json::from_slice(&plain).map_err(|error| bad(&error))?;
    compose(&portal.settings.mail_from, &mail.to_address, mail.id, rendered)
}

/// A mail as it goes over the wire.
pub(crate) fn compose(from: &str, to: &str, id: Uuid, rendered: Rendered) -> Result<Message> {
    let bad = |error: &dyn std::fmt::Display| Error::corrupt(format!("mail {id}: {error}"));
    let from: Mailbox = from.parse().map_err(|error| bad(&error))?;
    let to: Mailbox = to.parse().map_err(|error| bad(&error))?;
    Message::builder()
        .from(from)
        .to(to)
        .message_id(Some(format!("<{id}@switchroom>")))
        .subject(rendered.subject)
        .multipart(MultiPart::alternative_plain_html(rendered.text, rendered.html))
        .map_err(|error| bad(&error))
}

async fn settle(portal: &Portal, mail: mail::Model, outcome: Result<(), (String, bool)>) -> Result<()> {
    let now = portal.clock.now();
    let mut tx = portal.begin_as_system().await?;
    let backend = portal.db.backend();
    match outcome {
        Ok(()) => {
            let sql = "UPDATE mails SET state = 'sent', sent_at = $1, lease_until = NULL, last_error = NULL WHERE id = $2";
            tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, [now.0.into(), mail.id.into()])).await?;
            if let Some(user) = mail.user_id {
                let sql = "UPDATE users SET mail_error = NULL WHERE id = $1 AND mail_error IS NOT NULL";
                tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, [user.into()])).await?;
            }
        }
        Err((error, permanent)) => {
            let given_up = permanent || now.secs_since(Timestamp(mail.created_at)) >= GIVE_UP;
            let state = if given_up { "failed" } else { "queued" };
            let pause = 30 * (1_i64 << mail.attempts.clamp(0, 7));
            let sql = "UPDATE mails SET state = $1, next_attempt_at = $2, lease_until = NULL, last_error = $3 WHERE id = $4";
            let values = [state.into(), now.plus_secs(pause).0.into(), error.clone().into(), mail.id.into()];
            tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
            tracing::warn!(mail = %mail.id, %error, given_up, "mail was not delivered");
            if given_up {
                tell_sender(&mut tx, &mail, &error).await?;
            }
        }
    }
    tx.commit_without_history("the mail's own row tells what became of it").await
}

async fn tell_sender(tx: &mut crate::Tx, mail: &mail::Model, error: &str) -> Result<()> {
    let backend = tx.portal().db.backend();
    if let Some(user) = mail.user_id {
        let sql = "UPDATE users SET mail_error = $1 WHERE id = $2";
        tx.conn().execute_raw(Statement::from_sql_and_values(backend, sql, [error.into(), user.into()])).await?;
    }
    emit_failure(tx, mail, error).await?;
    let Some(sender) = mail.sender_user_id else { return Ok(()) };
    let Some(sender) = user::Entity::find().filter(user::Column::Id.eq(sender)).one(tx.conn()).await? else { return Ok(()) };
    let mut args = serde_json::Map::new();
    args.insert("address".to_owned(), mail.to_address.clone().into());
    args.insert("subject".to_owned(), mail.subject.clone().into());
    let notice = Notice {
        user_id: UserId(sender.id),
        account_id: AccountId(sender.account_id),
        about: Some(AccountId(mail.account_id)),
        code: NoticeCode::MailFailed,
        args,
        title: format!("Mail to {} was not delivered", mail.to_address),
        detail: Some(error.to_owned()),
        link: mail.user_id.map(|user| format!("/accounts/{}/users/{user}", mail.account_id)),
    };
    notify(tx, notice).await
}

/// The same for webhooks.
async fn emit_failure(tx: &mut crate::Tx, mail: &mail::Model, error: &str) -> Result<()> {
    let Some(account) = account::Entity::find_by_id(mail.account_id).one(tx.conn()).await? else { return Ok(()) };
    let happening = Happening {
        about: Some(AccountId(mail.account_id)),
        partner_id: PartnerId(account.partner_id),
        code: NoticeCode::MailFailed.as_str(),
        kind: NoticeCode::MailFailed.kind(),
        status: NoticeCode::MailFailed.status(),
        args: &serde_json::json!({ "address": mail.to_address, "subject": mail.subject }),
        title: &format!("Mail to {} was not delivered", mail.to_address),
        detail: Some(error),
        link: None,
    };
    emit(tx, &happening).await
}
