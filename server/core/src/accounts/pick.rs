//! The account picker: type-ahead over the accounts that a partner user may enter (SHELL-06).

use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, FromQueryResult};
use switchroom_entity::account;
use switchroom_types::AccountId;
use switchroom_types::access::Permission;
use switchroom_types::accounts::{AccountKind, AccountPick, AccountState};
use switchroom_types::list::{ListQuery, Page, Total};
use uuid::Uuid;

use super::list::number;
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::paging::{self, KeyKind, SortKey};
use crate::portal::Portal;
use crate::search::{self, Searchable};

#[derive(FromQueryResult)]
struct Stored {
    id: Uuid,
    number: i64,
    name: String,
    kind: String,
}

/// Active accounts by name, the Partner Account first. Only `search`, `limit` and `cursor` of the query count; nothing is
/// counted, since the answer is wanted between two key strokes.
///
/// # Permissions
/// `accounts.view`, partner users; Account Managers pick from the assigned accounts.
pub async fn pick(portal: &Portal, actor: &Actor, query: &ListQuery) -> Result<Page<AccountPick>> {
    let scope = actor.partner(Permission::ACCOUNTS_VIEW)?;
    let term = search::contains(&portal.db, Searchable::Accounts, &query.search).await?;
    let of_kind = |kind: AccountKind| {
        let mut select = Query::select();
        select
            .columns(
                [account::Column::Id, account::Column::Number, account::Column::Name, account::Column::Kind]
                    .map(|column| (account::Entity, column)),
            )
            .from(account::Entity)
            .and_where(scope.known_accounts(account::Column::PartnerId.into_expr(), account::Column::Id.into_expr()))
            .and_where(account::Column::Kind.eq(kind.as_str()))
            .and_where(account::Column::State.eq(AccountState::Active.as_str()))
            .and_where_option(term.clone());
        select
    };
    let key = SortKey { id: "name", expr: account::Column::NameKey.into_expr(), kind: KeyKind::Text, descending: false };
    let mut customers = of_kind(AccountKind::Customer);
    paging::seek(&mut customers, &key, account::Column::Id.into_expr(), query)?;
    let db = portal.db.read();
    let (mut rows, next) = paging::fetch::<Stored>(db, &customers, &key, query).await?;
    if query.cursor.is_none() {
        let mut own = of_kind(AccountKind::Partner);
        let first = ListQuery::default();
        paging::seek(&mut own, &key, account::Column::Id.into_expr(), &first)?;
        let (mut first, _) = paging::fetch::<Stored>(db, &own, &key, &first).await?;
        first.append(&mut rows);
        rows = first;
    }
    let total = Total { value: rows.len() as u64, exact: next.is_none() };
    paging::page(rows, next, total, |row| {
        let kind = AccountKind::parse(&row.kind).ok_or_else(|| Error::corrupt("account kind"))?;
        Ok(AccountPick { id: AccountId(row.id), number: number(row.number)?, name: row.name, kind })
    })
}
