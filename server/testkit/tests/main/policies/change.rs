use super::path;
use reqwest::Method;
use serde_json::{Value, json};
use switchroom_testkit::{Answer, PASSWORD, Person, World};

async fn put(person: &Person, path: &str, body: &Value) -> Answer {
    person.client.send(person.client.request(Method::PUT, path).json(body)).await
}

/// AUTH Data defaults, who sees and who changes it, before and after in the history
#[tokio::test]
async fn reading_and_changing() {
    let world = World::start().await;
    let account = world.a.first.account_id;
    let policy: Value = world.a.first.admin.get(&path(account)).await.json();
    assert_eq!(policy["form"], json!({"idle_minutes": 60, "absolute_minutes": 720, "mfa": "off", "grace_days": 7, "networks": []}));
    assert_eq!((&policy["version"], &policy["your_address"]), (&json!(0), &json!("127.0.0.1")));
    let body =
        json!({"idle_minutes": 10, "absolute_minutes": 120, "mfa": "admins", "grace_days": 3, "networks": ["127.0.0.1/8", " ", "::1"]});
    world.a.first.user.get(&path(account)).await.problem(403, "permission.denied");
    put(&world.a.first.user, &path(account), &body).await.problem(403, "permission.denied");
    put(&world.b.administrator, &path(account), &body).await.problem(404, "account.not_found");
    put(&world.a.second.admin, &path(account), &body).await.problem(404, "account.not_found");
    let saved: Value = put(&world.a.first.admin, &path(account), &body).await.json();
    assert_eq!(saved["form"]["networks"], json!(["127.0.0.0/8", "::1/128"]));
    assert_eq!((&saved["version"], saved["mfa_since"].is_string()), (&json!(1), true));
    let event = world.a.administrator.get(&format!("/api/v1/accounts/{account}/events")).await.value()["items"][0].clone();
    assert_eq!((&event["event_type"], &event["core"]["part"]), (&json!("Security"), &json!("sign-in security")), "AUTH-31");
    let idle = event["changes"].as_array().unwrap().iter().find(|change| change["property"] == "idle_minutes").unwrap().clone();
    assert_eq!((&idle["before"], &idle["after"]), (&json!(60), &json!(10)));
    // The Partner Account has one, too.
    put(&world.a.administrator, &path(world.a.account_id), &json!({"idle_minutes": 30})).await.success();
}

/// AUTH-B5 AUTH Data every refused entry is named at its field, networks with their line
#[tokio::test]
async fn bad_input() {
    let world = World::start().await;
    let admin = &world.a.first.admin;
    let path = path(world.a.first.account_id);
    let body =
        json!({"idle_minutes": 4, "absolute_minutes": 1441, "grace_days": 31, "networks": ["127.0.0.0/8", "office", "", "10.0.0.0/40"]});
    let problem = put(admin, &path, &body).await.problem(422, "input.invalid");
    let errors: Vec<(&str, &str)> =
        problem["errors"].as_array().unwrap().iter().map(|e| (e["field"].as_str().unwrap(), e["code"].as_str().unwrap())).collect();
    let expected = [
        ("idle_minutes", "policy.minutes"),
        ("absolute_minutes", "policy.minutes"),
        ("grace_days", "policy.grace"),
        ("networks", "policy.network"),
        ("networks", "policy.network"),
    ];
    assert_eq!(errors, expected);
    assert!(problem["errors"][3]["message"].as_str().unwrap().starts_with("Line 2: “office”"), "{problem}");
    assert!(problem["errors"][4]["message"].as_str().unwrap().starts_with("Line 4:"), "{problem}");
    let code =
        async |body: Value| put(admin, &path, &body).await.problem(422, "input.invalid")["errors"][0]["code"].as_str().unwrap().to_owned();
    assert_eq!(code(json!({"idle_minutes": 60, "absolute_minutes": 30})).await, "policy.idle_beyond");
    assert_eq!(code(json!({"networks": ["192.0.2.0/24"]})).await, "policy.excludes_you");
    let many: Vec<String> = (0..101).map(|n| format!("10.0.{n}.0/24")).collect();
    assert_eq!(code(json!({"networks": many})).await, "policy.too_many_networks");
    put(admin, &path, &json!({"mfa": "sometimes"})).await.problem(422, "input.invalid");
    put(admin, &path, &json!({"idle": 5})).await.problem(422, "input.invalid");
}

/// AUTH-B6 ACC-25 changing it needs a fresh proof of identity; a stale save is refused with both values
#[tokio::test]
async fn step_up_and_stale_saves() {
    let world = World::start().await;
    let admin = &world.a.first.admin;
    let path = path(world.a.first.account_id);
    put(admin, &path, &json!({"idle_minutes": 30})).await.success();
    let stale = admin.client.request(Method::PUT, &path).header("if-match", "\"0\"").json(&json!({"idle_minutes": 45}));
    let problem = admin.client.send(stale).await.problem(412, "input.stale");
    assert_eq!(problem["conflicts"], json!([{"field": "idle_minutes", "yours": "45", "theirs": "30"}]));
    world.portal.clock.advance_secs(301);
    put(admin, &path, &json!({"idle_minutes": 45})).await.problem(403, "auth.step_up_required");
    admin.post("/api/v1/sessions/step-up", json!({"method": "password", "password": PASSWORD})).await.success();
    put(admin, &path, &json!({"idle_minutes": 45})).await.success();
}

/// AUTH-29 AUTH Data the account's limits hold for open and for new sessions
#[tokio::test]
async fn limits() {
    let world = World::start().await;
    let (admin, user) = (&world.a.first.admin, &world.a.first.user);
    put(admin, &path(world.a.first.account_id), &json!({"idle_minutes": 10, "absolute_minutes": 30})).await.success();
    world.portal.clock.advance_secs(9 * 60);
    user.get("/api/v1/me").await.success();
    world.portal.clock.advance_secs(601);
    user.get("/api/v1/me").await.problem(401, "auth.required");
    world.a.second.user.get("/api/v1/me").await.success();
    let client = world.app.client();
    client.post("/api/v1/sessions", json!({"email": user.email, "password": PASSWORD})).await.success();
    for _ in 0..3 {
        world.portal.clock.advance_secs(9 * 60);
        client.get("/api/v1/me").await.success();
    }
    world.portal.clock.advance_secs(4 * 60);
    client.get("/api/v1/me").await.problem(401, "auth.required");
}
