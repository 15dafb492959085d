//! The users of an account, page by page.

use sea_orm::FromQueryResult;
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use switchroom_entity::user;
use switchroom_types::access::{Permission, Role, Scope};
use switchroom_types::list::{ListQuery, Page, Sort, Total};
use switchroom_types::users::{Registration, UserRow, UserSort, UserSource, UserStatus};
use switchroom_types::{AccountId, Timestamp, UserId};
use uuid::Uuid;

use crate::access::{AccountScope, Actor};
use crate::error::{Error, Result};
use crate::paging::{self, KeyKind, SortKey};
use crate::portal::Portal;
use crate::search::{Search, Searchable};
use crate::users::filter;

/// How far people are counted whom conditions match.
const CONDITIONS_COUNTED: u64 = 1_000;

/// One page of users (USR-01 to USR-06).
///
/// # Permissions
/// `users.view`; deactivated accounts can be looked at, too.
pub async fn list(portal: &Portal, actor: &Actor, account: AccountId, query: &ListQuery) -> Result<Page<UserRow>> {
    let scope = actor.account_in_any_state(portal, account, Permission::USERS_VIEW).await?;
    let Statement { mut select, key, count_limit } = statement(portal, &scope, query).await?;
    let total = total(portal, &scope, query, &select, count_limit).await?;
    let key = if query.is_filtered() { key.among(&total) } else { key };
    paging::seek(&mut select, &key, Expr::col((user::Entity, user::Column::Id)), query)?;
    let (rows, next) = paging::fetch::<Stored>(portal.db.read(), &select, &key, query).await?;
    paging::page(rows, next, total, Stored::into_row)
}

/// A list request as SQL.
pub(super) struct Statement {
    /// The rows, in no order yet.
    pub select: SelectStatement,
    pub key: SortKey,
    /// How far counting pays.
    pub count_limit: u64,
}

pub(super) async fn statement(portal: &Portal, scope: &AccountScope, query: &ListQuery) -> Result<Statement> {
    let key = sort_key(query.sort::<UserSort>()?);
    let mut select = Query::select();
    let search = Search::prepare(&portal.db, Searchable::Users, filter::searched(query)).await?;
    search.apply(&mut select);
    select.and_where(filter::filtered(portal, scope, query).await?);
    for column in COLUMNS {
        select.column((user::Entity, column));
    }
    // Of conditions hardly any has an index to count by.
    let most = if query.conditions.is_empty() { u64::MAX } else { CONDITIONS_COUNTED };
    Ok(Statement { select, key, count_limit: Ord::min(search.count_limit(), most) })
}

/// The account knows how many users it has; anything narrower is counted.
async fn total(portal: &Portal, scope: &AccountScope, query: &ListQuery, select: &SelectStatement, limit: u64) -> Result<Total> {
    if query.search.trim().is_empty() && !query.is_filtered() {
        return Ok(Total { value: u64::try_from(scope.account.user_count).unwrap_or_default(), exact: true });
    }
    let counted = filter::counted(scope, query)?;
    paging::total_up_to(portal.db.read(), counted.as_ref().unwrap_or(select), limit).await
}

fn sort_key(sort: Sort<UserSort>) -> SortKey {
    use switchroom_types::list::SortColumn;
    let column = |column: user::Column| Expr::col((user::Entity, column));
    let (expr, kind) = match sort.column {
        UserSort::Name => (column(user::Column::NameKey), KeyKind::Text),
        UserSort::Email => (column(user::Column::EmailKey), KeyKind::Text),
        // As in the index: rows without an extension stand together and keep their place while paging.
        UserSort::Extension => (Expr::cust("COALESCE(users.extension, '')"), KeyKind::Text),
        UserSort::Modified => (column(user::Column::ModifiedAt), KeyKind::Int),
        UserSort::Licenses => (column(user::Column::Licenses), KeyKind::Text),
        UserSort::Role => (column(user::Column::RoleLabel), KeyKind::Text),
    };
    SortKey { id: sort.column.id(), expr, kind, descending: sort.descending }
}

const COLUMNS: [user::Column; 15] = [
    user::Column::Id,
    user::Column::AccountId,
    user::Column::Name,
    user::Column::Email,
    user::Column::Extension,
    user::Column::Licenses,
    user::Column::Role,
    user::Column::RoleLabel,
    user::Column::Scope,
    user::Column::SmsNumber,
    user::Column::Status,
    user::Column::Registration,
    user::Column::Source,
    user::Column::ModifiedAt,
    user::Column::ModifiedBy,
];

#[derive(Debug, FromQueryResult)]
pub(super) struct Stored {
    id: Uuid,
    account_id: Uuid,
    name: String,
    email: String,
    extension: Option<String>,
    licenses: String,
    role: String,
    role_label: String,
    scope: Option<String>,
    sms_number: Option<String>,
    status: String,
    registration: String,
    source: String,
    modified_at: i64,
    modified_by: String,
}

impl Stored {
    pub(super) fn into_row(self) -> Result<UserRow> {
        let corrupt = || Error::corrupt(format!("user {}", self.id));
        Ok(UserRow {
            role: Role::parse(&self.role).ok_or_else(corrupt)?,
            scope: self.scope.as_deref().and_then(Scope::parse),
            status: UserStatus::parse(&self.status).ok_or_else(corrupt)?,
            registration: Registration::parse(&self.registration).ok_or_else(corrupt)?,
            source: UserSource::parse(&self.source).ok_or_else(corrupt)?,
            licenses: licenses(&self.licenses),
            id: UserId(self.id),
            account_id: AccountId(self.account_id),
            name: self.name,
            email: self.email,
            extension: self.extension,
            role_label: self.role_label,
            sms_number: self.sms_number,
            modified_at: Timestamp(self.modified_at),
            modified_by: self.modified_by,
        })
    }
}

/// The licences of a row: one product a line.
pub(super) fn licenses(stored: &str) -> Vec<String> {
    stored.lines().map(str::to_owned).collect()
}
