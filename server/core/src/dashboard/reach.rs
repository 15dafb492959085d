//! What a card is about: the accounts within a partner user's reach, or one account.

use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use switchroom_entity::account;
use switchroom_types::PartnerId;
use switchroom_types::accounts::AccountKind;

use crate::access::{AccountScope, PartnerScope};
use crate::portal::Portal;

pub(super) enum Reach {
    Partner(PartnerScope),
    Account(Box<AccountScope>),
}

impl Reach {
    /// Restricts a query over a table with both columns, for sums: they tell of an account no more than its row in the list.
    pub fn rows(&self, partner_column: impl Into<SimpleExpr>, account_column: impl Into<SimpleExpr>) -> SimpleExpr {
        match self {
            Self::Partner(scope) => scope.known_accounts(partner_column, account_column),
            Self::Account(scope) => account_column.into().eq(scope.account_id.0),
        }
    }

    /// The same for what lies inside of accounts (ACC-B4).
    pub fn rows_inside(&self, portal: &Portal, partner_column: impl Into<SimpleExpr>, account_column: impl Into<SimpleExpr>) -> SimpleExpr {
        match self {
            Self::Partner(scope) => scope.open_accounts(portal, partner_column, account_column),
            Self::Account(scope) => account_column.into().eq(scope.account_id.0),
        }
    }

    /// Restricts a query over a table with an account column only to what lies inside of accounts.
    pub fn inside_accounts(&self, portal: &Portal, account_column: impl Into<SimpleExpr>) -> SimpleExpr {
        match self {
            Self::Partner(_) => account_column.into().in_subquery(self.account_ids(portal)),
            Self::Account(scope) => account_column.into().eq(scope.account_id.0),
        }
    }

    fn account_ids(&self, portal: &Portal) -> SelectStatement {
        let column = |column: account::Column| Expr::col((account::Entity, column));
        Query::select()
            .expr(column(account::Column::Id))
            .from(account::Entity)
            .and_where(self.rows_inside(portal, column(account::Column::PartnerId), column(account::Column::Id)))
            .to_owned()
    }

    /// `None` in the operator's own account.
    pub fn partner_id(&self) -> Option<PartnerId> {
        match self {
            Self::Partner(scope) => Some(scope.partner_id),
            Self::Account(scope) => scope.partner_id,
        }
    }

    /// Whether the account buys licences at all.
    pub fn is_customer(&self) -> bool {
        match self {
            Self::Partner(_) => true,
            Self::Account(scope) => scope.kind == AccountKind::Customer,
        }
    }
}
