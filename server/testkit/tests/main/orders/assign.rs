use super::*;
use serde_json::json;

fn to(account: switchroom_types::AccountId) -> Value {
    json!({"account_id": account})
}

/// ORD-07, ORD-14 the whole order moves; what its items still need is named
#[tokio::test]
async fn the_order_moves() {
    let world = World::start().await;
    let id = order(&world, "A-1", Facts { left: Some(200), ..Default::default() }).await;
    let person = &world.a.administrator;
    let detail: Value = person.get(&format!("/api/v1/orders/{id}")).await.json();
    assert_eq!(detail["items"][0]["plan"]["name"], "Zoom Hybrid - hMitel Indirect");
    assert_eq!((detail["items"][0]["quantity"].as_u64(), detail["term"].as_str()), (Some(25), Some("12 Month")));
    let done: Value = person.post(&format!("/api/v1/orders/{id}/assign"), to(world.a.first.account_id)).await.json();
    assert_eq!(done["missing_integrations"], json!(["workflow_studio", "zoom"]));
    assert_eq!((done["order"]["account"]["name"].as_str(), done["order"]["assigned_how"].as_str()), (Some("A-first"), Some("manual")));
    assert_eq!(world.history(world.a.account_id).await[0].0, "Assign");
    assert_eq!(world.history(world.a.first.account_id).await[0].0, "Assign");
    let bell: Value = world.a.first.admin.get("/api/v1/notifications").await.value();
    if let Some(items) = bell["items"].as_array() {
        assert_eq!(items[0]["code"], "order.assigned");
    }
}

/// ORD-17 ended orders are refused with their own codes
#[tokio::test]
async fn ended_orders() {
    let world = World::start().await;
    let cases = [
        (Facts { left: Some(-1), starts_in: -9, ..Default::default() }, "order_expired"),
        (Facts { left: Some(9), starts_in: 2, ..Default::default() }, "order_pending"),
        (Facts { cancelled: true, ..Default::default() }, "order_cancelled"),
    ];
    for (facts, code) in cases {
        let id = order(&world, code, facts).await;
        world.a.administrator.post(&format!("/api/v1/orders/{id}/assign"), to(world.a.first.account_id)).await.problem(409, code);
    }
}

/// ORD-10, ORD-12 the list and the dialog agree on what can be assigned: not what is assigned, expired, pending or cancelled
#[tokio::test]
async fn what_can_be_assigned() {
    let world = World::start().await;
    let person = &world.a.administrator;
    let cases = [
        ("free", Facts { left: Some(200), ..Default::default() }, true),
        ("soon", Facts { left: Some(9), ..Default::default() }, true),
        ("perpetual", Facts::default(), true),
        ("expired", Facts { left: Some(-1), starts_in: -9, ..Default::default() }, false),
        ("pending", Facts { left: Some(9), starts_in: 2, ..Default::default() }, false),
        ("cancelled", Facts { cancelled: true, ..Default::default() }, false),
        ("taken", Facts { left: Some(200), ..Default::default() }, false),
    ];
    for (number, facts, assignable) in cases {
        let id = order(&world, number, facts).await;
        if number == "taken" {
            person.post(&format!("/api/v1/orders/{id}/assign"), to(world.a.first.account_id)).await.success();
        }
        let dialog: Value = person.get(&format!("/api/v1/orders/{id}")).await.json();
        let list: Value = person.get(&format!("/api/v1/orders?search={number}")).await.json();
        assert_eq!((&dialog["assignable"], &list["items"][0]["assignable"]), (&json!(assignable), &json!(assignable)), "{number}");
    }
}

/// ORD-18 the second of two simultaneous assignments is refused
#[tokio::test]
async fn two_at_once() {
    let world = World::start().await;
    let (first, second) = (world.a.first.account_id, world.a.second.account_id);
    for round in 0..5 {
        let path = format!("/api/v1/orders/{}/assign", order(&world, &format!("A-{round}"), Facts::default()).await);
        let (one, other) = tokio::join!(world.a.administrator.post(&path, to(first)), world.a.administrator.post(&path, to(second)));
        let (won, lost) = if one.status.is_success() { (one, other) } else { (other, one) };
        let name = won.json::<Value>()["account"]["name"].clone();
        lost.problem(409, "order_already_assigned");
        assert_eq!(lost.value()["args"]["account"], name);
    }
}

/// ORD-13, ORD-19 the account must be a customer's, active, and within reach
#[tokio::test]
async fn targets() {
    let world = World::start().await;
    let path = format!("/api/v1/orders/{}/assign", order(&world, "A-1", Facts::default()).await);
    world.a.manager.post(&path, to(world.a.second.account_id)).await.problem(404, "account.not_found");
    world.a.administrator.post(&path, to(world.b.first.account_id)).await.problem(404, "account.not_found");
    world.b.administrator.post(&path, to(world.b.first.account_id)).await.problem(404, "order.not_found");
    world.a.administrator.post(&path, to(world.a.account_id)).await.problem(422, "input.invalid");
    world.a.administrator.post(&path, json!({})).await.problem(422, "input.invalid");
    world.a.administrator.post(&path, json!({"account_id": 7})).await.problem(422, "input.invalid");
    world.a.administrator.post("/api/v1/orders/none/assign", to(world.a.first.account_id)).await.problem(404, "route.not_found");
    world.a.first.admin.post(&path, to(world.a.first.account_id)).await.problem(404, "page.not_found");
    world.a.manager.post(&path, to(world.a.first.account_id)).await.success();
}

/// A token that may only read does not assign
#[tokio::test]
async fn tokens_need_the_scope() {
    let world = World::start().await;
    let id = order(&world, "A-1", Facts::default()).await;
    let token = async |scope: &str| {
        let made: Value = world.a.administrator.post("/api/v1/tokens", json!({"name": scope, "scopes": [scope], "days": 30})).await.json();
        switchroom_testkit::Client::with_token(&world.app.url, made["secret"].as_str().unwrap())
    };
    let (reader, writer) = (token("orders:read").await, token("orders:write").await);
    reader.get(&format!("/api/v1/orders/{id}")).await.success();
    let path = format!("/api/v1/orders/{id}/assign");
    reader.post(&path, to(world.a.first.account_id)).await.problem(403, "token.scope");
    writer.post(&path, to(world.a.first.account_id)).await.success();
}
