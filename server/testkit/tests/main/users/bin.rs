use serde_json::{Value, json};
use switchroom_testkit::World;

fn users(world: &World) -> String {
    format!("/api/v1/accounts/{}/users", world.a.first.account_id)
}

async fn added(world: &World, email: &str, extension: &str) -> Value {
    let form = json!({"first_name": "Bo", "last_name": "Lee", "email": email, "extension": extension});
    world.a.first.admin.post(&users(world), form).await.success().value()
}

/// USR-B2, USR-41 a deleted person waits in the bin without licences, sessions or seat, and comes back as they were
#[tokio::test]
async fn restored() {
    let world = World::start().await;
    let (admin, users) = (&world.a.first.admin, users(&world));
    let made = added(&world, "bo@bin.test", "77").await;
    let person = format!("{users}/{}", made["id"].as_str().unwrap());
    admin.delete(&person).await.success();
    admin.get(&person).await.problem(404, "user.not_found");
    let bin = admin.get(&format!("{users}/deleted")).await.success().value();
    assert_eq!((bin["total"]["value"].as_u64(), bin["items"][0]["email"].as_str()), (Some(1), Some("bo@bin.test")));
    assert_eq!(bin["items"][0]["deleted_by"], admin.get("/api/v1/me").await.value()["name"]);
    assert_eq!(admin.get(&format!("{users}/deleted?search=nobody")).await.value()["total"]["value"], 0);
    assert_eq!(admin.get(&format!("{users}/deleted?search=BO@bin")).await.value()["total"]["value"], 1);
    let restore = format!("{users}/deleted/{}/restore", made["id"].as_str().unwrap());
    world.a.first.user.post(&restore, ()).await.problem(403, "permission.denied");
    world.b.first.admin.post(&restore, ()).await.problem(404, "account.not_found");
    let other = format!("/api/v1/accounts/{}/users/deleted/{}/restore", world.a.second.account_id, made["id"].as_str().unwrap());
    world.a.administrator.post(&other, ()).await.problem(404, "user.not_found");
    let back = admin.post(&restore, ()).await.success().value();
    let facts = (back["id"].clone(), back["email"].as_str(), back["extension"].as_str(), back["registration"].as_str());
    // The link of the welcome mail went with the deletion.
    assert_eq!(facts, (made["id"].clone(), Some("bo@bin.test"), Some("77"), Some("not_invited")));
    admin.get(&person).await.success();
    assert_eq!(admin.get(&format!("{users}/deleted")).await.value()["total"]["value"], 0);
    admin.post(&restore, ()).await.problem(404, "user.not_found");
    let actions: Vec<String> = world.history(world.a.first.account_id).await.into_iter().map(|(action, _)| action).collect();
    assert!(actions.contains(&"Restore".to_owned()), "{actions:?}");
}

/// USR-B2 restoration checks again that nobody has the values by now, and names who has them
#[tokio::test]
async fn taken_meanwhile() {
    let world = World::start().await;
    let (admin, users) = (&world.a.first.admin, users(&world));
    let made = added(&world, "bo@bin.test", "77").await;
    let id = made["id"].as_str().unwrap();
    admin.delete(&format!("{users}/{id}")).await.success();
    let other = added(&world, "new@bin.test", "77").await;
    let restore = format!("{users}/deleted/{id}/restore");
    let problem = admin.post(&restore, ()).await.problem(409, "users.attributes_taken");
    assert_eq!(problem["errors"][0]["field"], "extension");
    admin.patch(&format!("{users}/{}", other["id"].as_str().unwrap()), json!({"extension": null, "email": "BO@bin.test"})).await.success();
    admin.post(&restore, ()).await.problem(409, "users.email_taken");
    admin.delete(&format!("{users}/{}", other["id"].as_str().unwrap())).await.success();
    admin.post(&restore, ()).await.success();
}

/// USR-B2 after thirty days, or at once when that is asked for, the record is erased
#[tokio::test]
async fn erased() {
    let world = World::start().await;
    let (admin, users) = (&world.a.first.admin, users(&world));
    let (now, later) = (added(&world, "now@bin.test", "1").await, added(&world, "later@bin.test", "2").await);
    for made in [&now, &later] {
        admin.delete(&format!("{users}/{}", made["id"].as_str().unwrap())).await.success();
    }
    let bin = |made: &Value| format!("{users}/deleted/{}", made["id"].as_str().unwrap());
    world.a.first.user.delete(&bin(&now)).await.problem(403, "permission.denied");
    admin.delete(&bin(&now)).await.success();
    admin.post(&format!("{}/restore", bin(&now)), ()).await.problem(404, "user.not_found");
    world.portal.clock.advance_secs(30 * 24 * 60 * 60 + 1);
    let client = world.app.client();
    client.post("/api/v1/sessions", json!({"email": admin.email, "password": switchroom_testkit::PASSWORD})).await.success();
    client.post(&format!("{}/restore", bin(&later)), ()).await.problem(404, "user.not_found");
    switchroom_core::maintenance::sweep(&world.portal).await.unwrap();
    let purges = world.history(world.a.first.account_id).await.into_iter().filter(|(action, _)| action == "Purge").count();
    assert_eq!(purges, 2);
    assert_eq!(client.get(&format!("{users}/deleted")).await.value()["total"]["value"], 0);
}

/// USR-B2, ROLE-22 nobody brings back somebody with more rights than their own; a bulk deletion fills the bin, too
#[tokio::test]
async fn many() {
    let world = World::start().await;
    let (admin, users) = (&world.a.first.admin, users(&world));
    let ids: Vec<Value> = vec![added(&world, "a@bin.test", "1").await["id"].clone(), added(&world, "b@bin.test", "2").await["id"].clone()];
    let job = admin.post(&format!("{users}/bulk"), json!({"action": "delete", "selection": {"ids": ids}})).await.success().value();
    while admin.get(&format!("/api/v1/jobs/{}", job["job_id"].as_str().unwrap())).await.value()["finished_at"].is_null() {
        switchroom_core::jobs::run_due(&world.portal).await.unwrap();
    }
    assert_eq!(admin.get(&format!("{users}/deleted?sort=name&limit=1")).await.value()["total"]["value"], 2);
}
