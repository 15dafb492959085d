use super::path;
use reqwest::Method;
use serde_json::{Value, json};
use switchroom_testkit::{Client, PASSWORD, TestApp, World, add_passkey, set_up_authenticator, sign_in_with};

/// Behind a proxy, so that tests choose the address they come from.
async fn world() -> World {
    World::in_app(TestApp::start_with(&[("trusted_proxies", "127.0.0.1")]).await).await
}

async fn from(client: &Client, method: Method, path: &str, ip: &str, body: Option<Value>) -> switchroom_testkit::Answer {
    let mut request = client.request(method, path).header("x-forwarded-for", ip);
    if let Some(body) = body {
        request = request.json(&body);
    }
    client.send(request).await
}

/// AUTH-B5 acts at once on open sessions and API tokens, on sign-in by any method, and on nobody else's account
#[tokio::test]
async fn allow_list() {
    let world = world().await;
    let (admin, user) = (&world.a.first.admin, &world.a.first.user);
    let made = admin.post("/api/v1/tokens", json!({"name": "Script", "scopes": ["users:read"]})).await;
    let token = Client::with_token(&world.app.url, made.success().value()["secret"].as_str().unwrap());
    let (key, _) = add_passkey(user, &world.app, "Laptop").await;
    let app = set_up_authenticator(user, &world.portal).await;
    let users = format!("/api/v1/accounts/{}/users", world.a.first.account_id);
    from(&token, Method::GET, &users, "203.0.113.9", None).await.success();
    let list = json!({"networks": ["198.51.100.0/24", "2001:db8::/32"]});
    let excluding = from(&admin.client, Method::PUT, &path(world.a.first.account_id), "203.0.113.9", Some(list.clone())).await;
    assert_eq!(excluding.problem(422, "input.invalid")["errors"][0]["code"], "policy.excludes_you");
    from(&admin.client, Method::PUT, &path(world.a.first.account_id), "198.51.100.7", Some(list)).await.success();
    for (ip, inside) in [("198.51.100.8", true), ("2001:db8::5", true), ("203.0.113.9", false), ("2001:db9::5", false)] {
        let answer = from(&token, Method::GET, &users, ip, None).await;
        if inside {
            answer.success();
        } else {
            answer.problem(403, "auth.address_refused");
        }
        // Another account's people come from anywhere.
        from(&world.a.second.user.client, Method::GET, "/api/v1/me", ip, None).await.success();
        from(&world.a.administrator.client, Method::GET, &users, ip, None).await.success();
    }
    // Sessions that began outside have ended, wherever they are used now.
    from(&user.client, Method::GET, "/api/v1/me", "198.51.100.8", None).await.problem(401, "auth.required");
    let password = json!({"email": user.email, "password": PASSWORD});
    let client = world.app.client();
    from(&client, Method::POST, "/api/v1/sessions", "203.0.113.9", Some(password.clone())).await.problem(403, "auth.address_refused");
    let wrong = json!({"email": user.email, "password": "wrong password"});
    from(&client, Method::POST, "/api/v1/sessions", "203.0.113.9", Some(wrong)).await.problem(401, "auth.failed");
    from(&client, Method::POST, "/api/v1/sessions", "198.51.100.8", Some(password)).await.problem(409, "auth.second_factor_required");
    let code = json!({"code": app.code(&world.portal)});
    from(&client, Method::POST, "/api/v1/sessions/second-step", "203.0.113.9", Some(code.clone()))
        .await
        .problem(403, "auth.address_refused");
    from(&client, Method::POST, "/api/v1/sessions/second-step", "198.51.100.8", Some(code)).await.success();
    from(&client, Method::GET, "/api/v1/me", "198.51.100.8", None).await.success();
    from(&client, Method::GET, "/api/v1/me", "203.0.113.9", None).await.problem(403, "auth.address_refused");
    let page = from(&client, Method::GET, "/profile", "203.0.113.9", None).await;
    assert_eq!(page.status, 403);
    assert!(!page.text().contains(&user.email));
    // `sign_in_with` comes from the loopback, which is outside.
    sign_in_with(&world.app.client(), &key).await.0.problem(403, "auth.address_refused");
    let reasons: Vec<Value> = world.history(world.a.first.account_id).await.into_iter().map(|(_, core)| core["reason"].clone()).collect();
    assert!(reasons.iter().filter(|reason| **reason == json!("address not allowed")).count() >= 3, "{reasons:?}");
}
