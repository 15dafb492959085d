use super::*;
use serde_json::json;

/// IMP-11, IMP-13, IMP-15, IMP-B3, 10-14 valid rows are added by a job that can be followed, without mail; the others wait, are
/// corrected and follow; the error sheet can be posted as it is; each person and the job leave their events
#[tokio::test]
async fn two_uploads_with_fixes_between() {
    let world = World::start().await;
    let first = &world.a.first;
    let at = path(first.account_id);
    let rows = ["Ann,Bo,,ann@import.test,", "Cy,Da,,cy@import.test,", "Ed,Fu,,user@a-first.test,", "Gi,Ho,,gi@import.test,Emperor"];
    let answer = upload(&first.admin, first.account_id, "", "staff.csv", csv(&rows)).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    let report = answer.value();
    assert_eq!((report["valid"].as_u64(), report["invalid"].as_u64()), (Some(2), Some(2)));
    let job = ended(&world, &first.admin, &report["job_id"]).await;
    assert_eq!((job["kind"].as_str(), job["state"].as_str()), (Some("user_import"), Some("succeeded")));
    assert_eq!((job["total"].as_u64(), job["succeeded"].as_u64(), job["name"].as_str()), (Some(2), Some(2), Some("staff.csv")));
    assert_eq!(emails(&first.admin, first.account_id, "import.test").await, ["ann@import.test", "cy@import.test"]);
    assert!(world.mails("ann@import.test").await.is_empty());
    // What had errors waits, and comes back as a sheet.
    let import = format!("{at}/{}", report["import_id"].as_str().unwrap());
    let waiting = first.admin.get(&import).await.success().value();
    assert_eq!((waiting["state"].as_str(), waiting["rows"].as_u64(), waiting["invalid"].as_u64()), (Some("review"), Some(2), Some(2)));
    let sheet = first.admin.get(&format!("{import}/errors.xlsx")).await;
    assert_eq!(sheet.header("content-disposition"), "attachment; filename=\"user-import-errors.xlsx\"");
    let again = upload(&first.admin, first.account_id, "?dry_run=true", "errors.xlsx", sheet.body).await.success().value();
    assert_eq!((again["rows"].as_u64(), again["invalid"].as_u64()), (Some(2), Some(2)), "{again}");
    first.admin.post(&format!("{import}/commit"), ()).await.problem(422, "imports.nothing_valid");
    first.admin.patch(&format!("{import}/rows/4"), json!({"email": "ed@import.test"})).await.success();
    let change = first.admin.patch(&format!("{import}/rows/5"), json!({"role": "User"})).await.success().value();
    assert_eq!((change["import"]["invalid"].as_u64(), &change["rows"][0]["errors"]), (Some(0), &json!([])));
    let started = first.admin.post(&format!("{import}/commit"), ()).await;
    assert_eq!(started.status, 202);
    let job = ended(&world, &first.admin, &started.value()["job_id"]).await;
    assert_eq!((job["state"].as_str(), job["succeeded"].as_u64()), (Some("succeeded"), Some(2)));
    assert_eq!(emails(&first.admin, first.account_id, "import.test").await.len(), 4);
    assert_eq!(first.admin.get(&import).await.value()["state"], "done");
    let events = world.history(first.account_id).await;
    let named = |action: &str| events.iter().filter(|(name, _)| name == action).count();
    assert_eq!((named("Create"), named("Import")), (4 + 2, 2), "four people, and the start and the end of two jobs: {events:?}");
    let query = format!("filter.import={}", started.value()["job_id"].as_str().unwrap());
    let new = first.admin.get(&format!("/api/v1/accounts/{}/users?{query}", first.account_id)).await.success().value();
    assert_eq!(new["total"]["value"], 2);
}

/// IMP-12 a sheet kept for review is offered to whoever uploaded it, to nobody else, and is gone when discarded
#[tokio::test]
async fn review_and_discard() {
    let world = World::start().await;
    let first = &world.a.first;
    let at = path(first.account_id);
    let answer = upload(&first.admin, first.account_id, "?review=true", "people.csv", people(3)).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let id = answer.value()["import_id"].as_str().unwrap().to_owned();
    assert!(emails(&first.admin, first.account_id, "import.test").await.is_empty());
    assert_eq!(first.admin.get(&at).await.value()["items"][0]["id"], id);
    assert_eq!(world.a.administrator.get(&at).await.value()["items"], json!([]));
    world.a.administrator.get(&format!("{at}/{id}")).await.problem(404, "import.not_found");
    let rows = first.admin.get(&format!("{at}/{id}/rows?limit=2")).await.success().value();
    assert_eq!((rows["items"].as_array().unwrap().len(), rows["total"]["value"].as_u64()), (2, Some(3)));
    let cursor = rows["next_cursor"].as_str().unwrap();
    let rest = first.admin.get(&format!("{at}/{id}/rows?limit=2&cursor={cursor}")).await.success().value();
    assert_eq!((rest["items"][0]["email"].as_str(), &rest["next_cursor"]), (Some("person2@import.test"), &Value::Null));
    let added = first.admin.post(&format!("{at}/{id}/rows"), json!({"first_name": "New", "email": "person0@import.test"})).await;
    assert_eq!(added.status, 201);
    assert_eq!(added.value()["import"]["invalid"], 2, "both repeat the address");
    first.admin.delete(&format!("{at}/{id}/rows/5")).await.success();
    first.admin.delete(&format!("{at}/{id}/rows/5")).await.problem(404, "row.not_found");
    first.admin.patch(&format!("{at}/{id}/rows/2"), json!({"colour": "red"})).await.problem(422, "input.invalid");
    first.admin.delete(&format!("{at}/{id}")).await.success();
    first.admin.get(&format!("{at}/{id}")).await.problem(404, "import.not_found");
    first.admin.post(&format!("{at}/{id}/commit"), ()).await.problem(404, "import.not_found");
}

