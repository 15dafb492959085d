use serde_json::{Value, json};
use switchroom_testkit::{Answer, Client, PASSWORD, Person, World, add_passkey, add_users, set_up_authenticator};

async fn with_password(person: &Person, password: &str) -> Answer {
    person.post("/api/v1/sessions/step-up", json!({"method": "password", "password": password})).await
}

async fn with_code(person: &Person, code: &str) -> Answer {
    person.post("/api/v1/sessions/step-up", json!({"method": "authenticator", "code": code})).await
}

async fn make_token(person: &Person) -> Answer {
    person.post("/api/v1/tokens", json!({"name": "Script", "scopes": ["users:read"]})).await
}

/// AUTH-B6 a fresh sign-in is enough for five minutes; then these actions ask, and nothing of them has happened
#[tokio::test]
async fn what_asks() {
    let world = World::start().await;
    let administrator = &world.a.administrator;
    let (first, second) = (world.a.first.account_id, world.a.second.account_id);
    let users = add_users(&world.portal, first, 51, |_, _| ()).await;
    let ids: Vec<String> = users.iter().map(|user| user.id.to_string()).collect();
    let user = &world.a.first.user.id;
    let asking = [
        (format!("/api/v1/accounts/{second}/deactivate"), json!({"confirm": "deactivate"})),
        (format!("/api/v1/accounts/{first}/users/bulk"), json!({"action": "delete", "selection": {"ids": ids}})),
        (
            format!("/api/v1/accounts/{first}/users"),
            json!({"first_name": "New", "last_name": "Admin", "email": "new@a-first.test", "role": "admin"}),
        ),
        ("/api/v1/tokens".to_owned(), json!({"name": "Script", "scopes": ["users:read"]})),
        ("/api/v1/factors/authenticator".to_owned(), json!({})),
        ("/api/v1/factors/passkeys/challenge".to_owned(), json!({})),
    ];
    world.portal.clock.advance_secs(301);
    for (path, body) in &asking {
        administrator.post(path, body).await.problem(403, "auth.step_up_required");
    }
    let promote = format!("/api/v1/accounts/{first}/users/{user}");
    administrator.patch(&promote, json!({"role": "admin"})).await.problem(403, "auth.step_up_required");
    let delete = administrator.client.request(reqwest::Method::DELETE, &format!("/api/v1/accounts/{second}"));
    let delete = delete.json(&json!({"confirm": "delete"}));
    administrator.client.send(delete).await.problem(403, "auth.step_up_required");
    assert_eq!(world.history(second).await.len(), 0);
    // Smaller things go on without a question.
    administrator.patch(&promote, json!({"name": "Renamed"})).await.success();
    let one = json!({"action": "delete", "selection": {"ids": [ids[50]]}});
    administrator.post(&format!("/api/v1/accounts/{first}/users/bulk"), one).await.success();
    with_password(administrator, PASSWORD).await.success();
    administrator.patch(&promote, json!({"role": "admin"})).await.success();
    for (path, body) in &asking {
        administrator.post(path, body).await.success();
    }
    world.portal.clock.advance_secs(301);
    make_token(administrator).await.problem(403, "auth.step_up_required");
}

/// AUTH-B6 only those who may do it at all are asked
#[tokio::test]
async fn permission_comes_first() {
    let world = World::start().await;
    world.portal.clock.advance_secs(301);
    let path = format!("/api/v1/accounts/{}/deactivate", world.a.first.account_id);
    let body = json!({"confirm": "deactivate"});
    world.a.first.admin.post(&path, &body).await.problem(403, "permission.denied");
    world.b.administrator.post(&path, &body).await.problem(404, "account.not_found");
}

/// AUTH-B6 password, code and passkey confirm it; the cookie gets a new secret each time
#[tokio::test]
async fn ways_to_confirm() {
    let world = World::start().await;
    let person = &world.a.first.user;
    let app = set_up_authenticator(person, &world.portal).await;
    let (key, _) = add_passkey(person, &world.app, "Laptop").await;
    let methods: Value = person.get("/api/v1/sessions/step-up").await.json();
    assert_eq!(methods, json!({"password": true, "authenticator": true, "passkey": true}));
    let old = Client::with_cookie(&world.app.url, &format!("switchroom={}", person.secret));
    world.portal.clock.advance_secs(301);
    let answer = with_password(person, PASSWORD).await;
    assert!(answer.success().header("set-cookie").starts_with("switchroom="));
    old.get("/api/v1/me").await.problem(401, "auth.required");
    make_token(person).await.success();
    world.portal.clock.advance_secs(301);
    make_token(person).await.problem(403, "auth.step_up_required");
    let code = app.code(&world.portal);
    with_code(person, &code).await.success();
    make_token(person).await.success();
    // The code is used up, for signing in, too.
    assert_eq!(with_code(person, &code).await.problem(422, "input.invalid")["errors"][0]["code"], "factors.wrong_code");
    world.portal.clock.advance_secs(301);
    let asked: Value = person.post("/api/v1/sessions/step-up/challenge", json!({})).await.json();
    let proof = json!({"method": "passkey", "ticket": asked["ticket"], "credential": key.get(&asked["options"])});
    world.a.first.admin.post("/api/v1/sessions/step-up", &proof).await.problem(422, "input.invalid");
    person.post("/api/v1/sessions/step-up", &proof).await.success();
    make_token(person).await.success();
    person.post("/api/v1/sessions/step-up", &proof).await.problem(422, "input.invalid");
}

/// AUTH-B6 AUTH-27 wrong proofs count like wrong passwords of signing in; a recovery code is none
#[tokio::test]
async fn wrong_proofs() {
    let world = World::start().await;
    let person = &world.a.first.user;
    let app = set_up_authenticator(person, &world.portal).await;
    with_code(person, "000000").await.problem(422, "input.invalid");
    if let Some(code) = app.recovery_codes.first() {
        with_code(person, code).await.problem(422, "input.invalid");
    }
    for _ in 0..5 {
        assert_eq!(with_password(person, "wrong password").await.problem(422, "input.invalid")["errors"][0]["code"], "password.wrong");
    }
    with_password(person, PASSWORD).await.problem(429, "rate.limited");
    let body = json!({"email": person.email, "password": PASSWORD});
    world.app.client().post("/api/v1/sessions", body).await.problem(429, "rate.limited");
    let history = world.history(world.a.first.account_id).await;
    assert_eq!((history[0].0.as_str(), &history[0].1["step_up"]), ("Failed sign-in", &json!(true)));
}

/// AUTH-B6 tokens hold no session and are exempt
#[tokio::test]
async fn tokens_are_exempt() {
    let world = World::start().await;
    let scopes = json!({"name": "Script", "scopes": ["users:read", "users:write"]});
    let made = world.a.administrator.post("/api/v1/tokens", scopes).await;
    let token = Client::with_token(&world.app.url, made.success().value()["secret"].as_str().unwrap());
    world.portal.clock.advance_secs(301);
    let promote = format!("/api/v1/accounts/{}/users/{}", world.a.first.account_id, world.a.first.user.id);
    token.patch(&promote, json!({"role": "admin"})).await.success();
    token.get("/api/v1/sessions/step-up").await.problem(403, "auth.session_required");
}
