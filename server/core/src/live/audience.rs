//! Who may know of a mark. Marks carry only ids, and everything is read again through the permission checks; still nobody
//! hears of accounts beyond their reach.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;
use switchroom_entity::account_manager;
use switchroom_types::access::{Role, Scope};
use switchroom_types::history::Asset;
use switchroom_types::{AccountId, PartnerId, UserId};
use uuid::Uuid;

use crate::access::Actor;
use crate::error::Result;
use crate::live::LiveMark;
use crate::portal::Portal;

/// What one stream delivers.
pub(super) struct Audience {
    user: UserId,
    accounts: Accounts,
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
        Ok(Self { user: actor.user_id, accounts, home: actor.account_id })
    }

    pub fn hears(&self, mark: &LiveMark) -> bool {
        if let Some(user) = mark.user_id {
            return user == self.user;
        }
        let Some(account) = mark.account_id else { return false };
        match &self.accounts {
            Accounts::None => false,
            Accounts::One(own) => account == *own,
            Accounts::Partner(partner) => mark.partner_id == Some(*partner) || account == self.home,
            Accounts::Assigned(partner, accounts) => mark.partner_id == Some(*partner) && accounts.contains(&account),
        }
    }

    /// Reads the assignments again when a mark may tell of a change to them.
    pub async fn refresh(&mut self, portal: &Portal, mark: &LiveMark) -> Result<()> {
        if let Accounts::Assigned(partner, accounts) = &mut self.accounts {
            let people = mark.data.assets.iter().any(|asset| matches!(asset, Asset::User | Asset::Role | Asset::Account));
            if mark.partner_id == Some(*partner) && (people || mark.account_id == Some(self.home)) {
                *accounts = assigned(portal, self.user).await?;
            }
        }
        Ok(())
    }
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
