use serde_json::{Value, json};
use switchroom_testkit::World;

fn items(page: &Value) -> &Vec<Value> {
    page["items"].as_array().unwrap()
}

/// HIST-18, HIST-20, HIST-B1 a write is an event with before and after, of the person who made it
#[tokio::test]
async fn a_write_is_an_event() {
    let world = World::start().await;
    let (account, user) = (world.a.first.account_id, &world.a.first.user);
    let path = format!("/api/v1/accounts/{account}/users/{}", user.id);
    world.a.administrator.patch(&path, json!({ "extension": "4711" })).await.success();
    let page: Value =
        world.a.first.admin.get(&format!("/api/v1/accounts/{account}/events?filter.asset=User&filter.action=Edit")).await.json();
    let event = &items(&page)[0];
    assert_eq!((&event["actor_name"], &event["asset_id"]), (&json!(world.a.administrator.name), &json!(user.id.to_string())));
    assert_eq!(event["acting_for"], "Aurora Voice", "history tells that a partner user acted");
    let changes = event["changes"].as_array().unwrap();
    let change = changes.iter().find(|change| change["property"] == "extension").unwrap();
    assert_eq!(change["after"], "4711");
    let one: Value = world.a.first.admin.get(&format!("/api/v1/accounts/{account}/events/{}", event["id"].as_str().unwrap())).await.json();
    assert_eq!(&one, event);
}

/// HIST-02 the history is for those with both permissions who reach the account
#[tokio::test]
async fn who_may_read() {
    let world = World::start().await;
    let path = format!("/api/v1/accounts/{}/events", world.a.first.account_id);
    for person in [&world.a.administrator, &world.a.manager, &world.a.first.admin] {
        person.get(&path).await.success();
    }
    for person in [&world.b.administrator, &world.a.second.admin, &world.operator] {
        person.get(&path).await.problem(404, "account.not_found");
    }
    world.a.first.user.get(&path).await.problem(403, "permission.denied");
    world.a.manager.get(&format!("/api/v1/accounts/{}/events", world.a.second.account_id)).await.problem(404, "account.not_found");
    world.app.client().get(&path).await.problem(401, "auth.required");
}

/// HIST-12, HIST-15 filters are checked at the field
#[tokio::test]
async fn bad_filters() {
    let world = World::start().await;
    let path = format!("/api/v1/accounts/{}/events", world.a.first.account_id);
    for (query, field) in [
        ("filter.asset=Spoon", "filter.asset"),
        ("filter.from=2026-02-01T00:00:00Z&filter.to=2026-01-01T00:00:00Z", "filter.to"),
        ("filter.spoon=1", "filter.spoon"),
        ("cursor=x", "cursor"),
        ("sort=name", "sort"),
    ] {
        let problem = world.a.first.admin.get(&format!("{path}?{query}")).await.problem(422, "input.invalid");
        assert_eq!(problem["errors"][0]["field"], field, "{query}");
    }
    let options: Value = world.a.first.admin.get(&format!("{path}/options")).await.json();
    assert!(options["assets"].as_array().unwrap().contains(&json!("User")));
}
