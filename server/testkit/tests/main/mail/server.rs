//! The mail server as the operator enters it.

use reqwest::Method;
use serde_json::{Value, json};
use switchroom_sandbox::{Options, Sandbox};
use switchroom_testkit::{Answer, Person, TestApp, World};

const PATH: &str = "/api/v1/operator/mail-server";

/// The sandbox's mailbox as somebody would enter it.
fn entries(sandbox: &Sandbox) -> Value {
    let port = sandbox.smtp_url.rsplit(':').next().unwrap();
    json!({"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": "none", "mail_from": "Portal <portal@aurora.example>"})
}

async fn put(person: &Person, seen: Option<&str>, form: Value) -> Answer {
    let request = person.client.request(Method::PUT, PATH).json(&form);
    person.client.send(seen.into_iter().fold(request, |request, seen| request.header("if-match", seen))).await
}

fn with(mut form: Value, entries: Value) -> Value {
    form.as_object_mut().unwrap().extend(entries.as_object().unwrap().clone());
    form
}

/// AUTH-04 what the operator enters is tested, takes effect at once, sends what waited, and is in the history without secrets
#[tokio::test]
async fn entered_and_removed() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let world = World::start().await;
    let before = world.operator.get(PATH).await.success().value();
    assert_eq!((&before["smtp_host"], &before["configured"], &before["version"]), (&json!(""), &json!(false), &json!(0)));
    let path = format!("/api/v1/accounts/{}/users", world.a.first.account_id);
    let waiting = json!({"first_name": "Zoë", "last_name": "Ångström", "email": "zoe@angstrom.example"});
    world.a.administrator.post(&path, waiting).await.success();

    let test = with(entries(&sandbox), json!({"test_to": "olga@portal.example"}));
    assert_eq!(world.operator.post(&format!("{PATH}/test"), test.clone()).await.status, 204);
    let mail = sandbox.mail_to("olga@portal.example").await;
    assert_eq!(mail.from, "portal@aurora.example");
    let nowhere = with(test, json!({"smtp_port": "1"}));
    let refused = world.operator.post(&format!("{PATH}/test"), nowhere).await.problem(422, "input.invalid");
    assert_eq!((&refused["errors"][0]["field"], &refused["errors"][0]["code"]), (&json!("smtp_host"), &json!("setup.smtp")));
    assert_eq!(world.operator.get(PATH).await.success().value(), before, "a test changes nothing");

    let saved = put(&world.operator, None, entries(&sandbox)).await.success().value();
    assert_eq!((&saved["version"], &saved["has_password"]), (&json!(1), &json!(false)));
    let mail = sandbox.mail_to("zoe@angstrom.example").await;
    assert_eq!(mail.from, "portal@aurora.example");

    let with_password = with(entries(&sandbox), json!({"smtp_user": "portal", "smtp_password": "swordfish-123"}));
    let saved = put(&world.operator, None, with_password).await;
    assert!(!saved.text().contains("swordfish") && saved.success().value()["has_password"] == true, "{}", saved.text());
    assert_eq!(world.operator.delete(PATH).await.status, 204);
    assert_eq!(world.operator.get(PATH).await.success().value()["smtp_host"], "");
    let history = world.history(world.operator.account_id).await;
    let told: Vec<&str> = history.iter().filter(|(_, core)| core["part"] == "mail server").map(|(action, _)| action.as_str()).collect();
    assert_eq!(told, ["Delete", "Edit", "Edit"]);
    assert!(!format!("{history:?}").contains("swordfish"));
}

/// AUTH-04 bad entries are told at their fields; a stale change and a repeated one change nothing
#[tokio::test]
async fn refused() {
    let world = World::start().await;
    let bad = json!({"smtp_host": "a b", "smtp_port": "70000", "smtp_security": "maybe", "mail_from": "nobody"});
    let problem = put(&world.operator, None, bad).await.problem(422, "input.invalid");
    let fields: Vec<&str> = problem["errors"].as_array().unwrap().iter().filter_map(|error| error["field"].as_str()).collect();
    for field in ["smtp_host", "smtp_port", "smtp_security", "mail_from"] {
        assert!(fields.contains(&field), "{field} in {fields:?}");
    }
    let good = json!({"smtp_host": "mail.example.com", "smtp_security": "tls", "mail_from": "portal@example.com"});
    let etag = put(&world.operator, None, good.clone()).await.success().header("etag").to_owned();
    assert_eq!(put(&world.operator, None, good.clone()).await.success().value()["version"], 1, "nothing changed");
    let other = with(good.clone(), json!({"smtp_host": "mail2.example.com"}));
    put(&world.operator, Some("\"7\""), other.clone()).await.problem(412, "input.stale");
    assert_eq!(put(&world.operator, Some(&etag), other).await.success().value()["version"], 2);
    for stranger in [&world.a.administrator, &world.a.first.admin] {
        put(stranger, None, good.clone()).await.problem(404, "page.not_found");
    }
}

/// AUTH-04 a stored password goes nowhere but where it went before
#[tokio::test]
async fn kept_passwords() {
    let world = World::start().await;
    let form = json!({"smtp_host": "mail.example.com", "smtp_security": "starttls", "smtp_user": "portal", "mail_from": "p@example.com"});
    put(&world.operator, None, with(form.clone(), json!({"smtp_password": "swordfish-123"}))).await.success();
    let same = with(form.clone(), json!({"mail_from": "Portal <p@example.com>", "smtp_port": "587"}));
    assert_eq!(put(&world.operator, None, same).await.success().value()["has_password"], true);
    let elsewhere = [
        json!({"smtp_host": "mail.evil.example"}),
        json!({"smtp_port": "2525"}),
        json!({"smtp_security": "none", "smtp_port": "587"}),
        json!({"smtp_user": "other"}),
    ];
    for change in elsewhere {
        for answer in [
            put(&world.operator, None, with(form.clone(), change.clone())).await,
            world.operator.post(&format!("{PATH}/test"), with(form.clone(), with(change.clone(), json!({"test_to": "a@b.example"})))).await,
        ] {
            let problem = answer.problem(422, "input.invalid");
            assert_eq!(problem["errors"][0]["field"], "smtp_password", "{change}");
        }
    }
    let without = with(form, json!({"smtp_user": ""}));
    assert_eq!(put(&world.operator, None, without).await.success().value()["has_password"], false);
}

/// AUTH-04 where the configuration names the server it is shown and tested, not changed
#[tokio::test]
async fn configured() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let world = World::in_app(TestApp::start_with(&[("smtp_url", &sandbox.smtp_url)]).await).await;
    let settings = world.operator.get(PATH).await.success().value();
    assert_eq!((&settings["smtp_host"], &settings["configured"]), (&json!("127.0.0.1"), &json!(true)));
    put(&world.operator, None, entries(&sandbox)).await.problem(409, "mail_server.configured");
    world.operator.delete(PATH).await.problem(409, "mail_server.configured");
    assert_eq!(world.operator.post(&format!("{PATH}/test"), json!({"test_to": "olga@portal.example"})).await.status, 204);
    sandbox.mail_to("olga@portal.example").await;
}
