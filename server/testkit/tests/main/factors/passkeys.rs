use serde_json::{Value, json};
use switchroom_testkit::{PASSWORD, SoftPasskey, World, add_passkey, change_user, set_up_authenticator, sign_in_with};

/// AUTH-B2 several passkeys with names; one signs in alone, counts as both factors, and is named with its last use
#[tokio::test]
async fn signing_in() {
    let world = World::start().await;
    let person = &world.a.first.user;
    let (laptop, codes) = add_passkey(person, &world.app, "Laptop").await;
    assert_eq!(codes.len(), 10, "the first factor brings recovery codes");
    let (phone, codes) = add_passkey(person, &world.app, "Phone").await;
    assert!(codes.is_empty());
    let client = world.app.client();
    let (answer, _) = sign_in_with(&client, &phone).await;
    assert_eq!((answer.status.as_u16(), &answer.value()["id"]), (201, &json!(person.id.to_string())), "{}", answer.text());
    assert_eq!(client.get("/api/v1/me").await.value()["method"], "passkey");
    let keys = client.get("/api/v1/factors").await.value()["passkeys"].clone();
    let names: Vec<_> = keys.as_array().unwrap().iter().map(|key| (key["name"].as_str().unwrap(), key["last_used_at"].is_null())).collect();
    assert_eq!(names, [("Laptop", true), ("Phone", false)]);
    assert_eq!(world.history(world.a.first.account_id).await[0].1, json!({"method": "passkey"}), "AUTH-31");
    assert!(world.mails(&person.email).await.iter().any(|mail| mail.contains("passkey “Laptop” was added")));
    // With a passkey the password alone is not enough any more.
    let second = world.app.client().post("/api/v1/sessions", json!({"email": person.email, "password": PASSWORD})).await;
    assert_eq!(second.problem(409, "auth.second_factor_required")["methods"], json!(["passkey", "recovery_code"]));
    sign_in_with(&world.app.client(), &laptop).await.0.success();
}

