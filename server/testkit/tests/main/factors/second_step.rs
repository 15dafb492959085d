use serde_json::{Value, json};
use switchroom_testkit::{Answer, Client, PASSWORD, World, change_user, set_up_authenticator};

async fn first_step(client: &Client, email: &str) -> Answer {
    let answer = client.post("/api/v1/sessions", json!({"email": email, "password": PASSWORD})).await;
    answer.problem(409, "auth.second_factor_required");
    answer
}

async fn second_step(client: &Client, code: &str) -> Answer {
    client.post("/api/v1/sessions/second-step", json!({"code": code})).await
}

#[track_caller]
fn wrong(answer: &Answer) {
    assert_eq!(answer.problem(422, "input.invalid")["errors"][0]["code"], "factors.wrong_code");
}

/// AUTH-B1 the password alone signs nobody in who has a second factor; a code does, and history says so
#[tokio::test]
async fn both_steps() {
    let world = World::start().await;
    let person = &world.a.first.user;
    let app = set_up_authenticator(person, &world.portal).await;
    let client = world.app.client();
    let first = first_step(&client, &person.email).await;
    assert_eq!(first.value()["methods"], json!(["authenticator", "recovery_code"]));
    let me = second_step(&client, &app.code(&world.portal)).await;
    assert_eq!((me.status.as_u16(), me.value()["id"].as_str().unwrap()), (201, person.id.to_string().as_str()));
    client.get("/api/v1/me").await.success();
    let history = world.history(world.a.first.account_id).await;
    assert_eq!(history[0].1, json!({"method": "password", "second_factor": "authenticator"}), "AUTH-31");
    // The ticket is used up.
    second_step(&client, &app.code(&world.portal)).await.problem(401, "auth.second_step_expired");
}

/// AUTH-B1 between the steps there is no session: the ticket opens nothing, and a planted cookie never becomes signed in
#[tokio::test]
async fn half_way_is_nowhere() {
    let world = World::start().await;
    let person = &world.a.first.admin;
    let app = set_up_authenticator(person, &world.portal).await;
    let client = world.app.client();
    let first = first_step(&client, &person.email).await;
    let cookie = first.header("set-cookie").to_owned();
    assert!(cookie.starts_with("switchroom-second-step=") && cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
    let secret = cookie.split(['=', ';']).nth(1).unwrap().to_owned();
    let as_session = Client::with_cookie(&world.app.url, &format!("switchroom={secret}"));
    let account = world.a.first.account_id;
    for half in [&client, &as_session, &Client::with_token(&world.app.url, &secret)] {
        for path in ["/api/v1/me", "/api/v1/factors", "/api/v1/sessions", &format!("/api/v1/accounts/{account}/users")] {
            half.get(path).await.problem(401, "auth.required");
        }
        half.post("/api/v1/factors/authenticator", json!({})).await.problem(401, "auth.required");
        let page = half.get("/profile").await;
        assert_eq!((page.status.as_u16(), page.header("location")), (303, "/login?next=%2Fprofile"));
    }
    // Session fixation: the ticket does not become the session, and the browser's old session ends.
    let signed_in = second_step(&client, &app.code(&world.portal)).await;
    let session = signed_in.success().header("set-cookie").to_owned();
    assert!(session.starts_with("switchroom=") && !session.contains(&secret), "{session}");
    as_session.get("/api/v1/me").await.problem(401, "auth.required");
    let other = &world.b.first.admin;
    let planted = Client::with_cookie(&world.app.url, &session);
    let victim = Client::with_cookie(&world.app.url, &session);
    let app_of_other = set_up_authenticator(other, &world.portal).await;
    first_step(&victim, &other.email).await;
    assert_eq!(planted.get("/api/v1/me").await.value()["id"], person.id.to_string(), "nothing changes half-way");
    second_step(&victim, &app_of_other.code(&world.portal)).await.success();
    planted.get("/api/v1/me").await.problem(401, "auth.required");
}

/// AUTH-B1 a code works once, also when two replicas are asked at the same time
#[tokio::test]
async fn replay() {
    let world = World::start().await;
    let person = &world.a.first.user;
    let app = set_up_authenticator(person, &world.portal).await;
    let clients = [world.app.client(), world.app.replica().await, world.app.client(), world.app.replica().await];
    for client in &clients {
        first_step(client, &person.email).await;
    }
    // The replicas have clocks of their own, which nobody has moved: the code of the step that lies between.
    world.portal.clock.advance_secs(-60);
    let real = app.code(&world.portal);
    let answers = futures::future::join_all(clients.iter().map(|client| second_step(client, &real))).await;
    let passed: Vec<u16> = answers.iter().map(|answer| answer.status.as_u16()).collect();
    assert!(passed.iter().filter(|status| **status == 201).count() <= 1, "{passed:?}");
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        wrong(answer);
    }
    // Whoever overheard it comes too late, with this ticket and with a new one.
    let thief = world.app.client();
    first_step(&thief, &person.email).await;
    wrong(&second_step(&thief, &real).await);
    let reasons: Vec<Value> = world.history(world.a.first.account_id).await.into_iter().map(|(_, core)| core["reason"].clone()).collect();
    assert!(reasons.contains(&json!("code used before")), "{reasons:?}");
}

