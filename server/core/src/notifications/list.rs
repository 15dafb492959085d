//! A person's own notifications.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, FromQueryResult, Statement};
use switchroom_entity::{account, notification};
use switchroom_types::list::{ListQuery, Page, SortColumn};
use switchroom_types::notifications::{
    NotificationFilter, NotificationKind, NotificationRow, NotificationSort, NotificationStatus, Severity,
};
use switchroom_types::{AccountId, JobId, NotificationId, Timestamp, UserId};
use uuid::Uuid;

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::paging::{self, KeyKind, SortKey};
use crate::portal::Portal;
use crate::text;

/// Counting stops here: the badge shows `99+` from 100 on (NOTIF-02).
const COUNTED: u64 = 100;

/// One page of what stands behind the caller's bell, the newest first.
///
/// # Permissions
/// Anybody signed in, for themselves.
pub async fn list(portal: &Portal, actor: &Actor, query: ListQuery) -> Result<Page<NotificationRow>> {
    let matching = matching(portal, actor.user_id, &query)?;
    let sort = query.sort::<NotificationSort>()?;
    let created = notification::Column::CreatedAt.into_expr();
    let key = SortKey { id: sort.column.id(), expr: created, kind: KeyKind::Int, descending: sort.descending };
    let mut page = matching.clone();
    paging::seek(&mut page, &key, notification::Column::Id.into_expr(), &query)?;
    let db = portal.db.read();
    let ((rows, next), total) = tokio::try_join!(paging::fetch::<Stored>(db, &page, &key, &query), paging::total(db, &matching))?;
    paging::page(rows, next, total, Stored::into_row)
}

/// What one person's query matches, without order and limit.
pub(super) fn matching(portal: &Portal, user: UserId, query: &ListQuery) -> Result<SelectStatement> {
    use notification::Column as C;
    let filter = NotificationFilter::parse(query)?;
    let mut select = Query::select();
    select
        .columns(
            [
                C::Id,
                C::AboutAccountId,
                C::Kind,
                C::Status,
                C::Code,
                C::Args,
                C::Title,
                C::Detail,
                C::Link,
                C::JobId,
                C::CreatedAt,
                C::UpdatedAt,
                C::ReadAt,
                C::DismissedAt,
                C::Times,
                C::FirstAt,
            ]
            .map(|column| (notification::Entity, column)),
        )
        .expr_as(Expr::col((account::Entity, account::Column::Name)), Alias::new("about_account_name"))
        .from(notification::Entity)
        .join(
            JoinType::LeftJoin,
            account::Entity,
            Expr::col((account::Entity, account::Column::Id)).equals((notification::Entity, C::AboutAccountId)),
        )
        .and_where(C::UserId.eq(user.0))
        .and_where_option(filter.kind.map(|kind| C::Kind.eq(kind.as_str())))
        .and_where_option(filter.status.map(|status| C::Status.eq(status.as_str())))
        .and_where_option(filter.account.map(|account| C::AboutAccountId.eq(account.0)))
        .and_where_option(
            filter.dismissed.map(|dismissed| if dismissed { C::DismissedAt.is_not_null() } else { C::DismissedAt.is_null() }),
        );
    let term = text::fold(&query.search);
    if !term.is_empty() {
        // One person's notifications of 90 days: few enough to be walked.
        let place =
            if portal.db.is_sqlite() { "instr(notifications.search_text, ?) > 0" } else { "position($1 in notifications.search_text) > 0" };
        select.and_where(Expr::cust_with_values(place, [term]));
    }
    Ok(select)
}

/// How many are neither read nor dismissed, at most 100.
pub async fn pending(portal: &Portal, user: UserId) -> Result<u64> {
    let sql = format!(
        "SELECT COUNT(*) AS n FROM (SELECT 1 FROM notifications WHERE user_id = $1 AND read_at IS NULL AND dismissed_at IS NULL LIMIT {COUNTED}) AS waiting"
    );
    let row = portal.db.read().query_one_raw(Statement::from_sql_and_values(portal.db.backend(), sql, [user.0.into()])).await?;
    let n: i64 = row.map(|row| row.try_get("", "n")).transpose()?.unwrap_or_default();
    Ok(u64::try_from(n).unwrap_or_default())
}

#[derive(Debug, FromQueryResult)]
pub(super) struct Stored {
    id: Uuid,
    about_account_id: Option<Uuid>,
    about_account_name: Option<String>,
    kind: String,
    status: String,
    code: String,
    args: serde_json::Value,
    title: String,
    detail: Option<String>,
    link: Option<String>,
    job_id: Option<Uuid>,
    created_at: i64,
    updated_at: i64,
    read_at: Option<i64>,
    dismissed_at: Option<i64>,
    times: i64,
    first_at: Option<i64>,
}

impl Stored {
    pub fn into_row(self) -> Result<NotificationRow> {
        let status = NotificationStatus::parse(&self.status).ok_or_else(|| Error::corrupt("notification status"))?;
        Ok(NotificationRow {
            id: NotificationId(self.id),
            about_account_id: self.about_account_id.map(AccountId),
            about_account_name: self.about_account_name,
            kind: NotificationKind::parse(&self.kind).ok_or_else(|| Error::corrupt("notification kind"))?,
            status,
            severity: Severity::of(&self.code, status),
            code: self.code,
            args: self.args,
            title: self.title,
            detail: self.detail,
            link: self.link,
            job_id: self.job_id.map(JobId),
            created_at: Timestamp(self.created_at),
            updated_at: Timestamp(self.updated_at),
            times: u64::try_from(self.times).unwrap_or(1),
            first_at: self.first_at.map(Timestamp),
            read: self.read_at.is_some(),
            dismissed: self.dismissed_at.is_some(),
        })
    }
}