/// AUTH-B2 renaming and deleting one's own; a deleted one signs nobody in
#[tokio::test]
async fn renaming_and_deleting() {
    let world = World::start().await;
    let person = &world.a.first.user;
    let (key, _) = add_passkey(person, &world.app, "Laptop").await;
    let id = person.get("/api/v1/factors").await.value()["passkeys"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/factors/passkeys/{id}");
    for other in [&world.a.first.admin, &world.b.first.user] {
        other.patch(&path, json!({"name": "Mine"})).await.problem(404, "passkey.not_found");
        other.delete(&path).await.problem(404, "passkey.not_found");
    }
    assert_eq!(person.patch(&path, json!({"name": " "})).await.problem(422, "input.invalid")["errors"][0]["field"], "name");
    person.patch(&path, json!({"name": "Old laptop"})).await.success();
    assert_eq!(person.get("/api/v1/factors").await.value()["passkeys"][0]["name"], "Old laptop");
    person.delete(&path).await.success();
    let factors = person.get("/api/v1/factors").await.value();
    assert_eq!((&factors["passkeys"], &factors["recovery_codes"]), (&json!([]), &json!(0)));
    sign_in_with(&world.app.client(), &key).await.0.problem(401, "auth.passkey_failed");
    assert!(world.mails(&person.email).await[0].contains("passkey “Old laptop” was removed"));
}

/// AUTH-27 10-4 five wrong passwords delay the right one, while the passkey works; a lock does not keep it out either
#[tokio::test]
async fn not_delayed_by_wrong_passwords() {
    let world = World::start().await;
    let person = &world.a.first.user;
    let (key, _) = add_passkey(person, &world.app, "Laptop").await;
    let attempt =
        async |password: &str| world.app.client().post("/api/v1/sessions", json!({"email": person.email, "password": password})).await;
    for _ in 0..5 {
        attempt("wrong password").await.problem(401, "auth.failed");
    }
    attempt(PASSWORD).await.problem(429, "rate.limited");
    sign_in_with(&world.app.client(), &key).await.0.success();
    change_user(&world.portal, person.id, |user| user.locked_at = Some(1)).await;
    attempt(PASSWORD).await.problem(403, "auth.locked");
    sign_in_with(&world.app.client(), &key).await.0.success();
    change_user(&world.portal, person.id, |user| user.status = "inactive".into()).await;
    sign_in_with(&world.app.client(), &key).await.0.problem(403, "auth.deactivated");
}

/// AUTH-B2 an answer counts once, on all replicas together, and not for long
#[tokio::test]
async fn replay() {
    let world = World::start().await;
    let (key, _) = add_passkey(&world.a.first.user, &world.app, "Laptop").await;
    let (answer, body) = sign_in_with(&world.app.client(), &key).await;
    answer.success();
    for client in [world.app.client(), world.app.replica().await] {
        client.post("/api/v1/sessions/passkey", &body).await.problem(401, "auth.passkey_failed");
    }
    let client = world.app.client();
    let asked: Value = client.post("/api/v1/sessions/passkey-challenge", json!({})).await.json();
    let body = json!({"ticket": asked["ticket"], "credential": key.get(&asked["options"])});
    let replica = world.app.replica().await;
    let both = futures::future::join(client.post("/api/v1/sessions/passkey", &body), replica.post("/api/v1/sessions/passkey", &body)).await;
    assert_eq!([both.0.status, both.1.status].iter().filter(|status| **status == 201).count(), 1);
    let asked: Value = client.post("/api/v1/sessions/passkey-challenge", json!({})).await.json();
    let late = json!({"ticket": asked["ticket"], "credential": key.get(&asked["options"])});
    world.portal.clock.advance_secs(601);
    client.post("/api/v1/sessions/passkey", &late).await.problem(401, "auth.passkey_failed");
}

/// AUTH-B2 user verification is required; a foreign site, another challenge, another person's name or another key is refused,
/// and every refusal reads the same
#[tokio::test]
async fn forged_answers() {
    let world = World::start().await;
    let person = &world.a.first.user;
    let (key, _) = add_passkey(person, &world.app, "Laptop").await;
    let (others, _) = add_passkey(&world.b.first.user, &world.app, "Laptop").await;
    let unverified = SoftPasskey { flags: 1, ..key.clone() };
    let stolen_id = SoftPasskey { id: key.id.clone(), ..others.of(person.id.0) };
    let unknown = SoftPasskey { id: vec![9; 16], ..key.clone() };
    let mut seen = Vec::new();
    let forged =
        [unverified, stolen_id, unknown, key.at("https://evil.example"), key.of(world.b.first.user.id.0), key.of(world.a.first.admin.id.0)];
    for forged in &forged {
        let (answer, _) = sign_in_with(&world.app.client(), forged).await;
        let mut problem = answer.problem(401, "auth.passkey_failed");
        problem["request_id"] = Value::Null;
        seen.push((problem, answer.headers.contains_key("set-cookie")));
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{seen:?}");
    let client = world.app.client();
    let (one, two): (Value, Value) = (
        client.post("/api/v1/sessions/passkey-challenge", json!({})).await.json(),
        client.post("/api/v1/sessions/passkey-challenge", json!({})).await.json(),
    );
    let crossed = json!({"ticket": one["ticket"], "credential": key.get(&two["options"])});
    client.post("/api/v1/sessions/passkey", &crossed).await.problem(401, "auth.passkey_failed");
    assert_eq!(one["options"]["publicKey"]["allowCredentials"], json!([]), "the challenge names nobody");
    assert_eq!(one["options"]["publicKey"]["userVerification"], "required");
    // A ticket for adding is none for signing in.
    let adding: Value = person.post("/api/v1/factors/passkeys/challenge", json!({})).await.json();
    let mixed = json!({"ticket": adding["ticket"], "credential": key.get(&one["options"])});
    client.post("/api/v1/sessions/passkey", &mixed).await.problem(401, "auth.passkey_failed");
    sign_in_with(&client, &key).await.0.success();
}

/// AUTH-B2 AUTH-28 guessing passkeys is slowed down by address
#[tokio::test]
async fn guessing_is_limited() {
    let world = World::start().await;
    for _ in 0..20 {
        let body = json!({"ticket": "none", "credential": {}});
        world.app.client().post("/api/v1/sessions/passkey", &body).await.problem(401, "auth.passkey_failed");
    }
    world.app.client().post("/api/v1/sessions/passkey", json!({"ticket": "none", "credential": {}})).await.problem(429, "rate.limited");
}

/// AUTH-B2 a passkey is added by the person who asked, once, and not over again
#[tokio::test]
async fn adding_is_guarded() {
    let world = World::start().await;
    let (person, other) = (&world.a.first.user, &world.a.first.admin);
    let asked: Value = person.post("/api/v1/factors/passkeys/challenge", json!({})).await.json();
    let options = &asked["options"]["publicKey"];
    assert_eq!(
        (&options["authenticatorSelection"]["residentKey"], &options["authenticatorSelection"]["userVerification"]),
        (&json!("required"), &json!("required"))
    );
    let (_, credential) = SoftPasskey::create(&asked["options"], &SoftPasskey::origin(&world.app));
    let body = json!({"ticket": asked["ticket"], "name": "Laptop", "credential": credential});
    other.post("/api/v1/factors/passkeys", &body).await.problem(409, "passkeys.expired");
    person.post("/api/v1/factors/passkeys", &body).await.success();
    person.post("/api/v1/factors/passkeys", &body).await.problem(409, "passkeys.expired");
    let (_, foreign) = SoftPasskey::create(&asked["options"], "https://evil.example");
    let asked: Value = person.post("/api/v1/factors/passkeys/challenge", json!({})).await.json();
    assert_eq!(asked["options"]["publicKey"]["excludeCredentials"].as_array().unwrap().len(), 1);
    person
        .post("/api/v1/factors/passkeys", json!({"ticket": asked["ticket"], "name": "Evil", "credential": foreign}))
        .await
        .problem(400, "passkeys.refused");
}

/// AUTH-B1 AUTH-B2 recovery codes stay while a factor is left
#[tokio::test]
async fn codes_outlive_one_of_two_factors() {
    let world = World::start().await;
    let person = &world.a.first.user;
    add_passkey(person, &world.app, "Laptop").await;
    let app = set_up_authenticator(person, &world.portal).await;
    assert!(app.recovery_codes.is_empty());
    person.delete("/api/v1/factors/authenticator").await.success();
    assert_eq!(person.get("/api/v1/factors").await.value()["recovery_codes"], 10);
}
