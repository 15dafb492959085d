//! Signing in, from the button to the dashboard and out again.

use super::{Site, split};
use serde_json::json;
use switchroom_sandbox::{Algorithm, Behaviour};
use switchroom_testkit::{Client, page};

/// AUTH-05 AUTH-06 AUTH-09 the button leads to the provider with PKCE, state and nonce, and back to the dashboard
#[tokio::test]
async fn from_the_button_to_the_dashboard() {
    let site = Site::start().await;
    let client = site.world.app.client();
    let login = page(&client, "/login?next=%2Forders").await.text();
    for part in ["Or sign in with", "Sandbox ID", "href=\"/auth/oidc/sandbox/start?next=%2Forders\""] {
        assert!(login.contains(part), "{part} missing in {login}");
    }
    let to = page(&client, "/auth/oidc/sandbox/start").await;
    assert!(to.header("set-cookie").contains("HttpOnly") && to.header("set-cookie").contains("SameSite=Lax"));
    let address = to.header("location").to_owned();
    assert!(address.starts_with(&format!("{}/authorize?", site.sandbox.issuer())), "{address}");
    let callback = format!("{}/auth/oidc/sandbox/callback", site.world.app.url).replace(':', "%3A").replace('/', "%2F");
    for part in
        ["response_type=code", "code_challenge_method=S256", "code_challenge=", "state=", "nonce=", "scope=openid+email+profile", &callback]
    {
        assert!(address.contains(part), "{part} missing in {address}");
    }
    assert!(!address.contains("code_verifier") && !address.contains("sandbox-secret"));
    let choice = Client::new(split(&address).0).get(split(&address).1).await.success().text();
    assert!(choice.contains("Ada Berger") && choice.contains("Olu Adeyemi"), "{choice}");
    let back = page(&client, &site.choose(&address, "ada").await).await;
    assert_eq!((back.status.as_u16(), back.header("location")), (303, "/dashboard"), "{}", back.text());
    assert_eq!(page(&client, "/dashboard").await.status, 200);
    let me = site.me(&client).await;
    assert_eq!((me["method"].as_str(), me["email"].as_str()), (Some("oidc"), Some("ada@larkfield.example")));
}

/// AUTH-06 a person goes where they wanted to go, but never to another site
#[tokio::test]
async fn the_way_back_stays_here() {
    let site = Site::start().await;
    let client = site.world.app.client();
    for (wanted, reached) in [
        ("/orders?sort=-start", "/orders?sort=-start"),
        ("https://evil.test/", "/"),
        ("//evil.test", "/"),
        ("/\\evil.test", "/"),
        ("/api/fn/x", "/"),
        ("", "/dashboard"),
    ] {
        let encoded: String = wanted.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let to = client.get(&format!("/auth/oidc/sandbox/start?next={encoded}")).await;
        let back = client.get(&site.choose(to.header("location"), "ada").await).await;
        assert_eq!((back.status.as_u16(), back.header("location")), (303, reached), "{wanted}");
    }
}

/// AUTH-06 both kinds of key pairs are accepted; after a rotation the new keys are fetched
#[tokio::test]
async fn keys_change() {
    let site = Site::start().await;
    site.signed_in("ada").await;
    site.sandbox.rotate_keys().unwrap();
    site.signed_in("ada").await;
    site.sandbox.misbehave(Behaviour { algorithm: Algorithm::Es256, ..Default::default() });
    site.signed_in("ben").await;
    let rotated = Client::new(&site.sandbox.url).post("/admin/oidc/rotate", json!({"keep_old": true})).await;
    assert_eq!(rotated.status, 204);
    site.signed_in("olu").await;
}

/// AUTH-06 clocks may be two minutes apart, not three
#[tokio::test]
async fn clocks_differ() {
    let site = Site::start().await;
    for (behaviour, accepted) in [
        (Behaviour { expires_in: Some(-100), ..Default::default() }, true),
        (Behaviour { expires_in: Some(-140), ..Default::default() }, false),
        (Behaviour { issued_ahead: 100, ..Default::default() }, true),
        (Behaviour { issued_ahead: 140, ..Default::default() }, false),
    ] {
        site.sandbox.misbehave(behaviour.clone());
        let answer = site.sign_in(&site.world.app.client(), "ada").await;
        assert_eq!(answer.status == 303, accepted, "{behaviour:?}: {}", answer.text());
    }
}

/// AUTH-25 AUTH-26 the session says how it was begun, and ends here; the provider's own can be ended too
#[tokio::test]
async fn signing_out() {
    let site = Site::start().await;
    let client = site.signed_in("ada").await;
    let sessions = client.get("/api/v1/sessions").await.success().value();
    assert_eq!(sessions[0]["method"], "oidc");
    client.delete("/api/v1/sessions").await.success();
    client.get("/api/v1/me").await.problem(401, "auth.required");
    let end = client.get("/auth/oidc/sandbox/end").await;
    assert_eq!(end.status, 303);
    let (origin, path) = split(end.header("location"));
    let back = Client::new(origin).get(path).await;
    assert_eq!(back.header("location"), format!("{}/login?notice=signed_out", site.world.app.url));
}

/// AUTH-06 a provider that is away or says no leads to a page that says so, and to a problem for programs
#[tokio::test]
async fn the_provider_says_no() {
    let site = Site::start().await;
    let client = site.world.app.client();
    site.sign_in(&client, "").await.problem(403, "auth.oidc_refused");
    site.sandbox.misbehave(Behaviour { token_status: Some(503), ..Default::default() });
    let back = site.choose(&site.begin(&client, "sandbox").await, "ada").await;
    let answer = page(&client, &back).await;
    assert!(answer.status.is_client_error() || answer.status.is_server_error());
    assert!(
        answer.text().contains("You could not be signed in") && answer.text().contains("/auth/oidc/sandbox/start"),
        "{}",
        answer.text()
    );
    client.get("/auth/oidc/nobody/start").await.problem(404, "provider.not_found");
    let page = page(&client, "/auth/oidc/nobody/start").await;
    assert_eq!(page.header("location"), "/login?error=provider.not_found");
}
