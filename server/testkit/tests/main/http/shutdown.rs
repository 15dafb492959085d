use switchroom::{Settings, serve::Server, settings::Values};

/// 00 told to stop, the server ends, and at once it no longer accepts connections
#[tokio::test]
async fn stops_when_told() {
    let directory = tempfile::tempdir().unwrap();
    let pairs = [("SWITCHROOM_ADDR", "127.0.0.1:0"), ("SWITCHROOM_DATA_DIR", directory.path().to_str().unwrap())];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let settings = Settings::read(Values::collect(None, pairs.into_iter()).unwrap()).unwrap();
    let server = Server::prepare(settings, false).await.unwrap();
    let (addr, stop) = (server.addr(), server.state().stop.clone());
    let running = tokio::spawn(server.run());
    let url = format!("http://{addr}/readyz");
    assert_eq!(reqwest::get(&url).await.unwrap().status(), 200);
    stop.cancel();
    running.await.unwrap().unwrap();
    assert!(reqwest::get(&url).await.is_err());
    assert!(directory.path().join("secret.key").exists());
}
