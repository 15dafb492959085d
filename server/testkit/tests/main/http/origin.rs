use reqwest::Method;
use switchroom_testkit::{Answer, TestApp};

async fn post(app: &TestApp, headers: &[(&str, &str)]) -> Answer {
    let request =
        headers.iter().fold(app.client.request(Method::POST, "/api/v1/nothing"), |request, (name, value)| request.header(*name, *value));
    app.client.send(request).await
}

/// AUTH-30 writes whose Origin is not the public URL are refused
#[tokio::test]
async fn foreign_writes_are_refused() {
    let app = TestApp::start().await;
    for headers in [
        &[("origin", "https://evil.example.com")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
        &[("referer", "http://evil.example.com/x")],
    ] {
        post(&app, headers).await.problem(403, "auth.origin_refused");
    }
    let function = app.client.send(app.client.request(Method::POST, "/api/fn/x").header("origin", "https://evil.example.com")).await;
    assert_eq!(function.status, 403);
}

/// AUTH-30 our own pages, programs without a browser and bearer tokens may write
#[tokio::test]
async fn own_writes_pass() {
    let app = TestApp::start().await;
    let localhost = app.url.replace("127.0.0.1", "localhost");
    for headers in [
        &[][..],
        &[("origin", app.url.as_str())],
        &[("origin", &localhost)],
        &[("authorization", "Bearer x"), ("origin", "https://tool.example.com")],
    ] {
        post(&app, headers).await.problem(404, "route.not_found");
    }
}

/// AUTH-30 behind TLS only the public URL counts, not the address that the server listens on
#[tokio::test]
async fn the_public_url_decides() {
    let app = TestApp::start_with(&[("public_url", "https://portal.example.com")]).await;
    post(&app, &[("origin", "https://portal.example.com")]).await.problem(404, "route.not_found");
    post(&app, &[("origin", app.url.as_str())]).await.problem(403, "auth.origin_refused");
}
