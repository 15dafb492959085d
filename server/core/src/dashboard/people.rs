//! What is counted by state: customers, people, integrations.

use sea_orm::sea_query::{Asterisk, Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ConnectionTrait, Statement, StatementBuilder};
use std::collections::HashMap;
use switchroom_entity::{account, account_integration, user};
use switchroom_types::AppError;
use switchroom_types::accounts::{AccountKind, AccountState};
use switchroom_types::dashboard::Figures;

use super::reach::Reach;
use crate::error::Result;
use crate::portal::Portal;

pub(super) async fn accounts(portal: &Portal, reach: &Reach) -> Result<Figures> {
    let column = |column: account::Column| Expr::col((account::Entity, column));
    let mut select = Query::select();
    select
        .from(account::Entity)
        .and_where(reach.rows(column(account::Column::PartnerId), column(account::Column::Id)))
        .and_where(column(account::Column::Kind).eq(AccountKind::Customer.as_str()));
    let by_state = grouped(portal, select, column(account::Column::State)).await?;
    let of = |state: AccountState| by_state.get(state.as_str()).copied().unwrap_or_default();
    Ok(Figures::Accounts {
        active: of(AccountState::Active),
        deactivated: of(AccountState::Deactivated),
        pending_deletion: of(AccountState::PendingDeletion),
    })
}

/// The account knows how many people it has; each narrower count reads one small index.
pub(super) async fn users(portal: &Portal, reach: &Reach) -> Result<Figures> {
    let Reach::Account(scope) = reach else { return Err(AppError::not_found("card").into()) };
    let of = |condition: &'static str| {
        let mut select = Query::select();
        select
            .expr_as(Expr::col(Asterisk).count(), "n")
            .from(user::Entity)
            .and_where(Expr::col((user::Entity, user::Column::AccountId)).eq(scope.account_id.0))
            .and_where(Expr::cust(condition));
        count(portal, select)
    };
    // As the list's filter "Property" says it.
    let admins = if scope.kind == AccountKind::Customer { "users.role = 'admin'" } else { "users.role <> 'user' AND users.scope = 'all'" };
    let (admins, unregistered, inactive) =
        tokio::try_join!(of(admins), of("users.registration <> 'registered'"), of("users.status = 'inactive'"))?;
    let total = u64::try_from(scope.account.user_count).unwrap_or_default();
    Ok(Figures::Users { total, admins, registered: total.saturating_sub(unregistered), unregistered, inactive })
}

pub(super) async fn integrations(portal: &Portal, reach: &Reach) -> Result<Figures> {
    let column = |column: account_integration::Column| Expr::col((account_integration::Entity, column));
    let mut select = Query::select();
    select.from(account_integration::Entity).and_where(reach.inside_accounts(portal, column(account_integration::Column::AccountId)));
    let by_state = grouped(portal, select, column(account_integration::Column::State)).await?;
    let enabled = by_state.get("enabled").copied().unwrap_or_default();
    Ok(Figures::Integrations { enabled, others: by_state.values().sum::<u64>() - enabled })
}

/// How many rows there are for each value of `column`.
async fn grouped(portal: &Portal, mut select: SelectStatement, column: SimpleExpr) -> Result<HashMap<String, u64>> {
    select.expr_as(column.clone(), "state").expr_as(Expr::col(Asterisk).count(), "n").add_group_by([column]);
    let rows = portal.db.read().query_all_raw(statement(portal, &select)).await?;
    let read = |row: sea_orm::QueryResult| {
        let n: i64 = row.try_get("", "n")?;
        Ok((row.try_get("", "state")?, n.unsigned_abs()))
    };
    rows.into_iter().map(read).collect()
}

/// The column `n` of a statement that counts.
pub(super) async fn count(portal: &Portal, select: SelectStatement) -> Result<u64> {
    let n: i64 = match portal.db.read().query_one_raw(statement(portal, &select)).await? {
        Some(row) => row.try_get("", "n")?,
        None => 0,
    };
    Ok(n.unsigned_abs())
}

pub(super) fn statement(portal: &Portal, select: &SelectStatement) -> Statement {
    StatementBuilder::build(select, &portal.db.backend())
}
