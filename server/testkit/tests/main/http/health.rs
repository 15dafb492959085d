use switchroom_testkit::TestApp;

/// 00 `/healthz` and `/readyz` answer on a running installation
#[tokio::test]
async fn alive_and_ready() {
    let app = TestApp::start().await;
    assert_eq!(app.client.get("/healthz").await.status, 200);
    assert_eq!(app.client.get("/readyz").await.status, 200);
}

/// 00 `/readyz` says so when the database is gone, `/healthz` stays up
#[tokio::test]
async fn not_ready_without_the_database() {
    let app = TestApp::start().await;
    // It has begun: a server that finds no database at its start does not come up at all.
    assert_eq!(app.client.get("/readyz").await.status, 200);
    app.portal.db.clone().close().await;
    app.client.get("/readyz").await.problem(503, "ready.database");
    assert_eq!(app.client.get("/healthz").await.status, 200);
}

/// 00 `/readyz` waits for the migrations
#[tokio::test]
async fn not_ready_with_another_schema() {
    use sea_orm::ConnectionTrait;
    let app = TestApp::start().await;
    let last = "DELETE FROM seaql_migrations WHERE version = (SELECT MAX(version) FROM seaql_migrations)";
    app.portal.db.write().execute_unprepared(last).await.unwrap();
    app.client.get("/readyz").await.problem(503, "ready.schema");
}

/// 00 `/metrics` counts requests by route, not by path
#[tokio::test]
async fn metrics_name_routes() {
    let app = TestApp::start().await;
    app.client.get("/api/v1/no/such/thing").await;
    let metrics = app.client.get("/metrics").await;
    assert!(metrics.header("content-type").starts_with("text/plain; version=0.0.4"));
    assert!(metrics.text().contains("http_requests_total{method=\"GET\",route=\"/api/{*path}\",status=\"404\"}"), "{}", metrics.text());
    assert!(!metrics.text().contains("no/such"));
}

/// 00 `/metrics` can be kept from strangers
#[tokio::test]
async fn metrics_can_ask_for_a_token() {
    let app = TestApp::start_with(&[("metrics_token", "swordfish")]).await;
    app.client.get("/metrics").await.problem(401, "auth.required");
    let with = |token: &str| app.client.request(reqwest::Method::GET, "/metrics").bearer_auth(token);
    app.client.send(with("wrong")).await.problem(401, "auth.required");
    assert_eq!(app.client.send(with("swordfish")).await.status, 200);
}
