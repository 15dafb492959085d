//! The groups of a partner, and those of accounts.

use sea_orm::sea_query::{Expr, ExprTrait, Func, Order, Query, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait};
use std::collections::HashMap;
use switchroom_entity::{account, account_group, account_group_member};
use switchroom_types::access::Permission;
use switchroom_types::account_groups::AccountGroup;
use switchroom_types::{AccountGroupId, AccountId};
use uuid::Uuid;

use crate::access::{Actor, PartnerScope};
use crate::error::Result;
use crate::portal::Portal;

/// Every group of the partner by name, with the number of its accounts within reach.
///
/// # Permissions
/// `accounts.view`, partner users.
pub async fn list(portal: &Portal, actor: &Actor) -> Result<Vec<AccountGroup>> {
    let scope = actor.partner(Permission::ACCOUNTS_VIEW)?;
    read(portal.db.read(), &scope, None).await
}

/// The groups of one account.
///
/// # Permissions
/// `accounts.view`, partner users: to the account itself its groups do not exist.
pub async fn of_account(portal: &Portal, actor: &Actor, id: AccountId) -> Result<Vec<AccountGroup>> {
    let scope = actor.partner(Permission::ACCOUNTS_VIEW)?;
    actor.know(portal, id).await?;
    read(portal.db.read(), &scope, Some(id)).await
}

async fn read(conn: &impl ConnectionTrait, scope: &PartnerScope, of: Option<AccountId>) -> Result<Vec<AccountGroup>> {
    let group = |column: account_group::Column| Expr::col((account_group::Entity, column));
    let member = |column: account_group_member::Column| Expr::col((account_group_member::Entity, column));
    let own = member(account_group_member::Column::GroupId).eq(group(account_group::Column::Id));
    let reached = Query::select()
        .expr(Func::count(member(account_group_member::Column::AccountId)))
        .from(account_group_member::Entity)
        .inner_join(account::Entity, Expr::col((account::Entity, account::Column::Id)).eq(member(account_group_member::Column::AccountId)))
        .and_where(own)
        .and_where(scope.known_accounts(account::Column::PartnerId.into_expr(), account::Column::Id.into_expr()))
        .to_owned();
    let mut select = Query::select();
    select
        .expr_as(group(account_group::Column::Id), "id")
        .expr_as(group(account_group::Column::Name), "name")
        .expr_as(SimpleExpr::from(reached), "accounts")
        .from(account_group::Entity)
        .and_where(group(account_group::Column::PartnerId).eq(scope.partner_id.0))
        .order_by((account_group::Entity, account_group::Column::NameKey), Order::Asc);
    if let Some(id) = of {
        let groups = Query::select()
            .expr(member(account_group_member::Column::GroupId))
            .from(account_group_member::Entity)
            .and_where(member(account_group_member::Column::AccountId).eq(id.0))
            .to_owned();
        select.and_where(group(account_group::Column::Id).in_subquery(groups));
    }
    let rows = conn.query_all(&select).await?;
    let parse = |row: &sea_orm::QueryResult| -> Result<AccountGroup> {
        let accounts: i64 = row.try_get("", "accounts")?;
        Ok(AccountGroup {
            id: AccountGroupId(row.try_get("", "id")?),
            name: row.try_get("", "name")?,
            accounts: u64::try_from(accounts).unwrap_or_default(),
        })
    };
    rows.iter().map(parse).collect()
}

/// The names of the groups of some accounts, in order.
pub(crate) async fn names(conn: &impl ConnectionTrait, scope: &PartnerScope, ids: &[AccountId]) -> Result<HashMap<Uuid, Vec<String>>> {
    let mut found: HashMap<Uuid, Vec<String>> = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let group = |column: account_group::Column| Expr::col((account_group::Entity, column));
    let member = |column: account_group_member::Column| Expr::col((account_group_member::Entity, column));
    let select = Query::select()
        .expr_as(member(account_group_member::Column::AccountId), "account_id")
        .expr_as(group(account_group::Column::Name), "name")
        .from(account_group_member::Entity)
        .inner_join(account_group::Entity, group(account_group::Column::Id).eq(member(account_group_member::Column::GroupId)))
        .and_where(group(account_group::Column::PartnerId).eq(scope.partner_id.0))
        .and_where(member(account_group_member::Column::AccountId).is_in(ids.iter().map(|id| id.0)))
        .order_by((account_group::Entity, account_group::Column::NameKey), Order::Asc)
        .to_owned();
    for row in conn.query_all(&select).await? {
        found.entry(row.try_get("", "account_id")?).or_default().push(row.try_get("", "name")?);
    }
    Ok(found)
}
