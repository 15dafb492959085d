//! All routes, and the order of the middleware around them.

use super::{
    AppState, Problem, assets, body_limit, deadline, dev_reload, functions, headers, health, identity, observe, oidc, origin, pages,
    problem, rest,
};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    routing::{any, get},
};
use switchroom_types::AppError;
use tower_http::{
    CompressionLevel,
    compression::{
        CompressionLayer, DefaultPredicate, Predicate,
        predicate::{NotForContentType, SizeAbove},
    },
};

pub fn build(state: AppState) -> Router {
    let router = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .route("/pkg/{build}/{*file}", get(assets::client))
        .route("/api/fn/{*function}", any(functions::call))
        .merge(rest::routes(&state))
        .merge(oidc::routes())
        .route("/api/{*path}", any(|| async { no_such_route() }))
        .method_not_allowed_fallback(|| async {
            Problem(AppError::new(405, "route.method_not_allowed", "This address does not take that method."))
        });
    let router = if state.settings.dev_reload {
        router.route("/dev/reload.js", get(dev_reload::script)).route("/dev/process", get(dev_reload::process))
    } else {
        router
    };
    let router = pages::add(router, &state);
    // Read from the bottom up: the last layer sees the request first.
    router
        .layer(from_fn_with_state(state.clone(), identity::identify))
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn(body_limit::enforce))
        .layer(from_fn_with_state(state.clone(), origin::check))
        .layer(from_fn_with_state(state.clone(), deadline::enforce))
        .layer(from_fn(problem::render))
        .layer(compression())
        .layer(from_fn_with_state(state.clone(), headers::add))
        .layer(from_fn_with_state(state.clone(), observe::request))
        .with_state(state)
}

/// The answer for an address that nothing lives at.
pub fn no_such_route() -> Problem {
    Problem(AppError::new(404, "route.not_found", "There is nothing at this address."))
}

/// Answers made on the spot get the cheap levels; assets come precompressed. Exports are left alone: they stream
/// faster than they compress, and xlsx is compressed already.
fn compression() -> CompressionLayer<impl Predicate> {
    let worthwhile = DefaultPredicate::new()
        .and(SizeAbove::new(1024))
        .and(NotForContentType::const_new("text/csv"))
        .and(NotForContentType::const_new("application/vnd.openxmlformats"));
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(worthwhile)
}
