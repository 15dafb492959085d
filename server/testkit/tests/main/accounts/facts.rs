use super::path;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use switchroom_testkit::World;

async fn sql(world: &World, text: &str) {
    world.portal.db.write().execute_unprepared(text).await.unwrap();
}

async fn information(world: &World) -> String {
    world.a.first.admin.get(&format!("/accounts/{}/info", world.a.first.account_id)).await.text()
}

/// ACC-10 the PBX Type stays hidden, in page, answer and list, until gateway onboarding completes
#[tokio::test]
async fn pbx_type_after_onboarding() {
    let world = World::start().await;
    let at = path(world.a.first.account_id);
    sql(&world, "UPDATE accounts SET pbx_type = 'MiVoice Business' WHERE name = 'A-first'").await;
    let listed = async || {
        let page: Value = world.a.administrator.get("/api/v1/accounts?search=A-first").await.json();
        page["items"][0]["pbx_type"].clone()
    };
    assert_eq!((world.a.first.admin.get(&at).await.value()["pbx_type"].clone(), listed().await), (Value::Null, Value::Null));
    assert!(!information(&world).await.contains("PBX Type"));
    sql(&world, "UPDATE accounts SET onboarded = TRUE WHERE name = 'A-first'").await;
    assert_eq!(world.a.first.admin.get(&at).await.value()["pbx_type"], "MiVoice Business");
    assert_eq!(listed().await, "MiVoice Business");
    let page = information(&world).await;
    assert!(page.contains("PBX Type") && page.contains("MiVoice Business"), "{page}");
}

/// ACC-11 the SAP Customer Number is the Billing Customer Number of MiCloud Connect accounts, and "—" until an order tells it
#[tokio::test]
async fn customer_number() {
    let world = World::start().await;
    let page = information(&world).await;
    assert!(page.contains("SAP Customer Number") && !page.contains("Billing Customer Number") && page.contains('—'), "{page}");
    let id = world.a.first.account_id.0;
    let integration = switchroom_entity::account_integration::Model {
        account_id: id,
        kind: "micloud_connect".into(),
        state: "enabled".into(),
        added_at: 0,
    };
    use sea_orm::{EntityTrait, IntoActiveModel};
    switchroom_entity::account_integration::Entity::insert(integration.into_active_model())
        .exec_without_returning(world.portal.db.write())
        .await
        .unwrap();
    sql(&world, "UPDATE accounts SET billing_customer_number = '4711-0815' WHERE name = 'A-first'").await;
    let page = information(&world).await;
    assert!(page.contains("Billing Customer Number") && !page.contains("SAP Customer Number") && page.contains("4711-0815"), "{page}");
}

/// ACC-14 Bandwidth Optimization is off by default, stored at once with an event, and makes no form stale; whoever may not
/// edit may not switch it
#[tokio::test]
async fn bandwidth_optimization() {
    let world = World::start().await;
    let (at, admin) = (path(world.a.first.account_id), &world.a.first.admin);
    let before = admin.get(&at).await.success().value();
    assert_eq!(before["bandwidth_optimization"], false);
    world.a.first.user.patch(&at, json!({"bandwidth_optimization": true})).await.problem(403, "permission.denied");
    for _ in 0..2 {
        admin.patch(&at, json!({"bandwidth_optimization": true})).await.success();
    }
    let after = admin.get(&at).await.success().value();
    assert_eq!((after["bandwidth_optimization"].as_bool(), &after["version"]), (Some(true), &before["version"]));
    let events: Value = admin.get(&format!("{at}/events")).await.json();
    let events = events["items"].as_array().unwrap();
    assert_eq!(events.len(), 1, "switching on twice is one change");
    let expected = json!([{"property": "bandwidth_optimization", "before": false, "after": true}]);
    assert_eq!((events[0]["action"].as_str(), &events[0]["changes"]), (Some("Edit"), &expected));
}
