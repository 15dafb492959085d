//! The REST API under `/api/v1`, one file a noun. Its OpenAPI description comes from the same annotations that route.

use super::AppState;
use axum::{Json, Router, routing::get};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

#[derive(OpenApi)]
#[openapi(info(title = "Switchroom", description = "Administration of accounts, users, orders and their history."))]
struct Description;

/// Every noun's routes are merged here; annotate handlers with `utoipa::path` and add them with `routes!`.
fn nouns() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Description::openapi())
}

pub fn routes() -> Router<AppState> {
    let (router, description) = nouns().split_for_parts();
    router.route("/api/openapi.json", get(move || async move { Json(description) }))
}

/// For `switchroom openapi`.
pub fn openapi_json() -> String {
    let (_, description) = nouns().split_for_parts();
    description.to_pretty_json().unwrap_or_default()
}
