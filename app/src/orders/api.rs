//! Server functions of orders.

use leptos::prelude::*;
use server_fn::codec::Json;
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::orders::{Assignment, OrderCounts, OrderDetail, OrderImport, OrderRow, PartnerChoice};
use switchroom_types::{AccountId, AppError, ImportId, JobId, OrderId};

#[server(prefix = "/api/fn", endpoint = "orders/list", input = Json)]
pub async fn list_orders(query: ListQuery) -> Result<Page<OrderRow>, AppError> {
    use crate::server::{actor, portal};
    use switchroom_core::orders::{OrdersQuery, list};
    Ok(list(&portal(), &actor()?, OrdersQuery::parse(query)?).await?)
}

#[server(prefix = "/api/fn", endpoint = "orders/counts", input = Json)]
pub async fn count_orders(search: String) -> Result<OrderCounts, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::orders::counts(&portal(), &actor()?, &search).await?)
}

#[server(prefix = "/api/fn", endpoint = "orders/get", input = Json)]
pub async fn get_order(id: OrderId) -> Result<OrderDetail, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::orders::get(&portal(), &actor()?, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "orders/assign", input = Json)]
pub async fn assign_order(id: OrderId, account: AccountId) -> Result<Assignment, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::orders::assign(&portal(), &actor()?, id, account).await?)
}

#[server(prefix = "/api/fn", endpoint = "orders/import-partners", input = Json)]
pub async fn import_partners() -> Result<Vec<PartnerChoice>, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::orders::import::partners(&portal(), &actor()?).await?)
}

#[server(prefix = "/api/fn", endpoint = "orders/import", input = Json)]
pub async fn get_import(id: ImportId) -> Result<OrderImport, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::orders::import::get(&portal(), &actor()?, id).await?)
}

#[server(prefix = "/api/fn", endpoint = "orders/import-commit", input = Json)]
pub async fn commit_import(id: ImportId) -> Result<JobId, AppError> {
    use crate::server::{actor, portal};
    Ok(switchroom_core::orders::import::commit(&portal(), &actor()?, id).await?)
}
