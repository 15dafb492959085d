//! For load balancers and monitoring.

use super::{AppState, Problem, Result};
use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::IntoResponse,
};
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};
use std::time::Duration;
use switchroom_types::AppError;

/// The process answers. Nothing else is asked, so that a database outage does not get every replica restarted.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// Requests may be sent here: the database answers in time, its schema is ours, and the server is not stopping.
pub async fn ready(State(state): State<AppState>) -> Result<&'static str> {
    if state.stop.is_cancelled() {
        return Err(Problem(AppError::new(503, "ready.stopping", "The server is stopping.")));
    }
    match tokio::time::timeout(Duration::from_secs(3), state.portal.ready()).await {
        Ok(Ok(true)) => Ok("ready\n"),
        Ok(Ok(false)) => {
            Err(Problem(AppError::new(503, "ready.schema", "The database schema is not this version's; run `switchroom migrate`.")))
        }
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            Err(Problem(AppError::new(503, "ready.database", "The database does not answer.")))
        }
        Err(_) => Err(Problem(AppError::new(503, "ready.database", "The database does not answer in time."))),
    }
}

/// Prometheus text format; asks for `metrics_token` if one is set.
pub async fn metrics(State(state): State<AppState>, headers: HeaderMap) -> Result<impl IntoResponse> {
    if let Some(token) = &state.settings.metrics_token {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        // Digests, so that the comparison's time says nothing about the token.
        if given.map(Sha256::digest) != Some(Sha256::digest(token.expose_secret())) {
            return Err(Problem(AppError::unauthenticated()));
        }
    }
    count_connections(&state);
    let text = state.metrics.as_ref().map(|registry| registry.render()).unwrap_or_default();
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text))
}

/// Read when asked for: the pools know best themselves.
fn count_connections(state: &AppState) {
    let db = &state.portal.db;
    let pools = if db.is_sqlite() { vec![("read", db.read()), ("write", db.write())] } else { vec![("shared", db.write())] };
    for (name, connection) in pools {
        let (size, idle) = if db.is_sqlite() {
            let pool = connection.get_sqlite_connection_pool();
            (pool.size(), pool.num_idle())
        } else {
            let pool = connection.get_postgres_connection_pool();
            (pool.size(), pool.num_idle())
        };
        let idle = u32::try_from(idle).unwrap_or(size).min(size);
        metrics::gauge!("db_pool_connections", "pool" => name, "state" => "idle").set(idle);
        metrics::gauge!("db_pool_connections", "pool" => name, "state" => "used").set(size - idle);
    }
}
