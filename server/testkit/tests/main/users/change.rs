use super::users;
use reqwest::{Method, header};
use serde_json::{Value, json};
use switchroom_testkit::{World, assert_denied, assert_not_found};

fn bea() -> Value {
    json!({"first_name": "Bea", "last_name": "Abel", "email": "bea@a-first.test", "mobile": "0171 2345678"})
}

/// USR-14, AUTH-17 adding answers 201 with address and version, and mails the welcome link
#[tokio::test]
async fn create() {
    let world = World::start().await;
    let first = &world.a.first;
    let answer = first.admin.post(&users(first.account_id), bea()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let user = answer.value();
    assert_eq!(answer.header("location"), format!("{}/{}", users(first.account_id), user["id"].as_str().unwrap()));
    assert_eq!(answer.header("etag"), "\"1\"");
    assert_eq!((&user["mobile"], &user["role"], &user["registration"]), (&json!("+491712345678"), &json!("user"), &json!("invited")));
    assert!(world.mailed_links("bea@a-first.test").await[0].starts_with("/register/"));
    let taken = first.admin.post(&users(first.account_id), bea()).await.problem(409, "users.email_taken");
    assert_eq!(taken["errors"][0]["field"], "email");
    let other = json!({"first_name": "Carl", "last_name": "Baum", "email": "carl@a-first.test", "mobile": "+49 171 2345678"});
    let clash = first.admin.post(&users(first.account_id), other).await.problem(409, "users.attributes_taken");
    assert_eq!(clash["errors"][0]["field"], "mobile");
    world.a.second.admin.post(&users(world.a.second.account_id), bea()).await.success();
    let bad = json!({"first_name": "", "last_name": "x".repeat(81), "email": "nobody", "mobile": "12", "extension": "a"});
    let problem = first.admin.post(&users(first.account_id), bad).await.problem(422, "input.invalid");
    let mut fields: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["email", "extension", "first_name", "last_name", "mobile"]);
    let unknown = json!({"first_name": "A", "last_name": "B", "email": "c@d.test", "password": "x"});
    assert_eq!(first.admin.post(&users(first.account_id), unknown).await.status, 422, "what may not be set is refused");
}

/// USR-14 the same request with the same key adds somebody once
#[tokio::test]
async fn create_once() {
    let world = World::start().await;
    let first = &world.a.first;
    let send = || async {
        let request = first.admin.client.request(Method::POST, &users(first.account_id)).header("idempotency-key", "k1").json(&bea());
        first.admin.client.send(request).await
    };
    let (one, two) = (send().await, send().await);
    assert_eq!((one.status.as_u16(), two.status.as_u16()), (201, 201));
    assert_eq!(one.value()["id"], two.value()["id"]);
    assert_eq!(world.mailed_links("bea@a-first.test").await.len(), 1);
}

/// ACC-25, USR-19 a stale version is refused with both values; null clears, absent stays
#[tokio::test]
async fn edit() {
    let world = World::start().await;
    let first = &world.a.first;
    let user: Value = first.admin.post(&users(first.account_id), bea()).await.json();
    let path = format!("{}/{}", users(first.account_id), user["id"].as_str().unwrap());
    let patch = |tag: &'static str, body: Value| {
        let request = first.admin.client.request(Method::PATCH, &path).header(header::IF_MATCH, tag).json(&body);
        first.admin.client.send(request)
    };
    let edited = patch("\"1\"", json!({"last_name": "Kern", "mobile": null})).await;
    assert_eq!(edited.header("etag"), "\"2\"");
    let edited = edited.value();
    assert_eq!((&edited["last_name"], &edited["mobile"], &edited["first_name"]), (&json!("Kern"), &Value::Null, &json!("Bea")));
    let stale = patch("\"1\"", json!({"last_name": "Late"})).await.problem(412, "input.stale");
    assert_eq!(stale["conflicts"][0], json!({"field": "last_name", "yours": "Late", "theirs": "Kern"}));
    assert_eq!(world.history(first.account_id).await[0].0, "Edit");
    let nobody = format!("{}/{}", users(first.account_id), uuid::Uuid::now_v7());
    first.admin.patch(&nobody, json!({"name": "X"})).await.problem(404, "user.not_found");
}

