//! Start-up and shutdown of the server: bind, open the database, serve, drain.

mod demo;

use crate::{
    Settings,
    http::{AppState, Assets, listener, router},
    portal,
    settings::Values,
    telemetry,
};
use axum::Router;
use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};
use switchroom_core::{installation, jobs, live, mail, maintenance, seed, setup, webhooks};
use switchroom_sandbox::Sandbox;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Long work shares the machine with the pages that people wait for.
const JOBS_SIDE_BY_SIDE: usize = 2;

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("cannot listen on {addr}: {cause}; choose another address with --addr or SWITCHROOM_ADDR")]
    Listen { addr: SocketAddr, cause: std::io::Error },
    #[error("the database cannot be used: {0}; check SWITCHROOM_DATABASE_URL")]
    Database(#[from] switchroom_core::Error),
    #[error("{path} cannot be used: {cause}; check SWITCHROOM_DATA_DIR")]
    DataDirectory { path: PathBuf, cause: std::io::Error },
    #[error("SWITCHROOM_SECRET_KEY is needed with a shared database, the same on every replica; `openssl rand -base64 32` makes one")]
    NoSecretKey,
    #[error("the client bundle in {path} cannot be read: {cause}")]
    Assets { path: PathBuf, cause: std::io::Error },
    #[error("the sandbox of the demonstration cannot start: {0}")]
    Sandbox(std::io::Error),
    #[error("the server stopped: {0}")]
    Io(#[from] std::io::Error),
}

/// A server that is bound and ready to run; tests run it in-process.
pub struct Server {
    listener: TcpListener,
    addr: SocketAddr,
    state: AppState,
    router: Router,
    setup_token: Option<String>,
    /// The outside world of a demonstration.
    sandbox: Option<Sandbox>,
}

impl Server {
    /// Binds first, because links and the origin check need the port that was given.
    pub async fn prepare(mut settings: Settings, demo: bool) -> Result<Self, StartError> {
        let listen = |cause| StartError::Listen { addr: settings.addr, cause };
        let listener = TcpListener::bind(settings.addr).await.map_err(listen)?;
        let addr = listener.local_addr().map_err(listen)?;
        let assets = Assets::load(settings.assets_dir.clone())?;
        let public_url = settings.public_url(addr);
        let sandbox = if demo { Some(demo::surround(&mut settings, addr).await?) } else { None };
        let portal = portal::open(&settings, &public_url.to_string(), demo).await?;
        if settings.auto_migrate {
            portal.migrate().await?;
        }
        if let Some(sandbox) = &sandbox {
            demo::fill(&portal, sandbox).await?;
        }
        // A schema that is behind says so at /readyz; there is nothing to set up then.
        let ready = portal.ready().await.unwrap_or_default();
        let setup_token = if ready { setup::offer(&portal).await? } else { None };
        if ready {
            installation::refresh(&portal).await?;
        }
        let state = AppState {
            portal,
            assets: Arc::new(assets),
            settings: Arc::new(settings),
            metrics: telemetry::metrics(),
            stop: CancellationToken::new(),
        };
        let router = router::build(state.clone());
        Ok(Self { listener, addr, state, router, setup_token, sandbox })
    }

    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Good for `/setup`, as long as there is no operator (AUTH-01).
    pub fn setup_token(&self) -> Option<&str> {
        self.setup_token.as_deref()
    }

    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Serves until `AppState::stop` is cancelled, then lets open requests finish within the shutdown timeout.
    pub async fn run(self) -> Result<(), StartError> {
        let (portal, stop) = (&self.state.portal, &self.state.stop);
        live::start(portal, stop).await?;
        tokio::spawn(installation::watch(portal.clone(), stop.clone()));
        tokio::spawn(mail::deliver(portal.clone(), stop.clone()));
        tokio::spawn(webhooks::deliver(portal.clone(), stop.clone()));
        tokio::spawn(maintenance::run(portal.clone(), stop.clone()));
        let workers = (0..JOBS_SIDE_BY_SIDE).map(|_| tokio::spawn(jobs::run(portal.clone(), stop.clone()))).collect::<Vec<_>>();
        listener::serve(self.listener, self.router, self.state.stop.clone(), self.state.settings.shutdown_timeout).await?;
        // A job notices the stop at its next step; what is cut off is taken up again when its lease ends.
        let _ = tokio::time::timeout(Duration::from_secs(5), futures::future::join_all(workers)).await;
        let _ = tokio::time::timeout(Duration::from_secs(5), portal.db.clone().close()).await;
        Ok(())
    }
}

/// `switchroom serve`.
pub async fn run(settings: Settings, demo: bool) -> Result<(), StartError> {
    let server = Server::prepare(settings, demo).await?;
    let state = server.state();
    if !state.assets.has_client() {
        tracing::warn!("no client bundle found: pages work, but without the interactive client; `cargo xtask build` makes one");
    }
    let url = state.public_url();
    tracing::info!(%url, addr = %server.addr(), "Switchroom is ready");
    if let Some(token) = server.setup_token() {
        announce(&format!("Set up this installation at {url}/setup?token={token}"));
    }
    if let Some(sandbox) = &server.sandbox {
        tracing::info!(mailbox = %format!("{}/mail", sandbox.url), "mails arrive in the sandbox, beside its identity provider");
        tracing::info!(
            "sign in as partner@demo.test, manager@demo.test, admin@demo.test, user@demo.test or operator@demo.test; password {}",
            seed::DEMO_PASSWORD
        );
    }
    tokio::spawn(stop_on_signal(state.stop.clone()));
    server.run().await?;
    tracing::info!("stopped");
    Ok(())
}

/// Past the log: it may be kept where others read it.
#[allow(clippy::print_stdout)]
fn announce(text: &str) {
    println!("{text}");
}

/// A demo without a configured place keeps its data in a directory that goes away with it.
pub fn throw_away_data(demo: bool, values: &mut Values) -> std::io::Result<Option<TempDir>> {
    if !demo || values.has("data_dir") || values.has("database_url") {
        return Ok(None);
    }
    let directory = tempfile::Builder::new().prefix("switchroom-demo-").tempdir()?;
    values.set("data_dir", directory.path().display().to_string(), "--demo");
    Ok(Some(directory))
}

async fn stop_on_signal(stop: CancellationToken) {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut terminated) = signal(SignalKind::terminate()) else { return };
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
    tracing::info!("stopping: open requests may finish");
    stop.cancel();
}
