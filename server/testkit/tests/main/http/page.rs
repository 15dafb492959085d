use reqwest::Method;
use switchroom_testkit::TestApp;

/// 00 a page is complete without JavaScript, in the language the browser asks for
#[tokio::test]
async fn rendered_on_the_server() {
    let app = TestApp::start().await;
    let page = app.client.send(app.client.request(Method::GET, "/login/no-such-page").header("accept-language", "de-AT,en;q=0.5")).await;
    assert_eq!(page.status, 404);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert!(page.text().starts_with("<!DOCTYPE html><html lang=\"de\" dir=\"ltr\""), "{}", page.text());
    assert!(page.text().contains("<h1>Seite nicht gefunden<"), "{}", page.text());
}

/// 00 strict content security policy: the nonce of the header is the one in the page, and new each time
#[tokio::test]
async fn content_security_policy() {
    let app = TestApp::start().await;
    let mut seen = Vec::new();
    for _ in 0..2 {
        let page = app.client.get("/login").await;
        let policy = page.header("content-security-policy").to_owned();
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        assert!(page.text().contains(&format!("nonce=\"{nonce}\"")), "{}", page.text());
        assert_eq!(page.text().matches("<script").count(), page.text().matches(&format!("nonce=\"{nonce}\"")).count());
        for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'", "style-src 'self';"] {
            assert!(policy.contains(part), "{part} missing in {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains("http"), "{policy}");
        seen.push(nonce);
    }
    assert_ne!(seen[0], seen[1]);
}

/// 00 security headers stand on every answer, HSTS only behind TLS
#[tokio::test]
async fn security_headers() {
    let app = TestApp::start().await;
    for path in ["/login/nowhere", "/healthz", "/api/v1/nothing", "/robots.txt"] {
        let answer = app.client.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}");
    }
    let secure = TestApp::start_with(&[("public_url", "https://portal.example.com")]).await;
    assert_eq!(secure.client.get("/login").await.header("strict-transport-security"), "max-age=31536000");
}

/// 00 unknown addresses below /api answer a problem, unknown methods too
#[tokio::test]
async fn unknown_routes() {
    let app = TestApp::start().await;
    app.client.get("/api/v1/nothing").await.problem(404, "route.not_found");
    app.client.post("/healthz", ()).await.problem(405, "route.method_not_allowed");
    let function = app.client.post("/api/fn/nothing", ()).await;
    assert_eq!((function.status.as_u16(), function.value()["code"].as_str()), (404, Some("route.not_found")));
}

/// 00 a request id from outside is believed only behind a trusted proxy
#[tokio::test]
async fn request_ids() {
    let app = TestApp::start().await;
    let named = |app: &TestApp| app.client.request(Method::GET, "/healthz").header("x-request-id", "from-outside");
    assert_ne!(app.client.send(named(&app)).await.header("x-request-id"), "from-outside");
    let behind = TestApp::start_with(&[("trusted_proxies", "127.0.0.0/8")]).await;
    assert_eq!(behind.client.send(named(&behind)).await.header("x-request-id"), "from-outside");
}

/// 00 pages are compressed for those who take it
#[tokio::test]
async fn compression() {
    let app = TestApp::start().await;
    for (accepted, coding) in [("gzip", "gzip"), ("br, gzip", "br"), ("identity", "")] {
        let page = app.client.send(app.client.request(Method::GET, "/api/openapi.json").header("accept-encoding", accepted)).await;
        assert_eq!((page.status.as_u16(), page.header("content-encoding")), (200, coding));
        assert!(page.header("vary").contains("accept-encoding"), "{:?}", page.headers);
    }
}
