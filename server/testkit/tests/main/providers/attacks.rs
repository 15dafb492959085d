//! What a hostile provider, page or bystander tries.

use super::Site;
use reqwest::Method;
use serde_json::json;
use switchroom_sandbox::{Algorithm, Behaviour, Options, Sandbox};
use switchroom_testkit::Client;

/// AUTH-06 tokens for others, by others, about others, too old, unsigned or signed with what everybody knows
#[tokio::test]
async fn tokens_that_prove_nothing() {
    let site = Site::start().await;
    let before = site.counts().await;
    let text = |text: &str| Some(text.to_owned());
    for behaviour in [
        Behaviour { algorithm: Algorithm::None, ..Default::default() },
        Behaviour { algorithm: Algorithm::HmacWithPublicKey, ..Default::default() },
        Behaviour { algorithm: Algorithm::HmacWithClientSecret, ..Default::default() },
        Behaviour { algorithm: Algorithm::WrongKey, ..Default::default() },
        Behaviour { issuer: text("https://evil.test"), ..Default::default() },
        Behaviour { audience: text("another-client"), ..Default::default() },
        Behaviour { nonce: text("another-nonce"), ..Default::default() },
        Behaviour { expires_in: Some(-3_600), ..Default::default() },
        Behaviour { issued_ahead: 3_600, ..Default::default() },
        Behaviour { subject: text("olu"), ..Default::default() },
        Behaviour { foreign_userinfo: true, ..Default::default() },
        Behaviour { response_issuer: text("https://evil.test"), ..Default::default() },
        Behaviour { response_issuer: text(""), ..Default::default() },
    ] {
        site.sandbox.misbehave(behaviour.clone());
        let client = site.world.app.client();
        let answer = site.sign_in(&client, "ada").await;
        assert_eq!(answer.value()["code"], "auth.oidc_untrusted", "{behaviour:?}: {}", answer.text());
        assert_eq!(client.get("/api/v1/me").await.status, 401);
    }
    assert_eq!(site.counts().await, before);
}

/// AUTH-06 a provider whose discovery document is about another issuer is not asked at all
#[tokio::test]
async fn discovery_of_another_issuer() {
    let site = Site::start().await;
    site.sandbox.misbehave(Behaviour { discovery_issuer: Some("https://evil.test".to_owned()), ..Default::default() });
    site.world.app.client().get("/auth/oidc/sandbox/start").await.problem(502, "auth.oidc_unavailable");
}

/// AUTH-06 mix-up: the code of one provider is not redeemed at another one
#[tokio::test]
async fn mix_up() {
    let site = Site::start().await;
    let attacker = Sandbox::start(Options::default()).await.unwrap();
    site.add("attacker", &attacker.issuer()).await;
    // The attacker's page sends the person on to the honest provider, which sends them to the attacker's callback.
    let client = site.world.app.client();
    let page = site.begin(&client, "attacker").await;
    let honest = page.replace(&attacker.url, &site.sandbox.url);
    let back = site.choose(&honest, "ada").await;
    assert!(back.starts_with("/auth/oidc/attacker/callback"));
    client.get(&back).await.problem(401, "auth.oidc_untrusted");
    // The other way: what began at one provider does not end at the address of another one.
    let back = site.choose(&site.begin(&client, "attacker").await, "ada").await;
    client.get(&back.replace("/attacker/", "/sandbox/")).await.problem(400, "auth.oidc_expired");
    assert_eq!(client.get("/api/v1/me").await.status, 401);
}

/// AUTH-06 a callback is good once
#[tokio::test]
async fn replay() {
    let site = Site::start().await;
    let client = site.world.app.client();
    let to = client.get("/auth/oidc/sandbox/start").await;
    let cookie = to.header("set-cookie").split(';').next().unwrap().to_owned();
    let back = site.choose(to.header("location"), "ada").await;
    assert_eq!(client.get(&back).await.status, 303);
    client.get(&back).await.problem(400, "auth.oidc_expired");
    // Even with the cookie that went with it.
    let thief = Client::with_cookie(&site.world.app.url, &cookie);
    thief.get(&back).await.problem(400, "auth.oidc_expired");
    let fresh = site.choose(to.header("location"), "ada").await;
    thief.get(&fresh).await.problem(400, "auth.oidc_expired");
}

/// AUTH-06 nobody is signed in by a link that another browser's sign-in made (session fixation, login CSRF)
#[tokio::test]
async fn another_browser() {
    let site = Site::start().await;
    let (attacker, victim) = (site.world.app.client(), site.world.app.client());
    let back = site.choose(&site.begin(&attacker, "sandbox").await, "ada").await;
    victim.get(&back).await.problem(400, "auth.oidc_expired");
    // Nor while the victim's own sign-in is under way.
    site.begin(&victim, "sandbox").await;
    victim.get(&back).await.problem(400, "auth.oidc_expired");
    assert_eq!(victim.get("/api/v1/me").await.status, 401);
    for forged in ["switchroom-oidc=", "switchroom-oidc=AAAA", "switchroom-oidc=%00"] {
        Client::with_cookie(&site.world.app.url, forged).get(&back).await.problem(400, "auth.oidc_expired");
    }
    // A planted session cookie does not become a signed-in one.
    let planted = Client::with_cookie(&site.world.app.url, "switchroom=planted");
    assert_eq!(site.sign_in(&planted, "ada").await.status, 303);
    assert_eq!(Client::with_cookie(&site.world.app.url, "switchroom=planted").get("/api/v1/me").await.status, 401);
}

/// AUTH-06 a state of our own with a code of somebody's choosing is refused by the provider
#[tokio::test]
async fn injected_codes() {
    let site = Site::start().await;
    let (attacker, victim) = (site.world.app.client(), site.world.app.client());
    let attackers = site.choose(&site.begin(&attacker, "sandbox").await, "olu").await;
    let code = |back: &str| back.split(['?', '&']).find_map(|pair| pair.strip_prefix("code=")).unwrap().to_owned();
    let victims = site.choose(&site.begin(&victim, "sandbox").await, "ada").await;
    // PKCE: the code belongs to another verifier.
    victim.get(&victims.replace(&code(&victims), &code(&attackers))).await.problem(401, "auth.oidc_untrusted");
    assert_eq!(victim.get("/api/v1/me").await.status, 401);
}

/// AUTH-30 writes about providers from a foreign page are refused; signing in takes no writes at all
#[tokio::test]
async fn foreign_pages() {
    let site = Site::start().await;
    let operator = &site.world.operator.client;
    for (method, path) in [
        (Method::POST, "/api/v1/operator/providers"),
        (Method::POST, "/api/v1/operator/providers/test"),
        (Method::PUT, "/api/v1/partner/settings"),
    ] {
        let request = operator.request(method, path).header("origin", "https://evil.test").json(&json!({}));
        operator.send(request).await.problem(403, "auth.origin_refused");
    }
    for path in ["/auth/oidc/sandbox/start", "/auth/oidc/sandbox/callback", "/auth/oidc/sandbox/end"] {
        operator.post(path, json!({})).await.problem(405, "route.method_not_allowed");
    }
}
