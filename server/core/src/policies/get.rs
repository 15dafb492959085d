//! Reads the policy of an account.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use switchroom_entity::sign_in_policy;
use switchroom_types::access::Permission;
use switchroom_types::policies::{ForcedMfa, Policy, PolicyForm};
use switchroom_types::{AccountId, Timestamp};

use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;

/// # Permissions
/// `sign_in_security.view` in the account.
pub async fn get(portal: &Portal, actor: &Actor, account: AccountId) -> Result<Policy> {
    let scope = actor.account(portal, account, Permission::SIGN_IN_SECURITY_VIEW).await?;
    let row = of_account(portal.db.read(), scope.account_id).await?;
    Ok(view(row, actor))
}

/// `None` while the defaults hold.
pub(crate) async fn of_account(conn: &impl ConnectionTrait, account: AccountId) -> Result<Option<sign_in_policy::Model>> {
    Ok(sign_in_policy::Entity::find().filter(sign_in_policy::Column::AccountId.eq(account.0)).one(conn).await?)
}

/// Microseconds.
pub(crate) struct Limits {
    pub idle: i64,
    pub absolute: i64,
}

/// How long sessions of the account's people last.
pub(crate) async fn limits(conn: &impl ConnectionTrait, account: AccountId) -> Result<Limits> {
    let form = of_account(conn, account).await?.as_ref().map(form).unwrap_or_default();
    let micros = |minutes: u32| i64::from(minutes) * 60 * 1_000_000;
    Ok(Limits { idle: micros(form.idle_minutes), absolute: micros(form.absolute_minutes) })
}

pub(super) fn form(row: &sign_in_policy::Model) -> PolicyForm {
    let number = |value: i32| u32::try_from(value).unwrap_or_default();
    PolicyForm {
        idle_minutes: number(row.idle_minutes),
        absolute_minutes: number(row.absolute_minutes),
        mfa: ForcedMfa::parse(&row.mfa).unwrap_or(ForcedMfa::Off),
        grace_days: number(row.grace_days),
        networks: serde_json::from_value(row.networks.clone()).unwrap_or_default(),
    }
}

pub(super) fn view(row: Option<sign_in_policy::Model>, actor: &Actor) -> Policy {
    Policy {
        form: row.as_ref().map(form).unwrap_or_default(),
        version: row.as_ref().map_or(0, |row| row.version),
        mfa_since: row.as_ref().and_then(|row| row.mfa_since).map(Timestamp),
        modified_at: row.as_ref().map(|row| Timestamp(row.modified_at)),
        modified_by: row.map(|row| row.modified_by).unwrap_or_default(),
        your_address: actor.origin.ip.clone().unwrap_or_default(),
    }
}
