use serde_json::{Value, json};
use switchroom_testkit::{Answer, Client, PASSWORD, World, change_user};
use switchroom_types::UserId;

async fn sign_in(client: &Client, email: &str, password: &str) -> Answer {
    client.post("/api/v1/sessions", json!({"email": email, "password": password})).await
}

/// AUTH-11 e-mail address and Login Id sign in, with or without Account ID, in any case
#[tokio::test]
async fn username_forms() {
    let world = World::start().await;
    let first = &world.a.first;
    change_user(&world.portal, first.user.id, |user| {
        user.login_id = Some("Front.Desk".into());
        user.login_key = Some("front.desk".into());
    })
    .await;
    for (name, account) in [
        (first.user.email.to_uppercase(), Value::Null),
        ("front.desk".to_owned(), Value::Null),
        ("Front.Desk".to_owned(), json!(first.number.to_string())),
        (first.user.email.clone(), json!(first.number.grouped())),
        (first.user.email.clone(), json!(first.account_id.to_string())),
    ] {
        let body = json!({"email": name, "password": PASSWORD, "account_id": account});
        let answer = world.app.client().post("/api/v1/sessions", body).await;
        assert_eq!(answer.status, 201, "{name} {account}: {}", answer.text());
        assert_eq!(answer.value()["id"], first.user.id.to_string());
    }
    let body = json!({"email": first.user.email, "password": PASSWORD, "account_id": world.a.second.number.to_string()});
    world.app.client().post("/api/v1/sessions", body).await.problem(401, "auth.failed");
    let body = json!({"email": first.user.email, "password": PASSWORD, "account_id": "12"});
    assert_eq!(world.app.client().post("/api/v1/sessions", body).await.problem(422, "input.invalid")["errors"][0]["field"], "account_id");
}

