//! The operator's view of outgoing mail: what waits, what failed and why.

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};
use switchroom_entity::mail;
use switchroom_types::history::{Action, Asset};
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::mails::{MailDetail, MailRow, MailSort, MailState};
use switchroom_types::{AppError, FieldError, MailId, Timestamp};
use uuid::Uuid;

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::history::Event;
use crate::mail::Rendered;
use crate::mail::queue::place;
use crate::paging::{self, KeyKind, SortKey};
use crate::portal::Portal;

const COLUMNS: [mail::Column; 11] = [
    mail::Column::Id,
    mail::Column::ToAddress,
    mail::Column::Subject,
    mail::Column::Template,
    mail::Column::Language,
    mail::Column::State,
    mail::Column::Attempts,
    mail::Column::LastError,
    mail::Column::CreatedAt,
    mail::Column::NextAttemptAt,
    mail::Column::SentAt,
];

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    to_address: String,
    subject: String,
    template: String,
    language: String,
    state: String,
    attempts: i32,
    last_error: Option<String>,
    created_at: i64,
    next_attempt_at: i64,
    sent_at: Option<i64>,
}

impl Row {
    fn into_mail(self) -> Result<MailRow> {
        let state = MailState::parse(&self.state).ok_or_else(|| Error::corrupt("mail state"))?;
        Ok(MailRow {
            id: MailId(self.id),
            to: self.to_address,
            subject: self.subject,
            template: self.template,
            language: self.language,
            state,
            attempts: self.attempts,
            last_error: self.last_error,
            created_at: Timestamp(self.created_at),
            next_attempt_at: (state == MailState::Queued).then_some(Timestamp(self.next_attempt_at)),
            sent_at: self.sent_at.map(Timestamp),
        })
    }
}

/// Newest first; `filter.state` is `queued`, `sent` or `failed`, `search` is the beginning of an address.
///
/// # Permissions
/// Operator.
pub async fn list(portal: &Portal, actor: &Actor, query: &ListQuery) -> Result<Page<MailRow>> {
    actor.require_operator()?;
    query.only_filters(&["state"])?;
    let sort = query.sort::<MailSort>()?;
    let mut select = Query::select().columns(COLUMNS).from(mail::Entity).to_owned();
    if let Some(state) = query.filter("state") {
        let unknown = || AppError::invalid(vec![FieldError::new("filter.state", "list.unknown_value", "There is no such state")]);
        let state = MailState::parse(state).ok_or_else(unknown)?;
        select.and_where(Expr::col(mail::Column::State).eq(state.as_str()));
    }
    if !query.search.is_empty() {
        let escaped = query.search.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let like = sea_orm::sea_query::LikeExpr::new(format!("%{}%", escaped.to_lowercase())).escape('\\');
        select.and_where(Expr::cust("LOWER(to_address)").like(like));
    }
    let total = paging::total(portal.db.read(), &select).await?;
    let key = SortKey { id: "created_at", expr: Expr::col(mail::Column::CreatedAt), kind: KeyKind::Int, descending: sort.descending };
    paging::seek(&mut select, &key, Expr::col(mail::Column::Id), query)?;
    let (rows, next) = paging::fetch::<Row>(portal.db.read(), &select, &key, query).await?;
    paging::page(rows, next, total, Row::into_mail)
}

/// One mail; with its text in demonstration mode only, since it may hold a link that signs in.
///
/// # Errors
/// 404 `mail.not_found`.
///
/// # Permissions
/// Operator.
pub async fn show(portal: &Portal, actor: &Actor, id: MailId) -> Result<MailDetail> {
    actor.require_operator()?;
    let found = mail::Entity::find().filter(mail::Column::Id.eq(id.0)).one(portal.db.read()).await?;
    let found = found.ok_or_else(|| Error::from(AppError::not_found("mail")))?;
    let text = if portal.settings.demo {
        let plain = portal.sealer.open(&place(found.id), &found.body_sealed)?;
        let rendered: Rendered = serde_json::from_slice(&plain).map_err(|error| Error::corrupt(error.to_string()))?;
        Some(rendered.text)
    } else {
        None
    };
    let row = Row {
        id: found.id,
        to_address: found.to_address,
        subject: found.subject,
        template: found.template,
        language: found.language,
        state: found.state,
        attempts: found.attempts,
        last_error: found.last_error,
        created_at: found.created_at,
        next_attempt_at: found.next_attempt_at,
        sent_at: found.sent_at,
    };
    Ok(MailDetail { mail: row.into_mail()?, text })
}

/// Tries a mail again at once that waits or has failed.
///
/// # Errors
/// 404 `mail.not_found`, 409 `mail.sent`.
///
/// # Permissions
/// Operator.
pub async fn retry(portal: &Portal, actor: &Actor, id: MailId) -> Result<()> {
    actor.require_operator()?;
    let mut tx = portal.begin(actor).await?;
    let found = mail::Entity::find().filter(mail::Column::Id.eq(id.0)).one(tx.conn()).await?;
    let found = found.ok_or_else(|| Error::from(AppError::not_found("mail")))?;
    if found.state == MailState::Sent.as_str() {
        return Err(AppError::conflict("mail.sent", "This mail has already been sent.").into());
    }
    // The day of retries begins anew.
    let sql =
        "UPDATE mails SET state = 'queued', next_attempt_at = $1, created_at = $1, lease_until = NULL WHERE id = $2 AND state <> 'sent'";
    let values = [tx.now().0.into(), id.0.into()];
    tx.conn().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    let event = Event::new(actor.account_id, None, Action::SendMail, Asset::User).of(id, &found.subject);
    tx.record(event.core("mail", found.template).core("to", found.to_address));
    tx.commit().await
}
