use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use switchroom_testkit::{Authenticator, World, set_up_authenticator};

/// AUTH-B1 set up with QR code and key, in use only after a code was shown; ten recovery codes, shown once
#[tokio::test]
async fn setting_up() {
    let world = World::start().await;
    let person = &world.a.first.user;
    let enrolment: Value = person.post("/api/v1/factors/authenticator", json!({})).await.json();
    assert!(enrolment["qr_svg"].as_str().unwrap().starts_with("<svg"));
    assert!(enrolment["uri"].as_str().unwrap().starts_with("otpauth://totp/Switchroom:user@a-first.test?secret="));
    assert_eq!(person.get("/api/v1/factors").await.value()["authenticator"], Value::Null, "not in use yet");
    let wrong = person.post("/api/v1/factors/authenticator/confirm", json!({"code": "000000"})).await;
    assert_eq!(wrong.problem(422, "input.invalid")["errors"][0]["code"], "factors.wrong_code");
    // Beginning again replaces the key.
    let app = Authenticator::new(person.post("/api/v1/factors/authenticator", json!({})).await.value()["key"].as_str().unwrap());
    let old = Authenticator::new(enrolment["key"].as_str().unwrap());
    person.post("/api/v1/factors/authenticator/confirm", json!({"code": old.code(&world.portal)})).await.problem(422, "input.invalid");
    let done: Value = person.post("/api/v1/factors/authenticator/confirm", json!({"code": app.code(&world.portal)})).await.json();
    let codes = done["codes"].as_array().unwrap();
    assert_eq!(codes.len(), 10);
    assert!(codes.iter().all(|code| code.as_str().unwrap().len() == 14), "{codes:?}");
    let factors = person.get("/api/v1/factors").await.value();
    assert_eq!((&factors["recovery_codes"], factors["authenticator"]["last_used_at"].is_null()), (&json!(10), true));
    assert!(!factors.to_string().contains(codes[0].as_str().unwrap()));
    person.post("/api/v1/factors/authenticator", json!({})).await.problem(409, "factors.authenticator_exists");
    let history = world.history(world.a.first.account_id).await;
    assert_eq!((history[0].0.as_str(), &history[0].1["factor"]), ("Create", &json!("authenticator")), "AUTH-31");
    assert!(world.mails(&person.email).await[0].contains("An authenticator app was set up"));
}

/// AUTH-B1 neither the secret nor the codes can be read from the database
#[tokio::test]
async fn secrets_are_sealed() {
    let world = World::start().await;
    let person = &world.a.first.user;
    let enrolment: Value = person.post("/api/v1/factors/authenticator", json!({})).await.json();
    let key = enrolment["key"].as_str().unwrap().replace(' ', "");
    let secret = totp_rs::Secret::try_from_base32(&key).unwrap();
    let sql = "SELECT secret_sealed FROM authenticators";
    let statement = sea_orm::Statement::from_string(world.portal.db.backend(), sql);
    let stored: Vec<u8> = world.portal.db.read().query_one_raw(statement).await.unwrap().unwrap().try_get("", "secret_sealed").unwrap();
    assert!(!stored.windows(secret.as_ref().len()).any(|part| part == secret.as_ref()));
    assert!(!stored.windows(key.len()).any(|part| part == key.as_bytes()));
}

/// AUTH-B1 new codes void the old ones; without a factor there are no codes
#[tokio::test]
async fn new_codes_and_removal() {
    let world = World::start().await;
    let person = &world.a.first.user;
    person.post("/api/v1/factors/recovery-codes", json!({})).await.problem(409, "factors.none");
    person.delete("/api/v1/factors/authenticator").await.problem(409, "factors.no_authenticator");
    let app = set_up_authenticator(person, &world.portal).await;
    let fresh: Value = person.post("/api/v1/factors/recovery-codes", json!({})).await.json();
    assert_eq!(fresh["codes"].as_array().unwrap().len(), 10);
    assert!(!fresh.to_string().contains(&app.recovery_codes[0]));
    person.delete("/api/v1/factors/authenticator").await.success();
    let factors = person.get("/api/v1/factors").await.value();
    assert_eq!((&factors["authenticator"], &factors["recovery_codes"]), (&Value::Null, &json!(0)));
    let actions: Vec<String> = world.history(world.a.first.account_id).await.into_iter().map(|(action, _)| action).collect();
    assert_eq!(actions, ["Delete", "Edit", "Create"]);
    assert!(world.mails(&person.email).await[0].contains("authenticator app of your account"));
}
