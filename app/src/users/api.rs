//! Server functions of users.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::conflicts::{Clashes, Comparison, Merge, Reassignment};
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::users::{
    BulkRequest, BulkStarted, DeletedUser, FeatureState, FieldOrigin, PhoneHolder, UserDetail, UserForm, UserPatch, UserRow, UserSecurity,
};
use switchroom_types::{AccountId, AppError, SessionId, UserId};

#[server(prefix = "/api/fn", endpoint = "users/list", input = Json)]
pub async fn list_users(account: AccountId, query: ListQuery) -> Result<Page<UserRow>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::list(&portal(), &actor()?, account, &query).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/products", input = Json)]
pub async fn user_products(account: AccountId) -> Result<Vec<String>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::products(&portal(), &actor()?, account).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/get", input = Json)]
pub async fn get_user(account: AccountId, id: UserId) -> Result<UserDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::get(&portal(), &actor()?, account, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/create", input = Json)]
pub async fn create_user(account: AccountId, form: UserForm) -> Result<UserDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::create(&portal(), &actor()?, account, &form).await?)
}

/// `seen` is the version that the person has looked at.
#[server(prefix = "/api/fn", endpoint = "users/edit", input = Json)]
pub async fn edit_user(account: AccountId, id: UserId, seen: Option<i32>, patch: UserPatch) -> Result<UserDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::edit(&portal(), &actor()?, account, id, seen, &patch).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/delete", input = Json)]
pub async fn delete_user(account: AccountId, id: UserId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::delete(&portal(), &actor()?, account, id, None).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/welcome", input = Json)]
pub async fn resend_welcome(account: AccountId, id: UserId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::invite::resend_welcome(&portal(), &actor()?, account, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/reset", input = Json)]
pub async fn reset_user_password(account: AccountId, id: UserId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::invite::reset_password(&portal(), &actor()?, account, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/unlock", input = Json)]
pub async fn unlock_user(account: AccountId, id: UserId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::identity::unlock(&portal(), &actor()?, account, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/bulk", input = Json)]
pub async fn manage_users(account: AccountId, request: BulkRequest) -> Result<BulkStarted, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::bulk::start(&portal(), &actor()?, account, &request).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/deleted", input = Json)]
pub async fn deleted_users(account: AccountId, query: ListQuery) -> Result<Page<DeletedUser>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::deleted(&portal(), &actor()?, account, &query).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/restore", input = Json)]
pub async fn restore_user(account: AccountId, id: UserId) -> Result<UserDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::restore(&portal(), &actor()?, account, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/erase", input = Json)]
pub async fn erase_user(account: AccountId, id: UserId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::erase(&portal(), &actor()?, account, id).await?)
}

/// USR-43: who has this number.
#[server(prefix = "/api/fn", endpoint = "users/phone-conflict", input = Json)]
pub async fn phone_holders(account: AccountId, phone: String) -> Result<Vec<PhoneHolder>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::holders(&portal(), &actor()?, account, &phone).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/origins", input = Json)]
pub async fn user_origins(account: AccountId, id: UserId) -> Result<Vec<FieldOrigin>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::origins(&portal(), &actor()?, account, id).await?)
}

/// Where a person is signed in, and their second factors (AUTH-B8).
#[server(prefix = "/api/fn", endpoint = "users/security", input = Json)]
pub async fn user_sign_ins(account: AccountId, id: UserId) -> Result<UserSecurity, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::security::of(&portal(), &actor()?, account, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/revoke_session", input = Json)]
pub async fn revoke_user_session(account: AccountId, id: UserId, session: SessionId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::security::revoke(&portal(), &actor()?, account, id, session).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/revoke_sessions", input = Json)]
pub async fn revoke_user_sessions(account: AccountId, id: UserId) -> Result<u64, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::security::revoke_all(&portal(), &actor()?, account, id).await?)
}

/// Takes a person's second factors away, who has lost them (AUTH-B3).
#[server(prefix = "/api/fn", endpoint = "users/reset_factors", input = Json)]
pub async fn reset_user_factors(account: AccountId, id: UserId) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::reset_factors(&portal(), &actor()?, account, id).await?)
}

/// USR-B3: values that more than one person has.
#[server(prefix = "/api/fn", endpoint = "users/conflicts", input = Json)]
pub async fn user_clashes(account: AccountId) -> Result<Clashes, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::conflicts::clashes(&portal(), &actor()?, account).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/compare", input = Json)]
pub async fn compare_users(account: AccountId, keep: UserId, other: UserId) -> Result<Comparison, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::conflicts::compare(&portal(), &actor()?, account, keep, other).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/merge", input = Json)]
pub async fn merge_users(account: AccountId, asked: Merge) -> Result<UserDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::conflicts::merge(&portal(), &actor()?, account, &asked).await?)
}

#[server(prefix = "/api/fn", endpoint = "users/reassign", input = Json)]
pub async fn reassign_value(account: AccountId, asked: Reassignment) -> Result<(), AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::conflicts::reassign(&portal(), &actor()?, account, &asked).await?)
}

/// What users of this account can have and do, and what the rest waits for.
#[server(prefix = "/api/fn", endpoint = "users/features", input = Json)]
pub async fn user_features(account: AccountId) -> Result<Vec<FeatureState>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::users::features::features(&portal(), &actor()?, account).await?)
}
