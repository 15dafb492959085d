use serde_json::{Value, json};
use std::collections::BTreeSet;
use switchroom_testkit::{Client, World, change_user};

async fn events(world: &World, account: switchroom_types::AccountId) -> Vec<Value> {
    let page = world.a.administrator.get(&format!("/api/v1/accounts/{account}/events?limit=200")).await.success().value();
    page["items"].as_array().unwrap().clone()
}

/// HIST-01 every account has a history of all its writes, whatever is integrated, and offers our own assets and types
#[tokio::test]
async fn every_write_everywhere() {
    let world = World::start().await;
    let first = &world.a.first;
    let at = format!("/api/v1/accounts/{}", first.account_id);
    first.admin.patch(&at, json!({"bandwidth_optimization": true})).await.success();
    let user = first.admin.post(&format!("{at}/users"), json!({"first_name": "A", "last_name": "B", "email": "ab@a-first.test"})).await;
    let user = format!("{at}/users/{}", user.success().value()["id"].as_str().unwrap());
    first.admin.patch(&user, json!({"extension": "4711"})).await.success();
    first.admin.post(&format!("{user}/welcome-mail"), ()).await.success();
    first.admin.delete(&user).await.success();
    let token = first.admin.post("/api/v1/tokens", json!({"name": "Script", "scopes": ["users:read"]})).await.success().value();
    first.admin.delete(&format!("/api/v1/tokens/{}", token["token"]["id"].as_str().unwrap())).await.success();
    let bulk = json!({"action": "welcome_mails", "selection": {"matching": {"query": {}, "except": []}}});
    first.admin.post(&format!("{at}/users/bulk"), bulk).await.success();
    first.admin.get(&format!("{at}/users.csv")).await.success();
    first.user.delete("/api/v1/sessions").await.success();
    let found: BTreeSet<String> = events(&world, first.account_id)
        .await
        .iter()
        .map(|event| ["asset", "action", "event_type"].map(|name| event[name].as_str().unwrap()).join(" / "))
        .collect();
    for expected in [
        "Account / Edit / Admin",
        "User / Create / Admin",
        "User / Edit / Admin",
        "User / Send mail / Admin",
        "User / Delete / Admin",
        "Token / Create / Security",
        "Token / Revoke / Security",
        "Job / Create / Job",
        "User / Export / Admin",
        "Session / Sign-out / Security",
    ] {
        assert!(found.contains(expected), "{expected} is missing: {found:#?}");
    }
    // The Partner Account has one too.
    let body = json!({"bandwidth_optimization": true});
    world.a.administrator.patch(&format!("/api/v1/accounts/{}", world.a.account_id), body).await.success();
    assert_eq!(events(&world, world.a.account_id).await[0]["asset"], "Account");
    let options = world.a.second.admin.get(&format!("/api/v1/accounts/{}/events/options", world.a.second.account_id)).await.value();
    let offered = |name: &str, wanted: &[&str]| {
        let values = options[name].as_array().unwrap();
        wanted.iter().all(|wanted| values.iter().any(|value| value == wanted))
    };
    let assets = ["User", "Role", "Template", "Integration", "Order", "Support Log", "Platform", "Job", "Token", "Session"];
    assert!(offered("assets", &assets), "{options}");
    assert!(offered("event_types", &["Commerce", "Provisioning", "Support", "Security", "Job"]), "{options}");
}

/// HIST-11 the actor is named as they were: people, tokens by their name, nobody known as Unknown; renaming and deleting
/// them later changes nothing
#[tokio::test]
async fn actors() {
    let world = World::start().await;
    let first = &world.a.first;
    let at = format!("/api/v1/accounts/{}/users/{}", first.account_id, first.user.id);
    let form = json!({"first_name": "Second", "last_name": "Admin", "email": "second@a-first.test", "role": "admin"});
    let second = first.admin.post(&format!("/api/v1/accounts/{}/users", first.account_id), form).await.success().value();
    let second = format!("/api/v1/accounts/{}/users/{}", first.account_id, second["id"].as_str().unwrap());
    first.admin.patch(&at, json!({"extension": "1"})).await.success();
    let made = first.admin.post("/api/v1/tokens", json!({"name": "Nightly", "scopes": ["users:write"]})).await.success().value();
    let token = Client::with_token(&world.app.url, made["secret"].as_str().unwrap());
    token.patch(&at, json!({"extension": "2"})).await.success();
    world.app.client().post("/api/v1/sessions", json!({"email": first.user.email, "password": "wrong"})).await.problem(401, "auth.failed");
    change_user(&world.portal, first.admin.id, |user| user.name = "Renamed".to_owned()).await;
    first.admin.patch(&at, json!({"extension": "3"})).await.success();
    first.admin.delete(&second).await.success();
    world.a.manager.delete(&at.replace(&first.user.id.to_string(), &first.admin.id.to_string())).await.success();
    let events = events(&world, first.account_id).await;
    let actor = |action: &str, value: &str| {
        let event = events.iter().find(|event| event["action"] == action && (value.is_empty() || event["changes"][0]["after"] == value));
        let event = event.unwrap_or_else(|| panic!("{action} {value}: {events:#?}"));
        (event["actor_kind"].as_str().unwrap().to_owned(), event["actor_name"].as_str().unwrap().to_owned())
    };
    let named = |kind: &str, name: &str| (kind.to_owned(), name.to_owned());
    assert_eq!(actor("Edit", "1"), named("user", "Admin A-first"));
    assert_eq!(actor("Edit", "2"), named("token", "Admin A-first (Nightly)"));
    assert_eq!(actor("Edit", "3"), named("user", "Renamed"));
    assert_eq!(actor("Delete", ""), named("user", &world.a.manager.name));
    // Whoever it was, it was not proven to be that person.
    assert_eq!(actor("Failed sign-in", ""), named("unknown", "Unknown"));
}
