//! What the roles of a partner permit, for questions about people: who may do more than whom.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{HashMap, HashSet};
use switchroom_entity::{role, role_account};
use switchroom_types::access::{Base, Permissions, Role};
use switchroom_types::{AccountId, PartnerId};
use uuid::Uuid;

use crate::access::AccountScope;
use crate::error::{Error, Result};

/// A custom role, as far as rights are concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Custom {
    pub id: Uuid,
    pub name: String,
    pub base: Base,
    pub permissions: Permissions,
}

impl Custom {
    pub fn of(model: &role::Model) -> Result<Self> {
        let base = Base::parse(&model.base).ok_or_else(|| Error::corrupt("role base"))?;
        Ok(Self { id: model.id, name: model.name.clone(), base, permissions: Permissions::of_role(base, stored(&model.permissions)) })
    }
}

/// Reads the ticked cells; permissions that this version does not know permit nothing.
pub(crate) fn stored(value: &serde_json::Value) -> Permissions {
    let names = value.as_array().map(Vec::as_slice).unwrap_or_default();
    names.iter().filter_map(|name| switchroom_types::access::Permission::parse(name.as_str()?)).collect()
}

/// The custom roles of a partner, and which of them one account has.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roles {
    all: HashMap<Uuid, Custom>,
    here: HashSet<Uuid>,
}

impl Roles {
    pub async fn of(conn: &impl ConnectionTrait, scope: &AccountScope) -> Result<Self> {
        match scope.partner_id {
            Some(partner) => Self::read(conn, partner, scope.account_id).await,
            None => Ok(Self::default()),
        }
    }

    /// At most [`switchroom_types::roles::MAX_ROLES`].
    pub async fn read(conn: &impl ConnectionTrait, partner: PartnerId, account: AccountId) -> Result<Self> {
        let models = role::Entity::find().filter(role::Column::PartnerId.eq(partner.0)).all(conn).await?;
        let all = models.iter().map(|model| Ok((model.id, Custom::of(model)?))).collect::<Result<HashMap<_, _>>>()?;
        let here = if all.is_empty() {
            HashSet::new()
        } else {
            let assigned = role_account::Entity::find()
                .select_only()
                .column(role_account::Column::RoleId)
                .filter(role_account::Column::AccountId.eq(account.0));
            assigned.into_tuple::<Uuid>().all(conn).await?.into_iter().collect()
        };
        Ok(Self { all, here })
    }

    /// A role that people of the account can be given.
    pub fn available(&self, id: Uuid) -> Option<&Custom> {
        self.all.get(&id).filter(|_| self.here.contains(&id))
    }

    /// All of them, by name.
    pub fn here(&self) -> Vec<&Custom> {
        let mut roles: Vec<&Custom> = self.all.values().filter(|role| self.here.contains(&role.id)).collect();
        roles.sort_by_key(|role| crate::text::fold(&role.name));
        roles
    }

    /// What somebody may do who has this base role and this custom one. A custom role that is gone counts as its base:
    /// whoever asks compares rights, and too many refuse where too few would allow.
    pub fn rights(&self, role: Role, custom: Option<Uuid>) -> Permissions {
        custom.and_then(|id| self.all.get(&id)).map_or_else(|| role.permissions(), |custom| custom.permissions)
    }

    pub fn name(&self, id: Uuid) -> Option<&str> {
        self.all.get(&id).map(|role| role.name.as_str())
    }
}
