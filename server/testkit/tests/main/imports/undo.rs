use super::*;
use serde_json::json;

/// IMP-B5 an import is taken back: whom nobody touched goes, the others stay and are listed with the reason; once
#[tokio::test]
async fn untouched_people_go() {
    let world = World::start().await;
    let first = &world.a.first;
    let at = path(first.account_id);
    let users = format!("/api/v1/accounts/{}/users", first.account_id);
    let report = upload(&first.admin, first.account_id, "", "staff.csv", people(5)).await.success().value();
    ended(&world, &first.admin, &report["job_id"]).await;
    let listed = first.admin.get(&format!("{at}/finished")).await.success().value();
    let import = &listed["items"][0];
    assert_eq!(
        (import["file_name"].as_str(), import["added"].as_u64(), import["can_undo"].as_bool()),
        (Some("staff.csv"), Some(5), Some(true))
    );
    // One is changed, one registers, one gets a welcome mail, one is deleted by hand.
    let id = async |n: usize| {
        let page = first.admin.get(&format!("{users}?search=person{n}@")).await.success().value();
        page["items"][0]["id"].as_str().unwrap().to_owned()
    };
    first.admin.patch(&format!("{users}/{}", id(0).await), json!({"name": "Somebody Else"})).await.success();
    switchroom_testkit::change_user(&world.portal, id(1).await.parse().unwrap(), |user| user.registration = "registered".into()).await;
    first.admin.post(&format!("{users}/{}/welcome-mail", id(2).await), ()).await.success();
    first.admin.delete(&format!("{users}/{}", id(3).await)).await.success();
    let undo = format!("{at}/finished/{}/undo", report["job_id"].as_str().unwrap());
    first.user.post(&undo, ()).await.problem(403, "permission.denied");
    world.b.first.admin.post(&undo, ()).await.problem(404, "account.not_found");
    // The partner's people may undo it too, whoever uploaded the sheet.
    let started = world.a.manager.post(&undo, ()).await;
    assert_eq!(started.status, 202, "{}", started.text());
    let started = started.value();
    let job = ended(&world, &world.a.manager, &started["job_id"]).await;
    assert_eq!(
        (job["kind"].as_str(), job["succeeded"].as_u64(), job["skipped"].as_u64()),
        (Some("user_import_undo"), Some(2), Some(3)),
        "{job}"
    );
    let items =
        world.a.manager.get(&format!("/api/v1/jobs/{}/items?filter.state=skipped", started["job_id"].as_str().unwrap())).await.value();
    let reasons: Vec<&str> = items["items"].as_array().unwrap().iter().map(|item| item["code"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["imports.kept_changed", "imports.kept_registered", "users.gone"]);
    assert_eq!(emails(&first.admin, first.account_id, "import.test").await, ["person0@import.test", "person1@import.test"]);
    first.admin.post(&undo, ()).await.problem(409, "imports.undone");
    let listed = first.admin.get(&format!("{at}/finished")).await.success().value();
    assert_eq!((&listed["items"][0]["undo_job"], listed["items"][0]["can_undo"].as_bool()), (&started["job_id"], Some(false)));
}

/// IMP-B5 after seven days an import stays; what is no import of the account is none
#[tokio::test]
async fn seven_days() {
    let world = World::start().await;
    let first = &world.a.first;
    let at = path(first.account_id);
    let report = upload(&first.admin, first.account_id, "", "staff.csv", people(1)).await.success().value();
    ended(&world, &first.admin, &report["job_id"]).await;
    let job = report["job_id"].as_str().unwrap();
    world
        .a
        .administrator
        .post(&format!("{}/finished/{job}/undo", path(world.a.second.account_id)), ())
        .await
        .problem(404, "import.not_found");
    world.portal.clock.advance_secs(7 * 24 * 60 * 60 + 1);
    let client = world.app.client();
    client.post("/api/v1/sessions", json!({"email": first.admin.email, "password": switchroom_testkit::PASSWORD})).await.success();
    assert_eq!(client.get(&format!("{at}/finished")).await.success().value()["items"], json!([]));
    client.post(&format!("{at}/finished/{job}/undo"), ()).await.problem(409, "imports.undo_expired");
}
