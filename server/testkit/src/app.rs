//! A whole server in this process, on a free port.

use crate::{Client, database::TestDatabase};
use std::sync::Arc;
use switchroom::{
    Settings,
    serve::{Server, StartError},
    settings::Values,
};
use switchroom_core::Portal;
use tempfile::TempDir;
use tokio::{runtime::Runtime, sync::oneshot};
use tokio_util::sync::CancellationToken;

/// Runs until it is dropped; then its database goes too.
pub struct TestApp {
    /// `http://127.0.0.1:<port>`
    pub url: String,
    pub portal: Portal,
    /// A first client; [`TestApp::client`] makes others with cookies of their own.
    pub client: Client,
    pub directory: Arc<TempDir>,
    /// For the wizard of the first start.
    pub setup_token: Option<String>,
    stop: CancellationToken,
    settings: Settings,
    /// Where the server runs if it can be killed.
    runtime: Option<Runtime>,
    // Dropped last: the server still holds connections before.
    _database: TestDatabase,
}

impl TestApp {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// With settings on top of the usual ones, by their names in `switchroom.toml`.
    pub async fn start_with(settings: &[(&str, &str)]) -> Self {
        let directory = Arc::new(tempfile::tempdir().unwrap());
        let database = TestDatabase::create(directory.path()).await;
        let data_dir = directory.path().display().to_string();
        let usual = [
            ("addr", "127.0.0.1:0"),
            ("data_dir", &data_dir),
            ("database_url", &database.url),
            ("auto_migrate", "false"),
            ("shutdown_timeout", "1"),
        ];
        let pairs = usual.iter().chain(settings).map(|(name, value)| (format!("SWITCHROOM_{}", name.to_uppercase()), (*value).to_owned()));
        // The same key everywhere, so that PostgreSQL needs none from outside.
        let key = ("SWITCHROOM_SECRET_KEY".to_owned(), "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=".to_owned());
        let settings = Settings::read(Values::collect(None, std::iter::once(key).chain(pairs)).unwrap()).unwrap();
        let server = Server::prepare(settings.clone(), false).await.unwrap();
        let url = format!("http://{}", server.addr());
        let (portal, stop) = (server.state().portal.clone(), server.state().stop.clone());
        let setup_token = server.setup_token().map(str::to_owned);
        run(server);
        Self { client: Client::new(&url), url, portal, directory, setup_token, stop, settings, runtime: None, _database: database }
    }

    /// Another server on the same database, as behind a load balancer. It runs until this one is dropped.
    pub async fn replica(&self) -> Client {
        let settings = Settings { public_url: Some(self.url.parse().unwrap()), ..self.settings.clone() };
        let server = Server::prepare(settings, false).await.unwrap();
        let url = format!("http://{}", server.addr());
        let (stop, other) = (self.stop.clone(), server.state().stop.clone());
        tokio::spawn(async move {
            stop.cancelled().await;
            other.cancel();
        });
        run(server);
        Client::new(&url)
    }

    /// Starts the server anew, on the same address and database, in a runtime that [`TestApp::kill`] ends. What has been
    /// cloned from `portal` before belongs to the old one.
    pub async fn restart(&mut self) {
        self.stop.cancel();
        let settings = Settings { addr: self.url.strip_prefix("http://").unwrap().parse().unwrap(), ..self.settings.clone() };
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let (started, server) = oneshot::channel();
        runtime.spawn(async move {
            let server = loop {
                match Server::prepare(settings.clone(), false).await {
                    Ok(server) => break server,
                    // The server before is still letting go of the address.
                    Err(StartError::Listen { .. }) => tokio::task::yield_now().await,
                    Err(error) => panic!("{error}"),
                }
            };
            let _ = started.send((server.state().portal.clone(), server.state().stop.clone()));
            server.run().await
        });
        (self.portal, self.stop) = server.await.unwrap();
        end(self.runtime.replace(runtime));
    }

    /// Ends a restarted server wherever it is, as `kill -9` would: nothing is finished, nothing is said.
    pub fn kill(&mut self) {
        end(self.runtime.take());
    }

    /// Another browser: no cookies yet.
    pub fn client(&self) -> Client {
        Client::new(&self.url)
    }
}

/// A server that ends by itself says why; its clients would only see that nobody answers.
fn run(server: Server) {
    tokio::spawn(async move {
        if let Err(error) = server.run().await {
            panic!("the server ended: {error}");
        }
    });
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.stop.cancel();
        end(self.runtime.take());
    }
}

/// Unlike dropping it, allowed within another runtime.
fn end(runtime: Option<Runtime>) {
    if let Some(runtime) = runtime {
        runtime.shutdown_background();
    }
}
