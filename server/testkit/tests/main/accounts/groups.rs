use reqwest::Method;
use serde_json::{Value, json};
use switchroom_core::account_groups::resolve;
use switchroom_testkit::{World, assert_not_found};
use switchroom_types::access::Permission;

const GROUPS: &str = "/api/v1/account-groups";

async fn add(world: &World, name: &str) -> String {
    let made = world.a.administrator.post(GROUPS, json!({"name": name})).await;
    assert_eq!(made.status, 201, "{}", made.text());
    made.value()["id"].as_str().unwrap().to_owned()
}

fn names(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect()
}

/// ACC-B3 accounts are put into groups, found by them in the list, its export and the orders, and taken out again
#[tokio::test]
async fn found_by_group() {
    let world = World::start().await;
    let (partner, manager) = (&world.a.administrator, &world.a.manager);
    let (first, second) = (world.a.first.account_id, world.a.second.account_id);
    let (retail, north) = (add(&world, "Retail").await, add(&world, "North").await);
    let assign = format!("{GROUPS}/assign");
    let both = json!({"selection": {"matching": {"query": {}, "except": []}}, "add": [retail]});
    assert_eq!(partner.post(&assign, both.clone()).await.success().value()["changed"], 2);
    assert_eq!(partner.post(&assign, both).await.success().value()["changed"], 0, "they are there already");
    manager.post(&assign, json!({"selection": {"ids": [first]}, "add": [north]})).await.success();
    let list = partner.get(&format!("/api/v1/accounts?filter.group={north}")).await.success().value();
    assert_eq!((names(&list), list["items"][0]["groups"].clone()), (vec!["A-first"], json!(["North", "Retail"])));
    let csv = partner.get(&format!("/api/v1/accounts.csv?filter.group={retail}")).await.success().text();
    assert!(csv.lines().next().unwrap().contains(",GROUPS,") && csv.contains("\"North, Retail\""), "{csv}");
    assert_eq!(partner.get(&format!("/api/v1/orders?filter.group={north}")).await.success().value()["items"], json!([]));
    partner.get("/api/v1/accounts?filter.group=north").await.problem(422, "input.invalid");
    // The manager counts within reach only.
    let counts = |groups: Value| groups.as_array().unwrap().iter().map(|group| group["accounts"].as_u64().unwrap()).collect::<Vec<_>>();
    assert_eq!(counts(partner.get(GROUPS).await.value()), [1, 2]);
    assert_eq!(counts(manager.get(GROUPS).await.value()), [1, 1]);
    let of_first = partner.get(&format!("/api/v1/accounts/{first}/groups")).await.value();
    assert_eq!(of_first.as_array().unwrap().len(), 2);
    partner.post(&assign, json!({"selection": {"ids": [first, second]}, "remove": [retail]})).await.success();
    assert_eq!(names(&partner.get(&format!("/api/v1/accounts?filter.group={retail}")).await.value()), Vec::<&str>::new());
    // Told to the partner, and to nobody in the account.
    let events = partner.get(&format!("/api/v1/accounts/{}/events?filter.asset=Account", world.a.account_id)).await.value();
    let told = events["items"].as_array().unwrap().iter().find(|event| event["asset_name"] == "A-first").unwrap();
    assert_eq!(told["changes"], json!([{"property": "groups", "before": ["North", "Retail"], "after": ["North"]}]));
    assert!(world.history(first).await.iter().all(|(action, _)| action != "Edit"));
}

/// ACC-B3 names: unique whatever their case, renamed and deleted with their history; the accounts stay
#[tokio::test]
async fn names_are_looked_after() {
    let world = World::start().await;
    let partner = &world.a.administrator;
    let id = add(&world, "Retail").await;
    let problem = partner.post(GROUPS, json!({"name": " RETAIL"})).await.problem(422, "input.invalid");
    assert_eq!(problem["errors"][0]["code"], "account_groups.name_taken");
    // Another partner has its own.
    world.b.administrator.post(GROUPS, json!({"name": "Retail"})).await.success();
    let put = async |body: Value| partner.client.send(partner.client.request(Method::PUT, &format!("{GROUPS}/{id}")).json(&body)).await;
    put(json!({"name": "x".repeat(61)})).await.problem(422, "input.invalid");
    put(json!({"name": "Shops"})).await.success();
    let account = world.a.first.account_id;
    partner.post(&format!("{GROUPS}/assign"), json!({"selection": {"ids": [account]}, "add": [id]})).await.success();
    partner.delete(&format!("{GROUPS}/{id}")).await.success();
    assert_eq!(partner.get(GROUPS).await.value(), json!([]));
    partner.get(&format!("/api/v1/accounts/{account}")).await.success();
    let path = format!("/api/v1/accounts/{}/events?filter.asset=Account Group", world.a.account_id);
    let events = partner.get(&path.replace(' ', "%20")).await.success().value();
    let actions: Vec<&str> = events["items"].as_array().unwrap().iter().map(|event| event["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["Delete", "Edit", "Create"]);
}

/// ACC-B3, AM-02 a group means the accounts within reach; groups and accounts of others do not exist
#[tokio::test]
async fn within_reach() {
    let world = World::start().await;
    let id = add(&world, "Retail").await;
    let group = id.parse().unwrap();
    let everything = json!({"selection": {"matching": {"query": {}, "except": []}}, "add": [id]});
    world.a.administrator.post(&format!("{GROUPS}/assign"), everything).await.success();
    let reached = async |person: &switchroom_testkit::Person| {
        let scope = person.actor(&world.portal).await.partner(Permission::ACCOUNTS_VIEW).unwrap();
        resolve(world.portal.db.read(), &scope, &[group]).await.unwrap()
    };
    assert_eq!(reached(&world.a.administrator).await.len(), 2);
    assert_eq!(reached(&world.a.manager).await, [world.a.first.account_id]);
    assert_eq!(reached(&world.b.administrator).await, []);
    let body = json!({"selection": {"ids": [world.a.second.account_id]}, "add": [id]});
    assert_not_found(&[("manager", &world.a.manager)], Method::POST, &format!("{GROUPS}/assign"), Some(&body), "account").await;
    let body = json!({"selection": {"ids": [world.b.first.account_id]}, "add": [id]});
    assert_not_found(&[("other partner", &world.b.administrator)], Method::POST, &format!("{GROUPS}/assign"), Some(&body), "account_group")
        .await;
    assert_not_found(&[("account admin", &world.a.first.admin)], Method::GET, GROUPS, None, "page").await;
}
