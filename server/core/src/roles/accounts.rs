//! Where a role can be given, and where it could be (ROLE-16, ROLE-17).

use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, FromQueryResult};
use switchroom_entity::{account, role, role_account, user};
use switchroom_types::access::Permission;
use switchroom_types::accounts::{AccountKind, AccountState};
use switchroom_types::list::{ListQuery, Page, SortColumn};
use switchroom_types::roles::{RoleAccount, RoleAccountSort};
use switchroom_types::{AccountId, AccountNumber, AppError, FieldError, RoleId, Timestamp};
use uuid::Uuid;

use super::row;
use crate::access::{Actor, PartnerScope};
use crate::error::{Error, Result};
use crate::paging::{self, KeyKind, SortKey};
use crate::portal::Portal;
use crate::search::{self, Searchable};

/// The accounts that fit a role's base; `filter.assigned` is `true` or `false`.
///
/// # Permissions
/// `roles.view`, partner users; accounts within reach only.
///
/// # Errors
/// 404 for roles of other partners.
pub async fn accounts(portal: &Portal, actor: &Actor, id: RoleId, query: &ListQuery) -> Result<Page<RoleAccount>> {
    let scope = actor.partner(Permission::ROLES_VIEW)?;
    let role = row::find(portal.db.read(), scope.partner_id, id).await?;
    let mut select = matching(portal, &scope, &role, query).await?;
    let sort = query.sort::<RoleAccountSort>()?;
    let (expr, kind) = match sort.column {
        RoleAccountSort::Name => (of(account::Column::NameKey), KeyKind::Text),
        RoleAccountSort::Modified => (of(account::Column::ModifiedAt), KeyKind::Int),
    };
    let key = SortKey { id: sort.column.id(), expr, kind, descending: sort.descending };
    let total = paging::total(portal.db.read(), &select).await?;
    paging::seek(&mut select, &key, of(account::Column::Id), query)?;
    let (rows, next) = paging::fetch::<Stored>(portal.db.read(), &select, &key, query).await?;
    paging::page(rows, next, total, Stored::into_row)
}

/// Also what a selection by query means.
pub(super) async fn matching(portal: &Portal, scope: &PartnerScope, role: &role::Model, query: &ListQuery) -> Result<SelectStatement> {
    query.only_filters(&["assigned"])?;
    let here = |column: role_account::Column| Expr::col((role_account::Entity, column));
    let assigned = Query::select()
        .expr(here(role_account::Column::AccountId))
        .from(role_account::Entity)
        .and_where(here(role_account::Column::RoleId).eq(role.id))
        .to_owned();
    let person = |column: user::Column| Expr::col((user::Entity, column));
    let holders = Query::select()
        .expr(Func::count(person(user::Column::Id)))
        .from(user::Entity)
        .and_where(person(user::Column::RoleId).eq(role.id))
        .and_where(person(user::Column::AccountId).eq(of(account::Column::Id)))
        .to_owned();
    let mut select = Query::select();
    select
        .from(account::Entity)
        .and_where(scope.known_accounts(account::Column::PartnerId.into_expr(), account::Column::Id.into_expr()))
        .and_where(of(account::Column::Kind).eq(row::account_kind(role).as_str()));
    match query.filter("assigned") {
        None => {}
        Some("true") => {
            select.and_where(of(account::Column::Id).in_subquery(assigned.clone()));
        }
        Some("false") => {
            select.and_where(of(account::Column::Id).not_in_subquery(assigned.clone()));
        }
        Some(_) => {
            return Err(AppError::invalid(vec![FieldError::new("filter.assigned", "list.unknown_value", "true or false")]).into());
        }
    }
    if let Some(found) = search::contains(&portal.db, Searchable::Accounts, &query.search).await? {
        select.and_where(found);
    }
    for column in [
        account::Column::Id,
        account::Column::Name,
        account::Column::Number,
        account::Column::Kind,
        account::Column::State,
        account::Column::ModifiedAt,
    ] {
        select.column((account::Entity, column));
    }
    select.expr_as(of(account::Column::Id).in_subquery(assigned), "assigned").expr_as(SimpleExpr::from(holders), "holders");
    Ok(select)
}

fn of(column: account::Column) -> Expr {
    Expr::col((account::Entity, column))
}

#[derive(Debug, FromQueryResult)]
struct Stored {
    id: Uuid,
    name: String,
    number: i64,
    kind: String,
    state: String,
    assigned: bool,
    holders: i64,
    modified_at: i64,
}

impl Stored {
    fn into_row(self) -> Result<RoleAccount> {
        let number = u32::try_from(self.number).ok().and_then(AccountNumber::new);
        Ok(RoleAccount {
            id: AccountId(self.id),
            name: self.name,
            number: number.ok_or_else(|| Error::corrupt("account number"))?,
            kind: AccountKind::parse(&self.kind).ok_or_else(|| Error::corrupt("account kind"))?,
            state: AccountState::parse(&self.state).ok_or_else(|| Error::corrupt("account state"))?,
            assigned: self.assigned,
            holders: u64::try_from(self.holders).unwrap_or_default(),
            modified_at: Timestamp(self.modified_at),
        })
    }
}