/// AUTH-B1 a recovery code signs in once, however it is typed, and the person hears of it
#[tokio::test]
async fn recovery_codes() {
    let world = World::start().await;
    let person = &world.a.first.user;
    let app = set_up_authenticator(person, &world.portal).await;
    let code = app.recovery_codes[3].to_lowercase().replace('-', " ");
    let clients = [world.app.client(), world.app.replica().await];
    for client in &clients {
        first_step(client, &person.email).await;
    }
    let answers = futures::future::join_all(clients.iter().map(|client| second_step(client, &code))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1, "{answers:?}");
    assert_eq!(person.get("/api/v1/factors").await.value()["recovery_codes"], 9);
    assert!(world.mails(&person.email).await[0].contains("Unused codes left: 9"));
    let again = world.app.client();
    first_step(&again, &person.email).await;
    wrong(&second_step(&again, &code).await);
    second_step(&again, &app.recovery_codes[4]).await.success();
}

/// AUTH-B1 AUTH-27 wrong codes are slowed down like wrong passwords, on all replicas together, and lock after twenty
#[tokio::test]
async fn guessing() {
    let world = World::start().await;
    let person = &world.a.first.user;
    let app = set_up_authenticator(person, &world.portal).await;
    let (here, there) = (world.app.client(), world.app.replica().await);
    first_step(&here, &person.email).await;
    first_step(&there, &person.email).await;
    world.portal.clock.advance_secs(-60);
    for client in [&here, &there, &here, &there, &here] {
        wrong(&second_step(client, "000000").await);
    }
    for client in [&there, &here] {
        let answer = second_step(client, &app.code(&world.portal)).await;
        answer.problem(429, "rate.limited");
        assert!((50..=60).contains(&answer.header("retry-after").parse::<i64>().unwrap()));
    }
    // The password's own count is not touched: its owner is asked as before.
    first_step(&world.app.client(), &person.email).await;
    for _ in 0..15 {
        world.portal.clock.advance_secs(16 * 60);
        let client = world.app.client();
        first_step(&client, &person.email).await;
        wrong(&second_step(&client, "000000").await);
    }
    let client = world.app.client();
    client.post("/api/v1/sessions", json!({"email": person.email, "password": PASSWORD})).await.problem(403, "auth.locked");
    let history = world.history(world.a.first.account_id).await;
    assert_eq!((history[0].0.as_str(), &history[0].1["reason"]), ("Lock", &json!("too many wrong codes")));
    let admin = world.app.client();
    admin.post("/api/v1/sessions", json!({"email": world.a.first.admin.email, "password": PASSWORD})).await.success();
    let unlock = format!("/api/v1/accounts/{}/users/{}/unlock", world.a.first.account_id, person.id);
    admin.post(&unlock, json!({})).await.success();
    first_step(&client, &person.email).await;
    second_step(&client, &app.code(&world.portal)).await.success();
}

/// AUTH-B1 a ticket ends with time, with a new password, and with its person
#[tokio::test]
async fn tickets_end() {
    let world = World::start().await;
    let person = &world.a.first.user;
    let app = set_up_authenticator(person, &world.portal).await;
    let client = world.app.client();
    second_step(&client, &app.code(&world.portal)).await.problem(401, "auth.second_step_expired");
    first_step(&client, &person.email).await;
    world.portal.clock.advance_secs(601);
    second_step(&client, &app.code(&world.portal)).await.problem(401, "auth.second_step_expired");
    first_step(&client, &person.email).await;
    change_user(&world.portal, person.id, |user| user.password_changed_at = Some(1)).await;
    second_step(&client, &app.code(&world.portal)).await.problem(401, "auth.second_step_expired");
    first_step(&client, &person.email).await;
    change_user(&world.portal, person.id, |user| user.status = "inactive".into()).await;
    second_step(&client, &app.code(&world.portal)).await.problem(403, "auth.deactivated");
}

/// AUTH-B1 AUTH-15 whether somebody has a second factor is told only after the right password
#[tokio::test]
async fn no_enumeration() {
    let world = World::start().await;
    set_up_authenticator(&world.a.first.user, &world.portal).await;
    let mut seen = Vec::new();
    for email in [world.a.first.user.email.as_str(), world.a.second.user.email.as_str(), "nobody@nowhere.test"] {
        let answer = world.app.client().post("/api/v1/sessions", json!({"email": email, "password": "wrong password"})).await;
        let mut problem = answer.problem(401, "auth.failed");
        problem["request_id"] = Value::Null;
        seen.push((problem, answer.headers.contains_key("set-cookie")));
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{seen:?}");
}
