//! Structured logs and the metrics registry. Both are process-wide and set up once.

use crate::settings::{LogFormat, Settings};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::{io::IsTerminal, sync::OnceLock};
use tracing_subscriber::{EnvFilter, filter::ParseError, layer::SubscriberExt, util::SubscriberInitExt};

/// Request durations in seconds: fine where pages and searches should lie, coarse up to the request timeout.
const DURATIONS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// The log filter; statement logs of the database layer are off unless asked for, since they carry bound values.
pub fn filter(directives: &str) -> Result<EnvFilter, ParseError> {
    let quiet = ["sqlx=warn", "sea_orm=warn", "sea_orm_migration=warn", "hyper=warn", "h2=warn"].join(",");
    EnvFilter::builder().parse(format!("{quiet},{directives}"))
}

/// Starts logging to standard error and routes panics into the log, where they carry the request id.
pub fn start(settings: &Settings) {
    let filter = filter(&settings.log).unwrap_or_default();
    let registry = tracing_subscriber::registry().with(filter);
    let started = match settings.log_format {
        LogFormat::Json => {
            registry.with(tracing_subscriber::fmt::layer().json().flatten_event(true).with_writer(std::io::stderr)).try_init()
        }
        LogFormat::Text => registry
            .with(
                tracing_subscriber::fmt::layer().with_target(false).with_ansi(std::io::stderr().is_terminal()).with_writer(std::io::stderr),
            )
            .try_init(),
    };
    if started.is_ok() {
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            let text = panic.payload_as_str().unwrap_or("no message");
            // The trace is what finds the cause; empty unless RUST_BACKTRACE asks for it.
            let trace = std::backtrace::Backtrace::capture();
            tracing::error!(place, text, %trace, "panic");
        }));
    }
}

/// The registry behind `/metrics`. `None` only if something else in the process has installed another one.
pub fn metrics() -> Option<PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &DURATIONS).ok()?;
            let handle = builder.install_recorder().ok()?;
            metrics::describe_counter!("http_requests_total", "Requests by method, route and status");
            metrics::describe_histogram!("http_request_duration_seconds", "Time until the answer starts");
            metrics::describe_gauge!("http_requests_in_flight", "Requests being answered");
            metrics::describe_gauge!("db_pool_connections", "Database connections by state");
            Some(handle)
        })
        .clone()
}