/// IMP-12 after 24 hours an abandoned preview is gone
#[tokio::test]
async fn abandoned() {
    let world = World::start().await;
    let account = world.a.first.account_id;
    upload(&world.a.first.admin, account, "?review=true", "people.csv", people(1)).await.success();
    world.portal.clock.advance_secs(24 * 60 * 60 + 1);
    // The session has ended too.
    world.a.first.admin.get(&path(account)).await.problem(401, "auth.required");
    switchroom_core::imports::sweep(&world.portal).await.unwrap();
    let body = json!({"email": world.a.first.admin.email, "password": switchroom_testkit::PASSWORD});
    let client = world.app.client();
    client.post("/api/v1/sessions", body).await.success();
    assert_eq!(client.get(&path(account)).await.success().value()["items"], json!([]));
}

/// IMP-14 whoever takes an address between check and writing turns the row into one with an error
#[tokio::test]
async fn a_race() {
    let world = World::start().await;
    let first = &world.a.first;
    let report = upload(&first.admin, first.account_id, "?review=true", "people.csv", people(3)).await.value();
    let taken = json!({"first_name": "Quick", "last_name": "One", "email": "PERSON1@import.test"});
    world.a.manager.post(&format!("/api/v1/accounts/{}/users", first.account_id), taken).await.success();
    let import = format!("{}/{}", path(first.account_id), report["import_id"].as_str().unwrap());
    let started = first.admin.post(&format!("{import}/commit"), ()).await.success().value();
    let job = ended(&world, &first.admin, &started["job_id"]).await;
    assert_eq!((job["state"].as_str(), job["succeeded"].as_u64(), job["failed"].as_u64()), (Some("partly_failed"), Some(2), Some(1)));
    let items = first.admin.get(&format!("/api/v1/jobs/{}/items?filter.state=failed", started["job_id"].as_str().unwrap())).await.value();
    assert_eq!((items["items"][0]["code"].as_str(), items["total"]["value"].as_u64()), (Some("users.email_taken"), Some(1)), "{items}");
    let left = first.admin.get(&format!("{import}/rows?filter.state=error")).await.success().value();
    assert_eq!((left["items"][0]["row"].as_u64(), left["items"][0]["errors"][0]["field"].as_str()), (Some(3), Some("email")), "{left}");
}

/// IMP-06, ROLE-12 tokens import with users:write; one that may only read may not
#[tokio::test]
async fn tokens() {
    let world = World::start().await;
    let first = &world.a.first;
    for (scope, status) in [("users:read", 403), ("users:write", 200)] {
        let made = first.admin.post("/api/v1/tokens", json!({"name": "Script", "scopes": [scope]})).await.success().value();
        let token = switchroom_testkit::Client::with_token(&world.app.url, made["secret"].as_str().unwrap());
        let part = Part::bytes(people(1)).file_name("people.csv");
        let request = token.request(Method::POST, &format!("{}?dry_run=true", path(first.account_id)));
        assert_eq!(token.send(request.multipart(Form::new().part("file", part))).await.status, status, "{scope}");
    }
}

/// 00 the same upload sent twice with one Idempotency-Key is one import
#[tokio::test]
async fn sent_twice() {
    let world = World::start().await;
    let first = &world.a.first;
    let mut reports = Vec::new();
    for _ in 0..2 {
        let part = Part::bytes(people(2)).file_name("people.csv");
        let request = first.admin.client.request(Method::POST, &path(first.account_id)).header("idempotency-key", "once");
        reports.push(first.admin.client.send(request.multipart(Form::new().part("file", part))).await.success().value());
    }
    assert_eq!(reports[0]["import_id"], reports[1]["import_id"]);
    ended(&world, &first.admin, &reports[0]["job_id"]).await;
    assert_eq!(emails(&first.admin, first.account_id, "import.test").await.len(), 2);
}
