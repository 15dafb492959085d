use serde_json::{Value, json};
use switchroom_testkit::{Client, Person, World, change_user};

async fn token(world: &World, person: &Person, scopes: &[&str]) -> (Client, Value) {
    let made: Value = person.post("/api/v1/tokens", json!({"name": "Script", "scopes": scopes, "days": 30})).await.json();
    (Client::with_token(&world.app.url, made["secret"].as_str().unwrap()), made)
}

/// A token is shown once, works at once, and ends when revoked, expired or when its owner is deactivated (AUTH-16)
#[tokio::test]
async fn life() {
    let world = World::start().await;
    let person = &world.a.administrator;
    let (client, made) = token(&world, person, &["users:read"]).await;
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("swr_") && secret.ends_with(made["token"]["hint"].as_str().unwrap()));
    let me: Value = client.get("/api/v1/me").await.json();
    assert_eq!((me["id"].as_str(), me["method"].as_str()), (Some(person.id.to_string().as_str()), Some("token")));
    let list = person.get("/api/v1/tokens").await;
    assert!(!list.text().contains(secret));
    let id = made["token"]["id"].as_str().unwrap();
    world.b.administrator.delete(&format!("/api/v1/tokens/{id}")).await.problem(404, "token.not_found");
    person.delete(&format!("/api/v1/tokens/{id}")).await.success();
    client.get("/api/v1/me").await.problem(401, "auth.required");

    let (client, _) = token(&world, person, &["users:read"]).await;
    change_user(&world.portal, person.id, |user| user.status = "inactive".into()).await;
    client.get("/api/v1/me").await.problem(401, "auth.required");
    change_user(&world.portal, person.id, |user| user.status = "active".into()).await;
    client.get("/api/v1/me").await.success();
    world.portal.clock.advance_secs(31 * 86_400);
    client.get("/api/v1/me").await.problem(401, "auth.required");
    Client::with_token(&world.app.url, "swr_nonsense").get("/api/v1/me").await.problem(401, "auth.required");
}

/// Scopes narrow what the owner may do, never widen it, and no token touches sign-in itself
#[tokio::test]
async fn scopes() {
    let world = World::start().await;
    let (client, _) = token(&world, &world.a.administrator, &["users:read"]).await;
    let me: Value = client.get("/api/v1/me").await.json();
    assert_eq!(me["permissions"], json!(["roles.view", "users.view", "templates.view"]));
    let (plain, _) = token(&world, &world.a.first.user, &["accounts:write", "users:write"]).await;
    assert_eq!(plain.get("/api/v1/me").await.value()["permissions"], json!([]));
    client.get("/api/v1/tokens").await.problem(403, "auth.session_required");
    client.post("/api/v1/tokens", json!({"name": "x", "scopes": ["users:read"]})).await.problem(403, "auth.session_required");
    client.get("/api/v1/sessions").await.problem(403, "auth.session_required");
    let (operator, _) = token(&world, &world.operator, &["users:read"]).await;
    operator.get("/api/v1/operator/mails").await.problem(403, "auth.session_required");
}

/// Bad tokens to be are refused at the field
#[tokio::test]
async fn bad_input() {
    let world = World::start().await;
    for (body, field) in [
        (json!({"name": "", "scopes": ["users:read"]}), "name"),
        (json!({"name": "x", "scopes": []}), "scopes"),
        (json!({"name": "x", "scopes": ["everything"]}), "scopes[0]"),
        (json!({"name": "x", "scopes": ["users:read"], "days": 0}), "days"),
        (json!({"scopes": ["users:read"]}), "name"),
    ] {
        let problem = world.a.administrator.post("/api/v1/tokens", &body).await.problem(422, "input.invalid");
        assert_eq!(problem["errors"][0]["field"], field, "{body}");
    }
}

/// The outbox is the operator's: metadata everywhere, texts in demonstration mode only
#[tokio::test]
async fn outbox() {
    let world = World::start().await;
    for person in [&world.a.administrator, &world.a.first.admin, &world.a.first.user] {
        person.get("/api/v1/operator/mails").await.problem(404, "page.not_found");
    }
    let email = &world.a.first.user.email;
    switchroom_core::identity::request_reset(&world.portal, email, &Default::default()).await.unwrap();
    let list: Value = world.operator.get("/api/v1/operator/mails?filter.state=queued").await.json();
    assert_eq!((list["items"][0]["to"].as_str(), list["total"]["value"].as_u64()), (Some(email.as_str()), Some(1)));
    let path = format!("/api/v1/operator/mails/{}", list["items"][0]["id"].as_str().unwrap());
    let mail: Value = world.operator.get(&path).await.json();
    assert_eq!(mail["text"], Value::Null);
    world.operator.post(&format!("{path}/retry"), json!({})).await.success();
}
