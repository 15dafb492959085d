//! Who may know of a mark. Marks carry only ids, and everything is read again through the permission checks; still nobody
//! hears of accounts beyond their reach.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;
use switchroom_entity::account_manager;
use switchroom_types::access::{Role, Scope};
use switchroom_types::history::Asset;
use switchroom_types::{AccountId, PartnerId, UserId};
use uuid::Uuid;

use crate::access::{Actor, closed_to};
use crate::error::Result;
use crate::live::LiveMark;
use crate::portal::Portal;

/// What one stream delivers.
pub(super) struct Audience {
    user: UserId,
    accounts: Accounts,
    /// Accounts that wait for an approval (ACC-B4); of these only the answer is heard.
    closed: HashSet<AccountId>,
    /// The holder's own account: a change of people there may change who manages what.
    home: AccountId,
}

enum Accounts {
    /// Users get what is addressed to them and nothing else.
    None,
    One(AccountId),
    Partner(PartnerId),
    /// An Account Manager's.
    Assigned(PartnerId, HashSet<AccountId>),
}

impl Audience {
    pub async fn of(portal: &Portal, actor: &Actor) -> Result<Self> {
        let accounts = match (actor.role, actor.partner_id) {
            (Role::User, _) => Accounts::None,
            (Role::Partner, Some(partner)) if actor.scope == Some(Scope::All) => Accounts::Partner(partner),
            (Role::Partner, Some(partner)) => Accounts::Assigned(partner, assigned(portal, actor.user_id).await?),
            _ => Accounts::One(actor.account_id),
        };
        let closed = closed(portal, actor.user_id, accounts.partner()).await?;
        Ok(Self { user: actor.user_id, accounts, closed, home: actor.account_id })
    }

    pub fn hears(&self, mark: &LiveMark) -> bool {
        if let Some(user) = mark.user_id {
            return user == self.user;
        }
        let Some(account) = mark.account_id else { return false };
        if self.closed.contains(&account) && !mark.data.assets.contains(&Asset::PartnerAccess) {
            return false;
        }
        match &self.accounts {
            Accounts::None => false,
            Accounts::One(own) => account == *own,
            Accounts::Partner(partner) => mark.partner_id == Some(*partner) || account == self.home,
            Accounts::Assigned(partner, accounts) => mark.partner_id == Some(*partner) && accounts.contains(&account),
        }
    }

    /// Reads assignments and approvals again when a mark may tell of a change to them.
    pub async fn refresh(&mut self, portal: &Portal, mark: &LiveMark) -> Result<()> {
        let partner = self.accounts.partner();
        if partner.is_some() && mark.partner_id == partner && mark.data.assets.contains(&Asset::PartnerAccess) {
            self.closed = closed(portal, self.user, partner).await?;
        }
        if let Accounts::Assigned(partner, accounts) = &mut self.accounts {
            let people = mark.data.assets.iter().any(|asset| matches!(asset, Asset::User | Asset::Role | Asset::Account));
            if mark.partner_id == Some(*partner) && (people || mark.account_id == Some(self.home)) {
                *accounts = assigned(portal, self.user).await?;
            }
        }
        Ok(())
    }
}

impl Accounts {
    fn partner(&self) -> Option<PartnerId> {
        match self {
            Self::Partner(partner) | Self::Assigned(partner, _) => Some(*partner),
            Self::None | Self::One(_) => None,
        }
    }
}

async fn closed(portal: &Portal, user: UserId, partner: Option<PartnerId>) -> Result<HashSet<AccountId>> {
    let Some(partner) = partner else { return Ok(HashSet::new()) };
    let rows = portal.db.read().query_all(&closed_to(user, partner, portal.clock.now())).await?;
    rows.iter().map(|row| Ok(AccountId(row.try_get("", "account_id")?))).collect()
}

async fn assigned(portal: &Portal, manager: UserId) -> Result<HashSet<AccountId>> {
    let ids: Vec<Uuid> = account_manager::Entity::find()
        .select_only()
        .column(account_manager::Column::AccountId)
        .filter(account_manager::Column::UserId.eq(manager.0))
        .into_tuple()
        .all(portal.db.read())
        .await?;
    Ok(ids.into_iter().map(AccountId).collect())
}
