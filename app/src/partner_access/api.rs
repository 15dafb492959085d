//! Server functions of partner access.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::partner_access::{AccessApproval, AccessDenial, AccessMode, AccessRequestForm, PartnerAccess};
use switchroom_types::{AccessRequestId, AccountId, AppError};

#[server(prefix = "/api/fn", endpoint = "partner-access/get", input = Json)]
pub async fn get_partner_access(account: AccountId) -> Result<PartnerAccess, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::partner_access::get(&portal(), &actor()?, account).await?)
}

#[server(prefix = "/api/fn", endpoint = "partner-access/set-mode", input = Json)]
pub async fn set_access_mode(account: AccountId, mode: AccessMode) -> Result<PartnerAccess, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::partner_access::set_mode(&portal(), &actor()?, account, mode).await?)
}

#[server(prefix = "/api/fn", endpoint = "partner-access/request", input = Json)]
pub async fn request_access(account: AccountId, form: AccessRequestForm) -> Result<PartnerAccess, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::partner_access::request(&portal(), &actor()?, account, &form).await?)
}

#[server(prefix = "/api/fn", endpoint = "partner-access/approve", input = Json)]
pub async fn approve_access(account: AccountId, id: AccessRequestId, approval: AccessApproval) -> Result<PartnerAccess, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::partner_access::approve(&portal(), &actor()?, account, id, approval).await?)
}

#[server(prefix = "/api/fn", endpoint = "partner-access/deny", input = Json)]
pub async fn deny_access(account: AccountId, id: AccessRequestId, denial: AccessDenial) -> Result<PartnerAccess, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::partner_access::deny(&portal(), &actor()?, account, id, &denial).await?)
}

#[server(prefix = "/api/fn", endpoint = "partner-access/end", input = Json)]
pub async fn end_access(account: AccountId, id: AccessRequestId) -> Result<PartnerAccess, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::partner_access::end(&portal(), &actor()?, account, id).await?)
}
