//! A stored person with the account that they belong to; what the use cases of this folder work on.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use switchroom_entity::{account, partner, user};
use switchroom_types::accounts::{AccountKind, AccountState};
use switchroom_types::history::{Action, ActorKind, Asset, EventType};
use switchroom_types::users::{Registration, UserStatus};
use switchroom_types::{AccountId, AppError, PartnerId, UserId};

use crate::access::{Origin, Signature};
use crate::error::Result;
use crate::history::Event;

#[derive(Clone, Debug)]
pub struct Person {
    pub user: user::Model,
    pub account: account::Model,
    partner_active: bool,
}

impl Person {
    pub async fn load(conn: &impl ConnectionTrait, id: UserId) -> Result<Option<Self>> {
        let Some(user) = user::Entity::find().filter(user::Column::Id.eq(id.0)).one(conn).await? else { return Ok(None) };
        let Some(account) = account::Entity::find().filter(account::Column::Id.eq(user.account_id)).one(conn).await? else {
            return Ok(None);
        };
        let partner = partner::Entity::find().filter(partner::Column::Id.eq(account.partner_id)).one(conn).await?;
        let partner_active = partner.is_none_or(|partner| partner.state == "active");
        Ok(Some(Self { user, account, partner_active }))
    }

    pub fn id(&self) -> UserId {
        UserId(self.user.id)
    }

    pub fn account_id(&self) -> AccountId {
        AccountId(self.account.id)
    }

    pub fn partner_id(&self) -> Option<PartnerId> {
        (self.account.kind != AccountKind::Operator.as_str()).then_some(PartnerId(self.account.partner_id))
    }

    /// Whether person, account and partner are active (AUTH-16).
    pub fn may_act(&self) -> bool {
        self.user.status == UserStatus::Active.as_str() && self.account.state == AccountState::Active.as_str() && self.partner_active
    }

    /// # Errors
    /// 403 `auth.deactivated`.
    pub fn require_active(&self) -> Result<()> {
        if self.may_act() { Ok(()) } else { Err(Self::deactivated().into()) }
    }

    /// Told only to somebody who has proven to be the person (AUTH-15).
    pub fn deactivated() -> AppError {
        AppError::new(403, "auth.deactivated", "This account is deactivated")
    }

    pub fn is_registered(&self) -> bool {
        self.user.registration == Registration::Registered.as_str()
    }

    /// A line of history about this person's way in (AUTH-31).
    pub fn event(&self, action: Action) -> Event {
        Event::new(self.account_id(), self.partner_id(), action, Asset::User).kind(EventType::Security).of(self.user.id, &self.user.name)
    }

    /// The person signs for what they did with a link or a password, without a session yet.
    pub fn signature(&self, origin: &Origin) -> Signature {
        let operator = self.account.kind == AccountKind::Operator.as_str();
        Signature {
            kind: if operator { ActorKind::Operator } else { ActorKind::User },
            id: self.user.id.to_string(),
            name: self.user.name.clone(),
            acting_for: None,
            request_id: origin.request_id.clone(),
            ip: origin.ip.clone(),
            user_id: Some(self.id()),
        }
    }
}
