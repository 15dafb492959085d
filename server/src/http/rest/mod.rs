//! The REST API under `/api/v1`, one file a noun. Its OpenAPI description comes from the same annotations that route.
//!
//! A handler translates and nothing else: [`Caller`] is who asks, [`ListParams`], [`Path`], [`Json`] are what is asked,
//! one use case answers. See `docs/api.md` for the conventions.

mod account_groups;
mod accounts;
mod conflicts;
mod docs;
mod download;
mod events;
mod factors;
mod figures;
mod idempotency;
mod imports;
mod jobs;
mod list_params;
mod mails;
mod me;
mod notification_rules;
mod notifications;
mod order_imports;
mod orders;
mod palette;
mod partner_access;
mod partners;
mod policies;
mod preferences;
mod providers;
mod roles;
mod sessions;
mod subscriptions;
mod templates;
mod tokens;
mod users;
mod version;
mod views;
mod webhooks;

pub use super::extract::{Json, Path, Query};
pub use super::identity::Caller;
pub use super::problem::ProblemJson;
pub use list_params::ListParams;
pub use version::{IfMatch, Versioned};

use super::AppState;
use axum::{Router, http::header, middleware::from_fn_with_state, response::IntoResponse, routing::get};
use std::sync::Arc;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme},
};
use utoipa_axum::router::OpenApiRouter;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Switchroom",
        version = env!("CARGO_PKG_VERSION"),
        description = "Administration of accounts, users, orders and their history. Lists are paged by cursor, writes take \
                       `Idempotency-Key` and `If-Match`, errors are RFC 9457 problems with a stable `code`."
    ),
    components(schemas(ProblemJson)),
    modifiers(&Security),
    security(("token" = []), ("session" = []))
)]
struct Description;

struct Security;

impl Modify for Security {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_default();
        let cookie = ApiKey::Cookie(ApiKeyValue::with_description("__Host-switchroom", "Set by POST /api/v1/sessions"));
        components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
        components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
    }
}

/// Every noun's routes are merged here; annotate handlers with `utoipa::path` and add them with `routes!`.
fn nouns() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Description::openapi())
        .merge(me::routes())
        .merge(accounts::routes())
        .merge(account_groups::routes())
        .merge(partner_access::routes())
        .merge(policies::routes())
        .merge(sessions::routes())
        .merge(factors::routes())
        .merge(tokens::routes())
        .merge(mails::routes())
        .merge(orders::routes())
        .merge(order_imports::routes())
        .merge(subscriptions::routes())
        .merge(conflicts::routes())
        .merge(users::routes())
        .merge(views::routes())
        .merge(roles::routes())
        .merge(templates::routes())
        .merge(palette::routes())
        .merge(partners::routes())
        .merge(providers::routes())
        .merge(preferences::routes())
        .merge(imports::routes())
        .merge(events::routes())
        .merge(figures::routes())
        .merge(notification_rules::routes())
        .merge(notifications::routes())
        .merge(jobs::routes())
        .merge(webhooks::routes())
        .merge(super::live::routes())
}

pub fn routes(state: &AppState) -> Router<AppState> {
    let (router, description) = nouns().split_for_parts();
    let router = router.layer(from_fn_with_state(state.clone(), idempotency::keep));
    let json: Arc<str> = description.to_pretty_json().unwrap_or_default().into();
    let answer = move || async move { ([(header::CONTENT_TYPE, "application/json")], json.to_string()).into_response() };
    router.route("/api/openapi.json", get(answer)).route("/api/docs", get(move || docs::page(description.clone())))
}

/// For `switchroom openapi`.
pub fn openapi_json() -> String {
    let (_, description) = nouns().split_for_parts();
    description.to_pretty_json().unwrap_or_default()
}
