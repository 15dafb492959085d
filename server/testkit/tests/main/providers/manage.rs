//! What the operator does with identity providers.

use super::{Site, form};
use reqwest::Method;
use serde_json::{Value, json};
use switchroom_sandbox::Behaviour;
use switchroom_testkit::World;

const API: &str = "/api/v1/operator/providers";

/// AUTH-04 a provider is added, edited, disabled and deleted; its secret is kept and never shown
#[tokio::test]
async fn life_of_a_provider() {
    let site = Site::start().await;
    let operator = &site.world.operator;
    let made = site.add("second", &site.sandbox.issuer()).await;
    assert_eq!(made["callback_url"], format!("{}/auth/oidc/second/callback", site.world.app.url));
    assert_eq!(made["client_secret_hint"], "cret");
    assert!(!made.to_string().contains("sandbox-secret"));
    let path = format!("{API}/{}", made["id"].as_str().unwrap());
    let put = |body: Value| operator.client.send(operator.client.request(Method::PUT, &path).header("if-match", "\"1\"").json(&body));
    let mut changed = form("ignored", &site.sandbox.issuer());
    (changed["label"], changed["enabled"], changed["client_secret"]) = (json!("Renamed"), json!(false), Value::Null);
    let saved = put(changed.clone()).await.success().value();
    assert_eq!((saved["slug"].as_str(), saved["label"].as_str(), saved["version"].as_i64()), (Some("second"), Some("Renamed"), Some(2)));
    assert_eq!(saved["client_secret_hint"], "cret");
    put(changed).await.problem(412, "input.stale");
    site.world.app.client().get("/auth/oidc/second/start").await.problem(404, "provider.not_found");
    assert!(!site.world.app.client().get("/login").await.text().contains("Renamed"));
    assert_eq!(operator.delete(&path).await.status, 204);
    operator.get(&path).await.problem(404, "provider.not_found");
    let history = site.world.history(operator.account_id).await;
    let actions: Vec<&str> = history.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(actions, ["Delete", "Edit", "Create", "Create"]);
    assert!(!serde_json::to_string(&history).unwrap().contains("sandbox-secret"));
}

/// AUTH-04 what is missing or wrong is told at the field
#[tokio::test]
async fn entries_are_checked() {
    let site = Site::start().await;
    let operator = &site.world.operator;
    let problem = operator.post(API, json!({"slug": "Not a slug", "issuer": "ftp://x"})).await.problem(422, "input.invalid");
    let codes: Vec<String> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| format!("{} {}", error["field"].as_str().unwrap(), error["code"].as_str().unwrap()))
        .collect();
    for expected in [
        "label field.required",
        "client_id field.required",
        "entitlement_claim field.required",
        "slug provider.slug",
        "issuer outbound.address",
    ] {
        assert!(codes.iter().any(|code| code == expected), "{expected} missing in {codes:?}");
    }
    let twice = operator.post(API, form("sandbox", &site.sandbox.issuer())).await.problem(422, "input.invalid");
    assert_eq!(twice["errors"][0]["code"], "provider.slug_taken");
}

/// AUTH-04 "Test connection" says what the other side is, or what is wrong with it
#[tokio::test]
async fn test_connection() {
    let site = Site::start().await;
    let test = async |issuer: String| site.world.operator.post(&format!("{API}/test"), json!({ "issuer": issuer })).await;
    let found = test(site.sandbox.issuer()).await.success().value();
    assert_eq!((&found["has_userinfo"], &found["has_sign_out"]), (&json!(true), &json!(true)));
    assert_eq!(found["algorithms"], json!(["RS256", "ES256"]));
    let code = async |issuer: String| test(issuer).await.problem(422, "input.invalid")["errors"][0]["code"].as_str().unwrap().to_owned();
    assert_eq!(code(String::new()).await, "field.required");
    assert_eq!(code(format!("{}/nothing", site.sandbox.url)).await, "outbound.status");
    assert_eq!(code("http://127.0.0.1:1".to_owned()).await, "outbound.unreachable");
    assert_eq!(code("https://10.0.0.1/".to_owned()).await, "outbound.private");
    site.sandbox.misbehave(Behaviour { discovery_issuer: Some("https://other.test".to_owned()), ..Default::default() });
    assert_eq!(code(site.sandbox.issuer()).await, "provider.other_issuer");
}

/// AUTH-04 addresses that lead into the private network are refused unless the installation allows them
#[tokio::test]
async fn private_networks() {
    let world = World::start().await;
    for (issuer, expected) in [
        ("https://127.0.0.1:8443", "outbound.private"),
        ("https://169.254.169.254/latest/meta-data", "outbound.private"),
        ("https://[::1]/", "outbound.private"),
        ("http://login.example.com", "outbound.address"),
    ] {
        let refused = world.operator.post(API, form("x", issuer)).await.problem(422, "input.invalid");
        assert_eq!(refused["errors"][0]["code"], expected, "{issuer}");
    }
    let refused = world.operator.post(&format!("{API}/test"), json!({"issuer": "https://localhost:1"})).await.problem(422, "input.invalid");
    assert_eq!(refused["errors"][0]["code"], "outbound.private", "a name is judged by where it leads");
}
