//! `/api/v1/orders`: what a partner bought.

use super::download::{ExportParams, file};
use super::{Caller, Json, ListParams, Path, ProblemJson};
use crate::http::{AppState, Result};
use axum::{extract::State, response::Response};
use serde::Deserialize;
use switchroom_core::export::Format;
use switchroom_core::orders::{self, OrdersQuery};
use switchroom_types::{
    AccountId, OrderId,
    list::Page,
    orders::{Assignment, OrderCounts, OrderDetail, OrderRow},
};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(csv))
        .routes(routes!(xlsx))
        .routes(routes!(counts))
        .routes(routes!(show))
        .routes(routes!(assign))
}

/// Orders within the caller's reach; `filter.view` is `all`, `unassigned` or `expiring`. Needs `orders.view`
#[utoipa::path(get, path = "/api/v1/orders", tag = "orders", params(ListParams),
    responses((status = 200, body = Page<OrderRow>), (status = 403, body = ProblemJson), (status = 422, body = ProblemJson)))]
async fn list(State(state): State<AppState>, Caller(actor): Caller, ListParams(query): ListParams) -> Result<axum::Json<Page<OrderRow>>> {
    Ok(axum::Json(orders::list(&state.portal, &actor, OrdersQuery::parse(query)?).await?))
}

/// The list as CSV, with tracking fields and items; `bom=1` marks it as UTF-8 for spreadsheets
#[utoipa::path(get, path = "/api/v1/orders.csv", tag = "orders", params(ListParams),
    responses((status = 200, content_type = "text/csv", body = String), (status = 403, body = ProblemJson)))]
async fn csv(State(state): State<AppState>, Caller(actor): Caller, params: ExportParams) -> Result<Response> {
    let format = params.format(Format::Csv { bom: false });
    Ok(file(orders::export(&state.portal, &actor, OrdersQuery::parse(params.query)?, format).await?))
}

/// The list as a workbook
#[utoipa::path(get, path = "/api/v1/orders.xlsx", tag = "orders", params(ListParams),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = String),
        (status = 403, body = ProblemJson)))]
async fn xlsx(State(state): State<AppState>, Caller(actor): Caller, params: ExportParams) -> Result<Response> {
    Ok(file(orders::export(&state.portal, &actor, OrdersQuery::parse(params.query)?, Format::Xlsx).await?))
}

/// How many orders `search` finds in each view
#[utoipa::path(get, path = "/api/v1/orders/counts", tag = "orders", params(ListParams),
    responses((status = 200, body = OrderCounts), (status = 403, body = ProblemJson)))]
async fn counts(State(state): State<AppState>, Caller(actor): Caller, ListParams(query): ListParams) -> Result<axum::Json<OrderCounts>> {
    Ok(axum::Json(orders::counts(&state.portal, &actor, &query.search).await?))
}

/// One order with its items and their plans
#[utoipa::path(get, path = "/api/v1/orders/{id}", tag = "orders", params(("id" = OrderId, Path)),
    responses((status = 200, body = OrderDetail), (status = 404, body = ProblemJson)))]
async fn show(State(state): State<AppState>, Caller(actor): Caller, Path(id): Path<OrderId>) -> Result<axum::Json<OrderDetail>> {
    Ok(axum::Json(orders::get(&state.portal, &actor, id).await?))
}

/// The account that shall have the order.
#[derive(Deserialize, utoipa::ToSchema)]
struct AssignForm {
    account_id: AccountId,
}

/// Assign an order with all its items to an active customer account. Needs `orders.view`
#[utoipa::path(post, path = "/api/v1/orders/{id}/assign", tag = "orders", params(("id" = OrderId, Path)), request_body = AssignForm,
    responses((status = 200, body = Assignment), (status = 404, body = ProblemJson), (status = 409, body = ProblemJson),
        (status = 422, body = ProblemJson)))]
async fn assign(
    State(state): State<AppState>,
    Caller(actor): Caller,
    Path(id): Path<OrderId>,
    Json(form): Json<AssignForm>,
) -> Result<axum::Json<Assignment>> {
    Ok(axum::Json(orders::assign(&state.portal, &actor, id, form.account_id).await?))
}
