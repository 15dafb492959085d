//! A whole server in this process, on a free port.

use crate::{Client, database::TestDatabase};
use std::sync::Arc;
use switchroom::{Settings, serve::Server, settings::Values};
use switchroom_core::Portal;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// Runs until it is dropped; then its database goes too.
pub struct TestApp {
    /// `http://127.0.0.1:<port>`
    pub url: String,
    pub portal: Portal,
    /// A first client; [`TestApp::client`] makes others with cookies of their own.
    pub client: Client,
    pub directory: Arc<TempDir>,
    stop: CancellationToken,
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
        let server = Server::prepare(settings, false).await.unwrap();
        let url = format!("http://{}", server.addr());
        let (portal, stop) = (server.state().portal.clone(), server.state().stop.clone());
        tokio::spawn(server.run());
        Self { client: Client::new(&url), url, portal, directory, stop, _database: database }
    }

    /// Another browser: no cookies yet.
    pub fn client(&self) -> Client {
        Client::new(&self.url)
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}
