use super::*;
use serde_json::json;

/// SUB-01, SUB-04, SUB-05, SUB-06 groups by plan, for those who may see them
#[tokio::test]
async fn panel() {
    let world = World::start().await;
    let account = world.a.first.account_id;
    let id = order(&world, "A-1", Facts { left: Some(200), ..Default::default() }).await;
    let path = format!("/api/v1/accounts/{account}/subscriptions");
    let empty: Value = world.a.administrator.get(&path).await.json();
    assert_eq!(empty, json!({"groups": [], "can_add": true}));
    world.a.administrator.post(&format!("/api/v1/orders/{id}/assign"), json!({"account_id": account})).await.success();
    let found: Value = world.a.first.admin.get(&path).await.json();
    let groups: Vec<_> = found["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| (group["plan"].as_str().unwrap(), group["total"].as_u64().unwrap()))
        .collect();
    assert_eq!((groups, found["can_add"].as_bool()), (vec![("Workflow Studio", 2), ("Zoom Hybrid - hMitel Indirect", 25)], Some(false)));
    world.a.second.admin.get(&path).await.problem(404, "account.not_found");
    world.b.administrator.get(&path).await.problem(404, "account.not_found");
    world.a.first.user.get(&path).await.problem(403, "permission.denied");
}

/// SUB-02, SUB-10 a group opens to its subscriptions with what they hold; what ended stays listed, outside the total
#[tokio::test]
async fn lines_of_a_group() {
    use sea_orm::ConnectionTrait;
    let world = World::start().await;
    let account = world.a.first.account_id;
    for number in ["A-1", "A-2", "A-3"] {
        let id = order(&world, number, Facts { left: Some(200), ..Default::default() }).await;
        world.a.administrator.post(&format!("/api/v1/orders/{id}/assign"), json!({"account_id": account})).await.success();
    }
    let db = world.portal.db.write();
    db.execute_unprepared("UPDATE orders SET state = 'cancelled' WHERE subscription_number = 'A-2'").await.unwrap();
    db.execute_unprepared("UPDATE orders SET expiry_date = '2020-01-31' WHERE subscription_number = 'A-3'").await.unwrap();
    let found: Value = world.a.first.admin.get(&format!("/api/v1/accounts/{account}/subscriptions")).await.json();
    let group = found["groups"].as_array().unwrap().iter().find(|group| group["plan"] == "Zoom Hybrid - hMitel Indirect").unwrap();
    assert_eq!((group["total"].as_u64(), group["assigned"].as_u64(), group["per_user"].as_bool()), (Some(25), Some(0), Some(true)));
    let mut lines: Vec<_> = group["subscriptions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| {
            assert!(line["start_date"].is_string() && line["plan"]["name"].is_string() && line["end_date"].is_string(), "{line}");
            let text = |name: &str| line[name].as_str().unwrap().to_owned();
            (text("subscription_number"), text("sku"), line["licenses"].as_u64().unwrap(), text("status"), line["running"] == true)
        })
        .collect();
    lines.sort();
    let expected = [("A-1", "current", true), ("A-2", "cancelled", false), ("A-3", "expired", false)];
    assert_eq!(lines, expected.map(|(number, status, runs)| (number.to_owned(), "54014848".to_owned(), 25, status.to_owned(), runs)));
}

/// SUB-05 hidden from partner users without billing account, not from the customer's admins
#[tokio::test]
async fn hidden() {
    use sea_orm::{ActiveModelTrait, ActiveValue::Set};
    use switchroom_entity::partner;
    let world = World::start().await;
    let path = format!("/api/v1/accounts/{}/subscriptions", world.a.first.account_id);
    let change = async |kind: &str, billing: Option<&str>| {
        let row = partner::ActiveModel {
            id: Set(world.a.partner_id.0),
            kind: Set(kind.to_owned()),
            billing_account: Set(billing.map(str::to_owned)),
            ..Default::default()
        };
        row.update(world.portal.db.write()).await.unwrap();
    };
    change("standard", None).await;
    world.a.administrator.get(&path).await.problem(404, "page.not_found");
    world.a.first.admin.get(&path).await.success();
    change("prime", Some("B-1")).await;
    world.a.administrator.get(&path).await.problem(404, "page.not_found");
    world.a.first.admin.get(&path).await.problem(404, "page.not_found");
}

/// SUB-07 Add Order leads to the unassigned orders, for this account; only for those who may add
#[tokio::test]
async fn add_order() {
    let world = World::start().await;
    let account = world.a.first.account_id;
    let link = format!("/orders?filter.view=unassigned&amp;for={account}");
    let theirs = world.a.administrator.get(&format!("/accounts/{account}/subscriptions")).await.text();
    assert!(theirs.contains(&link), "{theirs}");
    let admins = world.a.first.admin.get(&format!("/accounts/{account}/subscriptions")).await;
    assert!(admins.status == 200 && !admins.text().contains("/orders?"));
    order(&world, "A-1", Facts { left: Some(200), ..Default::default() }).await;
    let orders = world.a.administrator.get(&link.replace("&amp;", "&")).await;
    assert!(orders.status == 200 && orders.text().contains("A-1"));
}
