//! What an authorised caller may reach: one account, or the accounts of a partner. Queries take these, so a query
//! without authorisation does not compile.

use sea_orm::sea_query::{Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Select};
use switchroom_entity::{account, account_manager, closed_to_partners, partner_access_request};
use switchroom_types::access::{Permission, Role, Scope};
use switchroom_types::accounts::{AccountKind, AccountState};
use switchroom_types::partner_access::RequestState;
use switchroom_types::{AccountId, AppError, PartnerId, Timestamp, UserId};

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

    /// # Errors
    /// 409 `account.deactivated` while it is not active (ACC-19).
    pub fn active(self) -> Result<Self> {
        match self.state {
            AccountState::Active => Ok(self),
            _ => Err(AppError::conflict("account.deactivated", "This account is deactivated. Reactivate it first.").into()),
        }
    }
}

/// The accounts of one partner that the caller may reach.
#[derive(Clone, Debug)]
pub struct PartnerScope {
    pub partner_id: PartnerId,
    /// Whose scope it is.
    pub user_id: UserId,
    /// `Some`: only the accounts assigned to this Account Manager (AM-02).
    pub manager: Option<UserId>,
}

impl PartnerScope {
    /// Restricts a query over a table with `partner_id` and an account column to the accounts whose inside the caller may
    /// see: those of the scope without the ones that wait for an approval (ACC-B4).
    pub fn open_accounts(
        &self,
        portal: &Portal,
        partner_column: impl Into<SimpleExpr>,
        account_column: impl Into<SimpleExpr>,
    ) -> SimpleExpr {
        let account_column = account_column.into();
        let closed = closed_to(self.user_id, self.partner_id, portal.clock.now());
        self.known_accounts(partner_column, account_column.clone()).and(account_column.not_in_subquery(closed))
    }

    /// Restricts a query over a table with `partner_id` and an account column to the accounts that the caller knows of:
    /// what their list tells, and what partners do with accounts from outside.
    pub fn known_accounts(&self, partner_column: impl Into<SimpleExpr>, account_column: impl Into<SimpleExpr>) -> SimpleExpr {
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

/// The accounts that wait for an approval before this partner user may enter them (ACC-B4), as a sub-query.
pub fn closed_to(user: UserId, partner: PartnerId, now: Timestamp) -> sea_orm::sea_query::SelectStatement {
    let request = |column: partner_access_request::Column| Expr::col((partner_access_request::Entity, column));
    let granted = Query::select()
        .expr(request(partner_access_request::Column::AccountId))
        .from(partner_access_request::Entity)
        .and_where(request(partner_access_request::Column::UserId).eq(user.0))
        .and_where(request(partner_access_request::Column::State).eq(RequestState::Approved.as_str()))
        .and_where(request(partner_access_request::Column::Until).gt(now.0))
        .to_owned();
    let closed = |column: closed_to_partners::Column| Expr::col((closed_to_partners::Entity, column));
    Query::select()
        .expr(closed(closed_to_partners::Column::AccountId))
        .from(closed_to_partners::Entity)
        .and_where(closed(closed_to_partners::Column::PartnerId).eq(partner.0))
        .and_where(closed(closed_to_partners::Column::AccountId).not_in_subquery(granted))
        .to_owned()
}

impl Actor {
    /// Authorises work inside an active account.
    ///
    /// # Errors
    /// 404 if the caller cannot reach the account (absent and foreign look alike), 403 without the permission,
    /// 403 `partner_access.needed` for partner users without the approval that the account asks for (ACC-B4),
    /// 409 `account.deactivated` while it is not active (ACC-19).
    pub async fn account(&self, portal: &Portal, id: AccountId, permission: Permission) -> Result<AccountScope> {
        self.account_in_any_state(portal, id, permission).await?.active()
    }

    /// Like [`Actor::account`], also for accounts that are deactivated or wait for deletion.
    pub async fn account_in_any_state(&self, portal: &Portal, id: AccountId, permission: Permission) -> Result<AccountScope> {
        let scope = self.reach(portal, id).await?;
        self.require(permission)?;
        Ok(scope)
    }

    /// Whether the caller may enter the account at all; what they may do in it is checked separately.
    ///
    /// # Errors
    /// As [`Actor::account`], but for the permission and the state.
    pub async fn reach(&self, portal: &Portal, id: AccountId) -> Result<AccountScope> {
        let (true, Some(partner)) = (self.is_partner(), self.partner_id) else { return self.know(portal, id).await };
        let closed = closed_to(self.user_id, partner, portal.clock.now());
        let open = self.known(id)?.filter(Expr::col((account::Entity, account::Column::Id)).not_in_subquery(closed));
        match open.one(portal.db.read()).await? {
            Some(model) => AccountScope::of(model),
            None => {
                let scope = self.know(portal, id).await?;
                let name = &scope.account.name;
                let text = format!("{name} lets its partner in on approval. Ask for access on its page.");
                Err(AppError::new(403, "partner_access.needed", text).arg("name", name).into())
            }
        }
    }

    /// Authorises what partners do with an account from outside, without seeing what lies in it (ACC-B4): closing,
    /// grouping, billing it. For everybody else it is [`Actor::account_in_any_state`].
    ///
    /// # Errors
    /// 404 if the account does not exist for this caller (absent and foreign look alike), 403 without the permission.
    pub async fn account_from_outside(&self, portal: &Portal, id: AccountId, permission: Permission) -> Result<AccountScope> {
        let scope = self.know(portal, id).await?;
        self.require(permission)?;
        Ok(scope)
    }

    /// Whether the account exists for this caller.
    pub async fn know(&self, portal: &Portal, id: AccountId) -> Result<AccountScope> {
        let found = self.known(id)?.one(portal.db.read()).await?;
        AccountScope::of(found.ok_or_else(|| Error::from(AppError::not_found("account")))?)
    }

    fn known(&self, id: AccountId) -> Result<Select<account::Entity>> {
        let query = account::Entity::find().filter(account::Column::Id.eq(id.0));
        match (self.role, self.partner_id) {
            (Role::Partner, Some(partner)) => {
                let query = query.filter(account::Column::PartnerId.eq(partner.0));
                Ok(match self.scope {
                    Some(Scope::All) => query,
                    _ => query.filter(Expr::col((account::Entity, account::Column::Id)).in_subquery(assigned_to(self.user_id))),
                })
            }
            (Role::Admin | Role::User, _) if id == self.account_id => Ok(query),
            _ => Err(AppError::not_found("account").into()),
        }
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
        Ok(PartnerScope { partner_id, user_id: self.user_id, manager })
    }
}
