use futures::StreamExt;
use reqwest::Method;
use serde_json::{Value, json};
use switchroom_core::{Tx, access::Signature, history::Event};
use switchroom_testkit::World;
use switchroom_types::history::{Action, Asset};

async fn happen(world: &World, count: usize) {
    let (account, partner) = (world.a.first.account_id, world.a.partner_id);
    for portion in 0..count.div_ceil(10_000) {
        let mut tx = Tx::begin_as(&world.portal, Signature::system()).await.unwrap();
        for n in 0..count.min(10_000) {
            tx.record(Event::new(account, Some(partner), Action::Edit, Asset::Phone).of(n, format!("=phone {portion} {n}")));
        }
        tx.commit().await.unwrap();
    }
}

/// HIST-B3 50,000 events come as a stream, safe against formulas, and the export is an event itself
#[tokio::test]
async fn a_large_export_streams() {
    let world = World::start().await;
    happen(&world, 50_000).await;
    let admin = &world.a.first.admin;
    let path = format!("/api/v1/accounts/{}/events", world.a.first.account_id);
    let response = admin.client.request(Method::GET, &format!("{path}.csv?filter.asset=Phone")).send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.headers()["content-disposition"].to_str().unwrap().starts_with("attachment; filename=\"events-"));
    let (mut chunks, mut text) = (0, Vec::new());
    let mut body = response.bytes_stream();
    while let Some(chunk) = body.next().await {
        chunks += 1;
        text.extend_from_slice(&chunk.unwrap());
    }
    assert!(chunks > 10, "it came in {chunks} parts");
    let text = String::from_utf8(text).unwrap();
    assert_eq!(text.lines().count(), 50_001);
    assert!(text.lines().next().unwrap().starts_with("Event ID,Actor Name,Actor ID,Action,Asset,Event Date"));
    let log: Value = admin.get(&format!("{path}?filter.action=Export")).await.json();
    let log = &log["items"][0];
    assert_eq!((&log["core"]["rows"], &log["core"]["complete"]), (&json!(50_000), &json!(true)));
    assert_eq!(log["core"]["filter"]["filter.asset"], "Phone");
}

/// HIST-08 ticked events come as CSV: by id, or everything that matches except some
#[tokio::test]
async fn selections() {
    let world = World::start().await;
    happen(&world, 5).await;
    let admin = &world.a.first.admin;
    let path = format!("/api/v1/accounts/{}/events", world.a.first.account_id);
    let page: Value = admin.get(&format!("{path}?filter.asset=Phone")).await.json();
    let ids: Vec<&str> = page["items"].as_array().unwrap().iter().map(|event| event["id"].as_str().unwrap()).collect();
    let lines = async |body: Value| admin.post(&format!("{path}.csv"), body).await.success().text().lines().count();
    assert_eq!(lines(json!({ "ids": [ids[0], ids[1]] })).await, 3);
    let matching = json!({ "matching": { "query": { "filters": [["asset", "Phone"]] }, "except": [ids[0]] } });
    assert_eq!(lines(matching).await, 5);
    let form = admin.client.request(Method::POST, &format!("{path}.csv")).form(&[("selection", json!({ "ids": [ids[0]] }).to_string())]);
    assert_eq!(admin.client.send(form).await.success().text().lines().count(), 2);
    admin.post(&format!("{path}.csv"), json!({ "ids": [] })).await.problem(422, "input.invalid");
    admin.post(&format!("{path}.csv"), json!({ "ids": ["x"] })).await.problem(400, "input.malformed");
    world.b.administrator.post(&format!("{path}.csv"), json!({ "ids": [ids[0]] })).await.problem(404, "account.not_found");
}
