//! What an authorised caller may reach: one account, or the accounts of a partner. Queries take these, so a query
//! without authorisation does not compile.

use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use switchroom_entity::{account, account_manager};
use switchroom_types::access::{Permission, Role, Scope};
use switchroom_types::accounts::{AccountKind, AccountState};
use switchroom_types::{AccountId, AppError, PartnerId, UserId};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::portal::Portal;

/// One account that the caller may reach, with the permission that was asked for.
#[derive(Clone, Debug)]
pub struct AccountScope {
    pub account_id: AccountId,
    pub partner_id: Option<PartnerId>,
    pub kind: AccountKind,
    pub state: AccountState,
    /// The account as it was when access was checked.
    pub account: account::Model,
}

impl AccountScope {
    /// For work that has been authorised before: jobs act for whoever started them.
    pub(crate) fn of(model: account::Model) -> Result<Self> {
        let kind = AccountKind::parse(&model.kind).ok_or_else(|| Error::corrupt("account kind"))?;
        let state = AccountState::parse(&model.state).ok_or_else(|| Error::corrupt("account state"))?;
        Ok(Self {
            account_id: AccountId(model.id),
            partner_id: (kind != AccountKind::Operator).then_some(PartnerId(model.partner_id)),
            kind,
            state,
            account: model,
        })
    }
}

/// The accounts of one partner that the caller may reach.
#[derive(Clone, Debug)]
pub struct PartnerScope {
    pub partner_id: PartnerId,
    /// `Some`: only the accounts assigned to this Account Manager (AM-02).
    pub manager: Option<UserId>,
}

impl PartnerScope {
    /// Restricts a query over a table with `partner_id` and an account column to this scope.
    pub fn accounts(&self, partner_column: impl Into<SimpleExpr>, account_column: impl Into<SimpleExpr>) -> SimpleExpr {
        let in_partner = partner_column.into().eq(self.partner_id.0);
        match self.manager {
            None => in_partner,
            Some(manager) => in_partner.and(account_column.into().in_subquery(assigned_to(manager))),
        }
    }
}

/// The accounts assigned to a manager, as a sub-query.
pub fn assigned_to(manager: UserId) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column(account_manager::Column::AccountId)
        .from(account_manager::Entity)
        .and_where(Expr::col(account_manager::Column::UserId).eq(manager.0))
        .to_owned()
}

impl Actor {
    /// Authorises work inside an active account.
    ///
    /// # Errors
    /// 404 if the caller cannot reach the account (absent and foreign look alike), 403 without the permission,
    /// 409 `account.deactivated` while it is not active (ACC-19).
    pub async fn account(&self, portal: &Portal, id: AccountId, permission: Permission) -> Result<AccountScope> {
        let scope = self.account_in_any_state(portal, id, permission).await?;
        match scope.state {
            AccountState::Active => Ok(scope),
            _ => Err(AppError::conflict("account.deactivated", "This account is deactivated. Reactivate it first.").into()),
        }
    }

    /// Like [`Actor::account`], also for accounts that are deactivated or wait for deletion.
    pub async fn account_in_any_state(&self, portal: &Portal, id: AccountId, permission: Permission) -> Result<AccountScope> {
        let scope = self.reach(portal, id).await?;
        self.require(permission)?;
        Ok(scope)
    }

    /// Whether the account exists for this caller at all; what they may do in it is checked separately.
    pub async fn reach(&self, portal: &Portal, id: AccountId) -> Result<AccountScope> {
        let not_found = || Error::from(AppError::not_found("account"));
        let mut query = account::Entity::find().filter(account::Column::Id.eq(id.0));
        query = match (self.role, self.partner_id) {
            (Role::Partner, Some(partner)) => {
                let query = query.filter(account::Column::PartnerId.eq(partner.0));
                match self.scope {
                    Some(Scope::All) => query,
                    _ => query.filter(Expr::col(account::Column::Id).in_subquery(assigned_to(self.user_id))),
                }
            }
            (Role::Admin | Role::User, _) if id == self.account_id => query,
            _ => return Err(not_found()),
        };
        let model = query.one(portal.db.read()).await?.ok_or_else(not_found)?;
        AccountScope::of(model)
    }

    /// Authorises work across the accounts of the caller's partner.
    ///
    /// # Errors
    /// 404 for anybody who is not a partner user, 403 without the permission.
    pub fn partner(&self, permission: Permission) -> Result<PartnerScope, AppError> {
        let (Role::Partner, Some(partner_id)) = (self.role, self.partner_id) else {
            return Err(AppError::not_found("page"));
        };
        self.require(permission)?;
        let manager = (self.scope != Some(Scope::All)).then_some(self.user_id);
        Ok(PartnerScope { partner_id, manager })
    }
}
