use serde_json::json;
use switchroom_core::{access::AccountScope, users::source};
use switchroom_testkit::{Person, World, add_users, change_user};
use switchroom_types::UserId;
use switchroom_types::access::Permission;
use switchroom_types::users::{Attribute, UserSource};

async fn scope(world: &World) -> AccountScope {
    let actor = world.a.first.admin.actor(&world.portal).await;
    actor.account(&world.portal, world.a.first.account_id, Permission::USERS_EDIT).await.unwrap()
}

/// As a connector does it.
async fn supply(world: &World, id: UserId, source: UserSource, fields: Vec<(&'static str, String)>) {
    // Asking takes a turn of the writer, too.
    let scope = scope(world).await;
    let mut tx = world.portal.begin_as_system().await.unwrap();
    let attributes =
        vec![Attribute { name: "externalId".into(), value: "e-1".into() }, Attribute { name: "userName".into(), value: "bo".into() }];
    let supplied = source::Supplied { source, external_id: Some("e-1".into()), fields, attributes };
    source::supply(&mut tx, &scope, id, supplied).await.unwrap();
    tx.commit_without_history("what is recorded follows from what changed").await.unwrap();
}

async fn somebody(world: &World) -> UserId {
    UserId(add_users(&world.portal, world.a.first.account_id, 1, |_, user| user.email = "bo@source.test".into()).await[0].id)
}

fn at(world: &World, id: UserId) -> String {
    format!("/api/v1/accounts/{}/users/{id}", world.a.first.account_id)
}

fn fields(problem: &serde_json::Value) -> Vec<&str> {
    let mut fields: Vec<&str> = problem["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
    fields.sort_unstable();
    fields
}

/// USR-21, USR-22, USR-23 what a directory has supplied is told, and its address is only changed there; the rest stays editable
#[tokio::test]
async fn locked_by_a_directory() {
    let world = World::start().await;
    let id = somebody(&world).await;
    let admin = &world.a.first.admin;
    supply(&world, id, UserSource::Scim, vec![("email", "bo.lee@source.test".into()), ("name", "Bo Lee".into())]).await;
    let user = admin.get(&at(&world, id)).await.success().value();
    assert_eq!((user["source"].as_str(), &user["locked_fields"]), (Some("scim"), &json!(["email"])), "{user}");
    assert_eq!((user["email"].as_str(), user["advanced"][0]["name"].as_str()), (Some("bo.lee@source.test"), Some("externalId")));
    assert!(user["last_provisioned_at"].is_string());
    let problem = admin.patch(&at(&world, id), json!({"email": "else@source.test", "name": "Bob"})).await.problem(422, "input.invalid");
    assert_eq!((fields(&problem), problem["errors"][0]["code"].as_str()), (vec!["email"], Some("users.field_locked")));
    // Not supplied, so not locked; supplied and not of the four, so open until the next sync.
    let after = admin.patch(&at(&world, id), json!({"extension": "4711", "name": "Bob", "role": "admin"})).await.success().value();
    assert_eq!((after["name"].as_str(), after["extension"].as_str(), after["role"].as_str()), (Some("Bob"), Some("4711"), Some("admin")));
    supply(&world, id, UserSource::Scim, vec![("extension", "4711".into())]).await;
    let problem = admin.patch(&at(&world, id), json!({"extension": "1"})).await.problem(422, "input.invalid");
    assert_eq!(fields(&problem), ["extension"]);
    // A row of a sheet is no way around it (IMP-B6).
    let sheet = format!("USER ID,EMAIL\n{id},else@source.test\n");
    let part = reqwest::multipart::Part::bytes(sheet.into_bytes()).file_name("changes.csv");
    let path = format!("/api/v1/accounts/{}/imports", world.a.first.account_id);
    let request = admin.client.request(reqwest::Method::POST, &path).multipart(reqwest::multipart::Form::new().part("file", part));
    let report = admin.client.send(request).await.success().value();
    let job = format!("/api/v1/jobs/{}", report["job_id"].as_str().unwrap());
    while admin.get(&job).await.value()["finished_at"].is_null() {
        switchroom_core::jobs::run_due(&world.portal).await.unwrap();
    }
    assert_eq!(admin.get(&format!("{job}/items")).await.value()["items"][0]["code"], "users.field_locked");
}

/// USR-22 of a MiCloud Connect user only the role can be changed here
#[tokio::test]
async fn locked_by_micloud() {
    let world = World::start().await;
    let id = somebody(&world).await;
    supply(&world, id, UserSource::MicloudConnect, vec![("name", "Bo Lee".into())]).await;
    let patch = json!({"name": "x", "first_name": "y", "mobile": "+4915112345678", "login_id": "z", "status": "inactive"});
    let problem = world.a.first.admin.patch(&at(&world, id), patch).await.problem(422, "input.invalid");
    assert_eq!(fields(&problem), ["first_name", "login_id", "mobile", "name", "status"]);
    world.a.first.admin.patch(&at(&world, id), json!({"role": "admin"})).await.success();
    world.a.first.admin.delete(&at(&world, id)).await.problem(409, "users.from_micloud");
}

/// USR-B4 each field tells its last three values, where each came from and when
#[tokio::test]
async fn origins() {
    let world = World::start().await;
    let id = somebody(&world).await;
    let admin = &world.a.first.admin;
    for name in ["One", "Two", "Three"] {
        admin.patch(&at(&world, id), json!({"name": name})).await.success();
    }
    supply(&world, id, UserSource::Scim, vec![("name", "Four".into())]).await;
    let origins = admin.get(&format!("{}/origins", at(&world, id))).await.success().value();
    let name = origins.as_array().unwrap().iter().find(|origin| origin["field"] == "name").unwrap();
    let values: Vec<(&str, &str)> = name["values"]
        .as_array()
        .unwrap()
        .iter()
        .map(|value| (value["value"].as_str().unwrap(), value["source"].as_str().unwrap()))
        .collect();
    assert_eq!(values, [("Four", "scim"), ("Three", "portal"), ("Two", "portal")]);
    let email = origins.as_array().unwrap().iter().find(|origin| origin["field"] == "email").unwrap();
    assert_eq!((email["values"].as_array().unwrap().len(), email["values"][0]["value"].as_str()), (1, Some("bo@source.test")));
    world.b.first.admin.get(&format!("{}/origins", at(&world, id))).await.problem(404, "account.not_found");
}

/// USR-39 a PBX user's row stays, unregistered and without rights; a welcome mail makes a new portal account
#[tokio::test]
async fn a_pbx_user_is_deleted() {
    let world = World::start().await;
    let id = somebody(&world).await;
    change_user(&world.portal, id, |user| {
        (user.source, user.role, user.registration) = ("pbx".into(), "admin".into(), "registered".into());
        user.password_hash = Some("x".into());
    })
    .await;
    let admin: &Person = &world.a.first.admin;
    admin.delete(&at(&world, id)).await.success();
    let user = admin.get(&at(&world, id)).await.success().value();
    assert_eq!((user["registration"].as_str(), user["role"].as_str()), (Some("not_invited"), Some("user")));
    assert!(world.stored_user(id).await.password_hash.is_none());
    let bin = admin.get(&format!("/api/v1/accounts/{}/users/deleted", world.a.first.account_id)).await.success().value();
    assert_eq!(bin["total"]["value"], 0);
    admin.post(&format!("{}/welcome-mail", at(&world, id)), ()).await.success();
    assert_eq!(world.mailed_links("bo@source.test").await.len(), 1);
}

/// USR-38, USR-40 in a batch MiCloud Connect users are reported and stay; of a SCIM user only the portal account goes
#[tokio::test]
async fn a_batch() {
    let world = World::start().await;
    let made = add_users(&world.portal, world.a.first.account_id, 2, |n, user| {
        user.source = ["micloud_connect", "scim"][n].into();
    })
    .await;
    let admin = &world.a.first.admin;
    let ids: Vec<String> = made.iter().map(|user| user.id.to_string()).collect();
    let users = format!("/api/v1/accounts/{}/users", world.a.first.account_id);
    let job = admin.post(&format!("{users}/bulk"), json!({"action": "delete", "selection": {"ids": ids}})).await.success().value();
    let job = format!("/api/v1/jobs/{}", job["job_id"].as_str().unwrap());
    while admin.get(&job).await.value()["finished_at"].is_null() {
        switchroom_core::jobs::run_due(&world.portal).await.unwrap();
    }
    let ended = admin.get(&job).await.value();
    assert_eq!((ended["succeeded"].as_u64(), ended["skipped"].as_u64()), (Some(1), Some(1)));
    admin.get(&at(&world, UserId(made[0].id))).await.success();
    admin.get(&at(&world, UserId(made[1].id))).await.problem(404, "user.not_found");
}
