//! Inbound HTTP: pages, server functions, REST, assets, health, and the middleware around them. Handlers only
//! translate; the use cases live in `switchroom-core`.

pub mod assets;
mod body_limit;
mod deadline;
mod dev_reload;
pub mod extract;
pub mod functions;
mod headers;
mod health;
pub mod identity;
pub(crate) mod listener;
mod live;
mod observe;
pub mod oidc;
mod origin;
pub mod pages;
mod problem;
pub mod request;
pub mod rest;
pub mod router;
pub mod setup;

pub use assets::Assets;
pub use problem::Problem;

use crate::{PublicUrl, Settings};
use metrics_exporter_prometheus::PrometheusHandle;
use std::sync::Arc;
use switchroom_core::Portal;
use tokio_util::sync::CancellationToken;

/// What every handler may ask for; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    pub settings: Arc<Settings>,
    pub portal: Portal,
    pub assets: Arc<Assets>,
    pub metrics: Option<PrometheusHandle>,
    /// Cancelled when the server is told to stop; endless responses end then.
    pub stop: CancellationToken,
}

impl AppState {
    /// The address people use, as it is in effect now; the wizard of the first start may have changed it.
    pub fn public_url(&self) -> PublicUrl {
        // It was checked when it was entered; what cannot be read is nobody's origin.
        self.portal.settings.public_url.parse().unwrap_or_else(|_| PublicUrl::nowhere())
    }
}

/// What REST handlers return.
pub type Result<T, E = Problem> = std::result::Result<T, E>;
