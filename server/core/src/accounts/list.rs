//! The accounts of a partner: the page, and the query that its export and its bulk actions share.

use sea_orm::sea_query::{ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, FromQueryResult};
use switchroom_entity::account;
use switchroom_types::access::Permission;
use switchroom_types::accounts::{AccountFilter, AccountKind, AccountRow, AccountSort, AccountState, PbxType};
use switchroom_types::list::{ListQuery, Page, Sort, SortColumn};
use switchroom_types::{AccountId, AccountNumber, AppError, Timestamp};
use uuid::Uuid;

use crate::access::{Actor, PartnerScope};
use crate::account_groups;
use crate::error::{Error, Result};
use crate::paging::{self, KeyKind, SortKey};
use crate::portal::Portal;
use crate::search::{self, Searchable};

/// A [`ListQuery`] whose filter and order are known to be valid for accounts.
#[derive(Clone, Debug)]
pub struct AccountsQuery {
    pub query: ListQuery,
    pub filter: AccountFilter,
    pub sort: Sort<AccountSort>,
}

impl AccountsQuery {
    /// # Errors
    /// 422 for a filter, value or sort column that accounts do not have.
    pub fn parse(query: ListQuery) -> Result<Self, AppError> {
        Ok(Self { filter: AccountFilter::parse(&query)?, sort: query.sort()?, query })
    }
}

/// One page of customer accounts.
///
/// # Permissions
/// `accounts.view`, partner users; Account Managers see the assigned accounts only (AM-02).
pub async fn list(portal: &Portal, actor: &Actor, query: AccountsQuery) -> Result<Page<AccountRow>> {
    let scope = actor.partner(Permission::ACCOUNTS_VIEW)?;
    let matching = matching(portal, &scope, &query).await?;
    let key = sort_key(query.sort);
    let mut page = matching.clone();
    paging::seek(&mut page, &key, account::Column::Id.into_expr(), &query.query)?;
    let db = portal.db.read();
    let ((rows, next), total) = tokio::try_join!(paging::fetch::<Stored>(db, &page, &key, &query.query), paging::total(db, &matching))?;
    let mut page = paging::page(rows, next, total, Stored::into_row)?;
    name_groups(portal, &scope, &mut page.items).await?;
    Ok(page)
}

/// The filtered and searched accounts within the scope, without order and limit.
pub(crate) async fn matching(portal: &Portal, scope: &PartnerScope, query: &AccountsQuery) -> Result<SelectStatement> {
    let mut select = Query::select();
    select
        .columns(COLUMNS)
        .from(account::Entity)
        .and_where(scope.known_accounts(account::Column::PartnerId.into_expr(), account::Column::Id.into_expr()))
        .and_where(account::Column::Kind.eq(AccountKind::Customer.as_str()))
        .and_where(account::Column::State.eq(query.filter.state.as_str()))
        .and_where_option(
            query.filter.group.map(|group| account::Column::Id.into_expr().in_subquery(account_groups::members(scope.partner_id, group))),
        )
        .and_where_option(search::contains(&portal.db, Searchable::Accounts, &query.query.search).await?);
    Ok(select)
}

/// Puts the names of their groups into the rows.
pub(super) async fn name_groups(portal: &Portal, scope: &PartnerScope, rows: &mut [AccountRow]) -> Result<()> {
    let ids: Vec<AccountId> = rows.iter().map(|row| row.id).collect();
    let mut names = account_groups::names(portal.db.read(), scope, &ids).await?;
    for row in rows {
        row.groups = names.remove(&row.id.0).unwrap_or_default();
    }
    Ok(())
}

/// The stored column behind each sortable one; every one ends an index that begins with the tenant.
pub(super) fn sort_key(sort: Sort<AccountSort>) -> SortKey {
    use account::Column;
    let (column, kind) = match sort.column {
        AccountSort::Name => (Column::NameKey, KeyKind::Text),
        AccountSort::Number => (Column::Number, KeyKind::Int),
        AccountSort::Country => (Column::Country, KeyKind::Text),
        AccountSort::PbxType => (Column::PbxType, KeyKind::Text),
        AccountSort::Users => (Column::UserCount, KeyKind::Int),
        AccountSort::Created => (Column::CreatedAt, KeyKind::Int),
        AccountSort::Modified => (Column::ModifiedAt, KeyKind::Int),
    };
    SortKey { id: sort.column.id(), expr: column.into_expr(), kind, descending: sort.descending }
}

const COLUMNS: [(account::Entity, account::Column); 12] = {
    use account::Column as C;
    use account::Entity as E;
    [
        (E, C::Id),
        (E, C::Number),
        (E, C::Kind),
        (E, C::State),
        (E, C::Name),
        (E, C::Country),
        (E, C::PbxType),
        (E, C::Onboarded),
        (E, C::UserCount),
        (E, C::CreatedAt),
        (E, C::ModifiedAt),
        (E, C::ModifiedBy),
    ]
};

/// What a row of the list is made from.
#[derive(Debug, FromQueryResult)]
pub(super) struct Stored {
    id: Uuid,
    number: i64,
    kind: String,
    state: String,
    name: String,
    country: String,
    pbx_type: String,
    onboarded: bool,
    user_count: i64,
    created_at: i64,
    modified_at: i64,
    modified_by: String,
}

impl Stored {
    pub(super) fn into_row(self) -> Result<AccountRow> {
        Ok(AccountRow {
            id: AccountId(self.id),
            number: number(self.number)?,
            kind: AccountKind::parse(&self.kind).ok_or_else(|| Error::corrupt("account kind"))?,
            state: AccountState::parse(&self.state).ok_or_else(|| Error::corrupt("account state"))?,
            name: self.name,
            country: self.country,
            // ACC-10: not before gateway onboarding has completed.
            pbx_type: PbxType::parse(&self.pbx_type).filter(|_| self.onboarded),
            users: u64::try_from(self.user_count).unwrap_or_default(),
            groups: Vec::new(),
            created_at: Timestamp(self.created_at),
            modified_at: Timestamp(self.modified_at),
            modified_by: self.modified_by,
        })
    }
}

/// The stored form of an account number.
pub(crate) fn number(stored: i64) -> Result<AccountNumber> {
    u32::try_from(stored).ok().and_then(AccountNumber::new).ok_or_else(|| Error::corrupt("account number"))
}
