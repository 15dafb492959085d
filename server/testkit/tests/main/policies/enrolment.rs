use super::path;
use reqwest::Method;
use serde_json::{Value, json};
use switchroom_testkit::{Authenticator, PASSWORD, Person, World, set_up_authenticator};

async fn force(admin: &Person, mfa: &str, grace_days: u32) {
    let request = admin.client.request(Method::PUT, &path(admin.account_id)).json(&json!({"mfa": mfa, "grace_days": grace_days}));
    admin.client.send(request).await.success();
}

/// AUTH-B3 until the deadline it is shown; then enrolment precedes any page, and nothing else is open to the session
#[tokio::test]
async fn everyone() {
    let world = World::start().await;
    let (admin, user) = (&world.a.first.admin, &world.a.first.user);
    force(admin, "everyone", 2).await;
    let me: Value = user.get("/api/v1/me").await.json();
    assert!(me["enrol_by"].is_string(), "{me}");
    assert!(user.get("/dashboard").await.text().contains("Your organisation asks for a second step"));
    assert!(world.a.second.user.get("/api/v1/me").await.value()["enrol_by"].is_null());
    world.portal.clock.advance_secs(2 * 86_400 + 1);
    let client = world.app.client();
    let person = Person {
        client: client.clone(),
        id: user.id,
        account_id: user.account_id,
        name: user.name.clone(),
        email: user.email.clone(),
        secret: String::new(),
    };
    client.post("/api/v1/sessions", json!({"email": user.email, "password": PASSWORD})).await.success();
    for api in ["/api/v1/me", "/api/v1/notifications", "/api/v1/tokens", "/api/v1/live"] {
        client.get(api).await.problem(403, "auth.enrolment_required");
    }
    client.post("/api/v1/tokens", json!({"name": "x", "scopes": ["users:read"]})).await.problem(403, "auth.enrolment_required");
    let function = client.post("/api/fn/me", json!({})).await;
    assert_eq!((function.status.as_u16(), &function.value()["code"]), (403, &json!("auth.enrolment_required")));
    for page in ["/", "/dashboard", "/profile"] {
        let answer = client.get(page).await;
        let to = format!("/login/enrol?next={}", page.replace('/', "%2F"));
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, to.as_str()));
    }
    let page = client.get("/login/enrol?next=%2Fprofile").await;
    assert!(page.status == 200 && page.text().contains("Set up a second step"), "{}", page.text());
    let app = set_up_authenticator(&person, &world.portal).await;
    assert_eq!(app.recovery_codes.len(), 10);
    client.get("/api/v1/me").await.success();
    assert_eq!(client.get("/profile").await.status, 200);
}

/// AUTH-B3 "Admins" asks admins only, at once without grace; switching it off asks nobody
#[tokio::test]
async fn admins_only() {
    let world = World::start().await;
    let (admin, user) = (&world.a.first.admin, &world.a.first.user);
    force(admin, "admins", 0).await;
    admin.get("/api/v1/me").await.problem(403, "auth.enrolment_required");
    user.get("/api/v1/me").await.success();
    // A partner user in that account follows the Partner Account's policy.
    let off = world.a.administrator.client.request(Method::PUT, &path(admin.account_id)).json(&json!({}));
    world.a.administrator.client.send(off).await.success();
    admin.get("/api/v1/me").await.success();
    force(&world.a.administrator, "admins", 0).await;
    world.a.administrator.get("/api/v1/me").await.problem(403, "auth.enrolment_required");
    world.a.manager.get("/api/v1/me").await.success();
}

/// AUTH-B3 the first factor ends sessions that began with the password alone; a removed one is asked for again
#[tokio::test]
async fn sessions_without_it_end() {
    let world = World::start().await;
    let (admin, user) = (&world.a.first.admin, &world.a.first.user);
    let other = world.app.client();
    other.post("/api/v1/sessions", json!({"email": user.email, "password": PASSWORD})).await.success();
    let enrolment: Value = user.post("/api/v1/factors/authenticator", json!({})).await.json();
    let app = Authenticator::new(enrolment["key"].as_str().unwrap());
    user.post("/api/v1/factors/authenticator/confirm", json!({"code": app.code(&world.portal)})).await.success();
    other.get("/api/v1/me").await.problem(401, "auth.required");
    force(admin, "everyone", 0).await;
    user.get("/api/v1/me").await.success();
    user.delete("/api/v1/factors/authenticator").await.success();
    user.get("/api/v1/me").await.problem(403, "auth.enrolment_required");
}