/// USR-18, USR-26, ROLE-06, ROLE-22, ROLE-24 who may change whom
#[tokio::test]
async fn rights() {
    let world = World::start().await;
    let first = &world.a.first;
    let user = format!("{}/{}", users(first.account_id), first.user.id);
    let admin = format!("{}/{}", users(first.account_id), first.admin.id);
    let body = json!({"name": "Changed"});
    assert_denied(&[("user", &first.user)], Method::PATCH, &admin, Some(&body)).await;
    assert_denied(&[("user", &first.user)], Method::DELETE, &admin, None).await;
    assert_denied(&[("user", &first.user)], Method::POST, &users(first.account_id), Some(&bea())).await;
    let strangers = [("other customer", &world.a.second.admin), ("other partner", &world.b.administrator), ("operator", &world.operator)];
    for method in [Method::PATCH, Method::DELETE] {
        assert_not_found(&strangers, method, &user, Some(&body), "account").await;
    }
    first.admin.patch(&admin, json!({"role": "user"})).await.problem(409, "users.last_admin");
    first.admin.patch(&admin, json!({"status": "inactive"})).await.problem(409, "users.self");
    first.admin.delete(&admin).await.problem(409, "users.self");
    first.admin.patch(&user, json!({"role": "partner"})).await.problem(422, "input.invalid");
    first.admin.patch(&user, json!({"scope": "all"})).await.problem(422, "input.invalid");
    first.admin.patch(&user, json!({"role": "admin"})).await.success();
    let administrator = format!("{}/{}", users(world.a.account_id), world.a.administrator.id);
    world.a.administrator.patch(&administrator, json!({"scope": "assigned"})).await.problem(409, "users.last_administrator");
    let manager = format!("{}/{}", users(world.a.account_id), world.a.manager.id);
    world.a.administrator.delete(&manager).await.problem(409, "users.partner_user");
    assert_not_found(&[("manager", &world.a.manager)], Method::PATCH, &administrator, Some(&body), "account").await;
}

/// AUTH-16, USR-12, USR-41 deactivated and deleted people are out at once
#[tokio::test]
async fn out_at_once() {
    let world = World::start().await;
    let first = &world.a.first;
    let path = format!("{}/{}", users(first.account_id), first.user.id);
    first.user.get("/api/v1/me").await.success();
    first.admin.patch(&path, json!({"status": "inactive"})).await.success();
    first.user.get("/api/v1/me").await.problem(401, "auth.required");
    first.admin.patch(&path, json!({"status": "active"})).await.success();
    first.user.get("/api/v1/me").await.problem(401, "auth.required");
    assert_eq!(first.admin.delete(&path).await.status, 204);
    first.admin.get(&path).await.problem(404, "user.not_found");
    let history = world.history(first.account_id).await;
    assert_eq!(history.iter().take(3).map(|(action, _)| action.as_str()).collect::<Vec<_>>(), ["Delete", "Reactivate", "Deactivate"]);
}

/// USR-19, USR-20 mails for one person: welcome, reset, confirmation of a new address
#[tokio::test]
async fn mails() {
    let world = World::start().await;
    let first = &world.a.first;
    let path = format!("{}/{}", users(first.account_id), first.user.id);
    first.admin.post(&format!("{path}/welcome-mail"), json!({})).await.problem(409, "users.already_registered");
    assert_eq!(first.admin.post(&format!("{path}/password-reset"), json!({})).await.status, 202);
    assert!(world.mailed_links(&first.user.email).await[0].starts_with("/reset/"));
    assert_denied(&[("user", &first.user)], Method::POST, &format!("{path}/password-reset"), Some(&json!({}))).await;
    let changed: Value = first.admin.patch(&path, json!({"email": "new@a-first.test"})).await.json();
    assert_eq!((&changed["email"], &changed["pending_email"]), (&json!(first.user.email), &json!("new@a-first.test")));
    assert!(world.mailed_links("new@a-first.test").await[0].starts_with("/confirm-email/"));
    assert!(world.mails(&first.user.email).await[0].contains("new@a-first.test"), "the old address hears of it");
}