/// AUTH-25 the cookie is HttpOnly and Lax, new at every sign-in, and worthless after signing out
#[tokio::test]
async fn cookie_life() {
    let world = World::start().await;
    let client = world.app.client();
    let first = sign_in(&client, &world.a.first.admin.email, PASSWORD).await;
    let cookie = first.header("set-cookie").to_owned();
    assert!(cookie.starts_with("switchroom=") && cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"), "{cookie}");
    client.get("/api/v1/me").await.success();
    let planted = Client::with_cookie(&world.app.url, &cookie);
    // Session fixation: whoever knows the old cookie has nothing after the next sign-in.
    let second = sign_in(&client, &world.a.first.admin.email, PASSWORD).await;
    assert_ne!(second.header("set-cookie"), cookie);
    planted.get("/api/v1/me").await.problem(401, "auth.required");
    let copy = Client::with_cookie(&world.app.url, second.header("set-cookie"));
    copy.get("/api/v1/me").await.success();
    client.delete("/api/v1/sessions").await.success();
    copy.get("/api/v1/me").await.problem(401, "auth.required");
    let actions: Vec<String> = world.history(world.a.first.account_id).await.into_iter().map(|(action, _)| action).collect();
    assert_eq!(actions, ["Sign-out", "Sign-in", "Sign-in"], "AUTH-31");
}

/// AUTH-15 behind https the cookie is bound to the host
#[tokio::test]
async fn https_cookie() {
    let app = switchroom_testkit::TestApp::start_with(&[("public_url", "https://portal.example.com")]).await;
    let world = World::in_app(app).await;
    let answer = sign_in(&world.app.client(), &world.a.first.admin.email, PASSWORD).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-switchroom=") && cookie.contains("; Secure") && !cookie.contains("Domain"), "{cookie}");
}

/// AUTH-12 AUTH-15 unknown name, wrong password, not yet registered, SSO only: one answer in one time
#[tokio::test]
async fn failures_look_alike() {
    let world = World::start().await;
    change_user(&world.portal, world.b.first.user.id, |user| user.registration = "invited".into()).await;
    change_user(&world.portal, world.b.first.admin.id, |user| user.sso_only = true).await;
    change_user(&world.portal, world.b.manager.id, |user| user.password_hash = None).await;
    let mut seen = Vec::new();
    for (email, password) in [
        (world.a.first.user.email.as_str(), "wrong password"),
        ("nobody@nowhere.test", "wrong password"),
        (world.b.first.user.email.as_str(), PASSWORD),
        (world.b.first.admin.email.as_str(), PASSWORD),
        (world.b.manager.email.as_str(), PASSWORD),
    ] {
        let started = std::time::Instant::now();
        let answer = sign_in(&world.app.client(), email, password).await;
        assert!(started.elapsed().as_millis() >= 150, "{email}: an answer that comes early tells something");
        let mut problem = answer.problem(401, "auth.failed");
        assert_eq!(problem["detail"], "Username or password is incorrect");
        problem["request_id"] = Value::Null;
        seen.push((problem, answer.headers.contains_key("set-cookie")));
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
}

/// AUTH-15 AUTH-16 inactive person, account or partner: told only after the right password
#[tokio::test]
async fn deactivated() {
    use sea_orm::ConnectionTrait;
    let world = World::start().await;
    change_user(&world.portal, world.a.first.user.id, |user| user.status = "inactive".into()).await;
    let run = async |sql: String| world.portal.db.write().execute_unprepared(&sql).await.unwrap();
    run("UPDATE accounts SET state = 'deactivated' WHERE name = 'A-second'".to_owned()).await;
    run("UPDATE partners SET state = 'inactive' WHERE name = 'Borealis Telecom'".to_owned()).await;
    for person in [&world.a.first.user, &world.a.second.user, &world.b.first.user, &world.b.administrator] {
        let problem = sign_in(&world.app.client(), &person.email, PASSWORD).await.problem(403, "auth.deactivated");
        assert_eq!(problem["detail"], "This account is deactivated");
        sign_in(&world.app.client(), &person.email, "wrong password").await.problem(401, "auth.failed");
        person.get("/api/v1/me").await.problem(401, "auth.required");
    }
    sign_in(&world.app.client(), &world.a.first.admin.email, PASSWORD).await.success();
}

/// AUTH-14 credentials that fit several active accounts: only those are offered, and one is chosen
#[tokio::test]
async fn several_accounts() {
    let world = World::start().await;
    let same = async |id: UserId| {
        change_user(&world.portal, id, |user| {
            user.email = "ada@everywhere.test".into();
            user.email_key = "ada@everywhere.test".into();
        })
        .await;
    };
    for id in [world.a.first.user.id, world.b.second.admin.id, world.a.second.user.id, world.b.first.user.id] {
        same(id).await;
    }
    change_user(&world.portal, world.b.first.user.id, |user| user.status = "inactive".into()).await;
    let other = switchroom_core::password::hash("another password").await.unwrap();
    change_user(&world.portal, world.a.second.user.id, |user| user.password_hash = Some(other)).await;
    let problem = sign_in(&world.app.client(), "ada@everywhere.test", PASSWORD).await.problem(409, "auth.choose_account");
    let mut names: Vec<&str> = problem["accounts"].as_array().unwrap().iter().map(|account| account["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["A-first", "B-second"]);
    sign_in(&world.app.client(), "ada@everywhere.test", "no such password").await.problem(401, "auth.failed");
    let body = json!({"email": "ada@everywhere.test", "password": PASSWORD, "account_id": world.b.second.account_id.to_string()});
    let me = world.app.client().post("/api/v1/sessions", body).await;
    assert_eq!((me.status.as_u16(), me.value()["account_name"].as_str()), (201, Some("B-second")));
    let one = sign_in(&world.app.client(), "ada@everywhere.test", "another password").await;
    assert_eq!(one.success().value()["account_name"], "A-second");
}

/// AUTH-30 a foreign page cannot sign anybody in or out
#[tokio::test]
async fn foreign_origin() {
    let world = World::start().await;
    let client = &world.a.first.admin.client;
    let request = client.request(reqwest::Method::DELETE, "/api/v1/sessions").header("origin", "https://evil.example.com");
    client.send(request).await.problem(403, "auth.origin_refused");
    client.get("/api/v1/me").await.success();
}

/// AUTH-29 a session ends after an hour without use and after twelve hours in any case
#[tokio::test]
async fn limits() {
    let world = World::start().await;
    let person = &world.a.first.admin;
    for _ in 0..13 {
        world.portal.clock.advance_secs(50 * 60);
        person.get("/api/v1/me").await.success();
    }
    world.portal.clock.advance_secs(11 * 3600);
    person.get("/api/v1/me").await.problem(401, "auth.required");
    let idle = &world.b.first.admin;
    idle.get("/api/v1/me").await.problem(401, "auth.required");
}
