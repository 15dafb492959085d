use reqwest::Method;
use switchroom_testkit::TestApp;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// 00 a body above the limit is refused before it is read
#[tokio::test]
async fn oversized_bodies() {
    let app = TestApp::start().await;
    let body = vec![b'x'; 1024 * 1024 + 1];
    let answer = app.client.send(app.client.request(Method::POST, "/api/v1/nothing").body(body.clone())).await;
    answer.problem(413, "input.too_large");
    let import = app.client.send(app.client.request(Method::POST, "/api/v1/accounts/x/imports").body(body)).await;
    assert_ne!(import.status, 413);
}

/// 00 broken requests get an answer and leave the server standing
#[tokio::test]
async fn broken_requests() {
    let app = TestApp::start().await;
    let address = app.url.strip_prefix("http://").unwrap();
    let long = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(100_000));
    for (request, status) in [("GET / HTTP/9.9\r\n\r\n", "400"), ("nonsense\r\n\r\n", "400"), (long.as_str(), "431")] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        // The server may answer and close before everything is written.
        let _ = stream.write_all(request.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(answer.is_empty() || answer.contains(status) || answer.contains("414"), "{answer}");
    }
    assert_eq!(app.client.get("/healthz").await.status, 200);
}

/// 00 invalid UTF-8 in an address is an unknown address
#[tokio::test]
async fn invalid_utf8_in_the_path() {
    let app = TestApp::start().await;
    assert_eq!(app.client.get("/login/%ff%fe").await.status, 404);
    app.client.get("/api/v1/%ff%fe").await.problem(404, "route.not_found");
    assert_eq!(app.client.get("/login?search=%ff%fe").await.status, 200);
}
