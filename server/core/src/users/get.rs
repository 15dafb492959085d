//! One user with everything that the detail page shows.

use sea_orm::ConnectionTrait;
use switchroom_entity::user;
use switchroom_types::access::{Permission, Role, Scope};
use switchroom_types::users::{FieldOrigin, Registration, UserDetail, UserSource, UserStatus};
use switchroom_types::{AccountId, RoleId, Timestamp, UserId};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::portal::Portal;
use crate::users::rights::Judge;
use crate::users::{find, list, source};

/// # Permissions
/// `users.view`; deactivated accounts can be looked at, too.
pub async fn get(portal: &Portal, actor: &Actor, account: AccountId, id: UserId) -> Result<UserDetail> {
    let scope = actor.account_in_any_state(portal, account, Permission::USERS_VIEW).await?;
    let judge = Judge::of(portal.db.read(), actor, &scope).await?;
    detail(portal.db.read(), &judge, find::one(portal.db.read(), scope.account_id, id).await?).await
}

/// Where the values of a user's fields come from, with the last three of each (USR-B4).
///
/// # Permissions
/// `users.view`
pub async fn origins(portal: &Portal, actor: &Actor, account: AccountId, id: UserId) -> Result<Vec<FieldOrigin>> {
    let scope = actor.account_in_any_state(portal, account, Permission::USERS_VIEW).await?;
    let model = find::one(portal.db.read(), scope.account_id, id).await?;
    source::values(portal.db.read(), &model).await
}

pub(super) async fn detail(conn: &impl ConnectionTrait, judge: &Judge, model: user::Model) -> Result<UserDetail> {
    let origin = source::origin(conn, &model).await?;
    let corrupt = || Error::corrupt(format!("user {}", model.id));
    Ok(UserDetail {
        role: Role::parse(&model.role).ok_or_else(corrupt)?,
        role_id: model.role_id.map(RoleId),
        above: judge.not_above(&model).is_err(),
        scope: model.scope.as_deref().and_then(Scope::parse),
        status: UserStatus::parse(&model.status).ok_or_else(corrupt)?,
        registration: Registration::parse(&model.registration).ok_or_else(corrupt)?,
        source: UserSource::parse(&model.source).ok_or_else(corrupt)?,
        locked_fields: origin.locked,
        supplied_fields: origin.supplied,
        advanced: origin.advanced,
        last_provisioned_at: origin.provisioned_at,
        licenses: list::licenses(&model.licenses),
        id: UserId(model.id),
        account_id: AccountId(model.account_id),
        version: model.version,
        name: model.name,
        first_name: model.first_name,
        last_name: model.last_name,
        email: model.email,
        pending_email: model.pending_email,
        login_id: model.login_id,
        mobile: model.mobile,
        phone: model.phone,
        extension: model.extension,
        sms_number: model.sms_number,
        role_label: model.role_label,
        locked: model.locked_at.is_some(),
        mail_error: model.mail_error,
        last_sign_in_at: model.last_sign_in_at.map(Timestamp),
        created_at: Timestamp(model.created_at),
        modified_at: Timestamp(model.modified_at),
        modified_by: model.modified_by,
    })
}
