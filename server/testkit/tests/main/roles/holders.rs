use super::{give, holder, in_first, me, permissions};
use serde_json::json;
use switchroom_testkit::World;

/// ROLE-25 the history of a person names the roles before and after
#[tokio::test]
async fn told_by_name() {
    let world = World::start().await;
    let first = &world.a.first;
    let desk = in_first(&world, "Desk", &["users.view"]).await;
    give(&world, &first.user, &desk).await;
    let events = format!("/api/v1/accounts/{}/events", first.account_id);
    let list = first.admin.get(&format!("{events}?filter.asset=User&filter.action=Edit")).await.value();
    let event = first.admin.get(&format!("{events}/{}", list["items"][0]["id"].as_str().unwrap())).await.value();
    let changes = event["changes"].as_array().unwrap();
    assert!(changes.contains(&json!({"property": "role", "before": "user", "after": "admin"})), "{changes:?}");
    assert!(changes.contains(&json!({"property": "custom_role", "before": null, "after": "Desk"})), "{changes:?}");
    assert!(!changes.iter().any(|change| change["property"] == "role_id"), "{changes:?}");
}

/// USR-35, USR-B6, ROLE-18 a custom role is set for many, and taken back
#[tokio::test]
async fn in_bulk() {
    let world = World::start().await;
    let first = &world.a.first;
    let desk = in_first(&world, "Desk", &["users.view"]).await;
    let path = format!("/api/v1/accounts/{}/users/bulk", first.account_id);
    let request = json!({"action": "change", "change": {"role_id": desk}, "selection": {"ids": [first.user.id]}});
    let job = first.admin.post(&path, request).await.success().value()["job_id"].as_str().unwrap().to_owned();
    world.run_jobs().await;
    assert_eq!(world.stored_user(first.user.id).await.role_label, "Desk");
    first.admin.post(&format!("/api/v1/jobs/{job}/undo"), json!({})).await.success();
    world.run_jobs().await;
    let stored = world.stored_user(first.user.id).await;
    assert_eq!((stored.role.as_str(), stored.role_id), ("user", None));
}

/// ROLE-18, IMP-05 a sheet names custom roles, too; in the list one can ask for them
#[tokio::test]
async fn in_sheets_and_conditions() {
    let world = World::start().await;
    let first = &world.a.first;
    in_first(&world, "Desk", &["users.view"]).await;
    let path = format!("/api/v1/accounts/{}/imports", first.account_id);
    let sheet = "FIRST NAME,LAST NAME,NAME,EMAIL,ROLE\nIda,Import,,ida@a-first.test,desk\nBo,Bad,,bo@a-first.test,King\n";
    let part = reqwest::multipart::Part::text(sheet).file_name("people.csv").mime_str("text/csv").unwrap();
    let request = first.admin.client.request(reqwest::Method::POST, &format!("{path}?review=true"));
    let uploaded = first.admin.client.send(request.multipart(reqwest::multipart::Form::new().part("file", part))).await.success().value();
    let id = uploaded["id"].as_str().or(uploaded["import_id"].as_str()).unwrap().to_owned();
    first.admin.post(&format!("{path}/{id}/commit"), json!({})).await.success();
    world.run_jobs().await;
    let conditions = "%7B%22all%22%3A%5B%7B%22column%22%3A%22role%22%2C%22op%22%3A%22is%22%2C%22value%22%3A%22Desk%22%7D%5D%7D";
    let found = first.admin.get(&format!("/api/v1/accounts/{}/users?filter={conditions}", first.account_id)).await.value();
    let names: Vec<&str> = found["items"].as_array().unwrap().iter().map(|user| user["email"].as_str().unwrap()).collect();
    assert_eq!(names, ["ida@a-first.test"]);
}

/// ROLE-B1 a role that is taken away acts on the next request of an open session
#[tokio::test]
async fn taken_away() {
    let world = World::start().await;
    let person = holder(&world, "Desk", &["users.view", "support.view"]).await;
    assert_eq!(permissions(&person).await, ["accounts.view", "users.view", "support.view"]);
    let path = format!("/api/v1/accounts/{}/users/{}", person.account_id, person.id);
    world.a.administrator.patch(&path, json!({"role": "user"})).await.success();
    assert_eq!(permissions(&person).await, Vec::<String>::new());
    assert_eq!(me(&person).await["role_label"], "");
}

/// USR-B2 whoever held a role that has gone meanwhile comes back from the bin as a User
#[tokio::test]
async fn from_the_bin() {
    let world = World::start().await;
    let (first, by) = (&world.a.first, &world.a.administrator);
    let desk = in_first(&world, "Desk", &["users.view"]).await;
    give(&world, &first.user, &desk).await;
    let users = format!("/api/v1/accounts/{}/users", first.account_id);
    by.delete(&format!("{users}/{}", first.user.id)).await.success();
    by.post(&format!("/api/v1/roles/{desk}/delete"), json!({"confirm": "delete"})).await.success();
    by.post(&format!("{users}/deleted/{}/restore", first.user.id), json!({})).await.success();
    let stored = world.stored_user(first.user.id).await;
    assert_eq!((stored.role.as_str(), stored.role_id, stored.role_label.as_str()), ("user", None, ""));
}
