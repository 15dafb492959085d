//! From groups to accounts.

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait};
use switchroom_entity::{account, account_group_member};
use switchroom_types::accounts::AccountKind;
use switchroom_types::{AccountGroupId, AccountId, PartnerId};
use uuid::Uuid;

use crate::access::PartnerScope;
use crate::error::Result;

/// The ids of the accounts in a group as a sub-query, for conditions beside [`PartnerScope::known_accounts`].
pub(crate) fn members(partner: PartnerId, group: AccountGroupId) -> SelectStatement {
    let member = |column: account_group_member::Column| Expr::col((account_group_member::Entity, column));
    Query::select()
        .expr(member(account_group_member::Column::AccountId))
        .from(account_group_member::Entity)
        .and_where(member(account_group_member::Column::PartnerId).eq(partner.0))
        .and_where(member(account_group_member::Column::GroupId).eq(group.0))
        .to_owned()
}

/// The accounts that are in any of these groups and within the scope, in the order of their ids: what a notification rule or
/// a role assignment that names groups is about at this moment. Groups of other partners have no accounts here.
pub async fn resolve(conn: &impl ConnectionTrait, scope: &PartnerScope, groups: &[AccountGroupId]) -> Result<Vec<AccountId>> {
    let id = || Expr::col((account::Entity, account::Column::Id));
    let member = |column: account_group_member::Column| Expr::col((account_group_member::Entity, column));
    let in_groups = Query::select()
        .expr(member(account_group_member::Column::AccountId))
        .from(account_group_member::Entity)
        .and_where(member(account_group_member::Column::PartnerId).eq(scope.partner_id.0))
        .and_where(member(account_group_member::Column::GroupId).is_in(groups.iter().map(|group| group.0)))
        .to_owned();
    let select = Query::select()
        .expr_as(id(), "id")
        .from(account::Entity)
        .and_where(scope.known_accounts(account::Column::PartnerId.into_expr(), account::Column::Id.into_expr()))
        .and_where(account::Column::Kind.eq(AccountKind::Customer.as_str()))
        .and_where(id().in_subquery(in_groups))
        .order_by((account::Entity, account::Column::Id), sea_orm::sea_query::Order::Asc)
        .to_owned();
    let rows = conn.query_all(&select).await?;
    rows.iter().map(|row| Ok(AccountId(row.try_get::<Uuid>("", "id")?))).collect()
}
