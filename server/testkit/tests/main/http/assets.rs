use reqwest::Method;
use std::fs;
use switchroom_testkit::{Answer, TestApp};

async fn app_with_client() -> (TestApp, tempfile::TempDir) {
    let assets = tempfile::tempdir().unwrap();
    let pkg = assets.path().join("pkg");
    fs::create_dir(&pkg).unwrap();
    for (name, text) in [
        ("switchroom.js", "export {}"),
        ("switchroom.js.br", "brotli"),
        ("switchroom.js.gz", "gzip"),
        ("switchroom_bg.wasm", "wasm"),
        ("switchroom.css", "p{}"),
        ("areas.json", r#"{"sign_in":["table.pack","sign_in.pack"],"users":["table.pack","users.pack"]}"#),
    ] {
        fs::write(pkg.join(name), text).unwrap();
    }
    fs::write(assets.path().join("favicon.svg"), "<svg/>").unwrap();
    (TestApp::start_with(&[("assets_dir", assets.path().to_str().unwrap())]).await, assets)
}

/// The path of the bundle as the page names it.
fn script_path(page: &Answer) -> String {
    page.text()
        .split("href=\"")
        .find(|part| part.starts_with("/pkg/") && part.contains("/switchroom.js\""))
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned()
}

/// 00 the client bundle is immutable by build and served precompressed
#[tokio::test]
async fn the_bundle() {
    let (app, _assets) = app_with_client().await;
    let path = script_path(&app.client.get("/login").await);
    for (accepted, coding, body) in [("gzip, br", "br", "brotli"), ("gzip, br;q=0", "gzip", "gzip"), ("identity", "", "export {}")] {
        let file = app.client.send(app.client.request(Method::GET, &path).header("accept-encoding", accepted)).await;
        assert_eq!((file.header("content-encoding"), file.text().as_str()), (coding, body), "{accepted}");
        assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(file.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(file.header("vary"), "accept-encoding");
    }
    app.client.get("/pkg/0000000000000000/switchroom.js").await.problem(404, "route.not_found");
    app.client.get("/pkg/switchroom.js").await;
}

/// 00 a page names the files of its area, to be loaded with the main one
#[tokio::test]
async fn the_area_of_a_page() {
    let (app, _assets) = app_with_client().await;
    let page = app.client.get("/login").await;
    let folder = script_path(&page).replace("switchroom.js", "");
    for file in ["table.pack", "sign_in.pack"] {
        assert_eq!(page.text().matches(&format!("href=\"{folder}{file}\"")).count(), 1, "{}", page.text());
    }
    assert!(!page.text().contains("users.pack"));
}

/// 00 public files carry an ETag, and nothing outside their folder is served
#[tokio::test]
async fn public_files() {
    let (app, _assets) = app_with_client().await;
    let file = app.client.get("/favicon.svg").await;
    assert_eq!((file.header("content-type"), file.text().as_str()), ("image/svg+xml", "<svg/>"));
    let again = app.client.send(app.client.request(Method::GET, "/favicon.svg").header("if-none-match", file.header("etag"))).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    for outside in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/fonts/..%2f..%2fCargo.toml", "/pkg/x/..%2f..%2fCargo.toml"] {
        assert_eq!(app.client.get(outside).await.status, 404, "{outside}");
    }
}

/// 00 without a client bundle the pages are still there
#[tokio::test]
async fn no_bundle() {
    let app = TestApp::start().await;
    let page = app.client.get("/login").await;
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("/pkg/"), "{}", page.text());
}
