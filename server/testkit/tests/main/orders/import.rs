use super::*;
use reqwest::Method;
use reqwest::multipart::{Form, Part};
use switchroom_testkit::Answer;

const API: &str = "/api/v1/operator/orders/imports";
const HEAD: &str = "partner_account,subscription_number,start_date,items,customer_po\n";

async fn send(person: &Person, world: &World, bytes: Vec<u8>) -> Answer {
    let file = Part::bytes(bytes).file_name("orders.csv").mime_str("text/csv").unwrap();
    let form = Form::new().part("file", file).text("feed", "northern").text("partner", world.a.partner_id.to_string());
    person.client.send(person.client.request(Method::POST, API).multipart(form)).await
}

/// Commits and works the job off; the server of the test may be doing so too.
async fn take_over(world: &World, id: &str) -> Value {
    world.operator.post(&format!("{API}/{id}/commit"), ()).await.success();
    loop {
        switchroom_core::jobs::run_due(&world.portal).await.unwrap();
        let found: Value = world.operator.get(&format!("{API}/{id}")).await.json();
        if found["state"] == "finished" {
            return found;
        }
        tokio::task::yield_now().await;
    }
}

/// ORD-22 preview, partial import, failed rows; importing again updates and never doubles
#[tokio::test]
async fn round_trip() {
    let world = World::start().await;
    let text = format!("{HEAD},A-1,2026-01-01,54014848:25,\n,A-2,01.02.2026,,=cmd\n,A-3,2026-01-01,54014848:1,\n");
    let answer = send(&world.operator, &world, text.clone().into_bytes()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let preview = answer.value();
    assert_eq!((preview["valid"].as_u64(), preview["failed"].as_u64(), preview["creates"].as_u64()), (Some(2), Some(1), Some(2)));
    assert_eq!(preview["preview"][0]["errors"][0]["code"], "orders.bad_date");
    let id = preview["id"].as_str().unwrap();
    let done = take_over(&world, id).await;
    assert_eq!((done["done"].as_u64(), done["failed"].as_u64()), (Some(2), Some(1)));
    world.operator.post(&format!("{API}/{id}/commit"), ()).await.problem(409, "orders.import_started");
    assert_eq!(numbers(&world.a.administrator, "sort=subscription_number").await, ["A-1", "A-3"]);
    let failed = world.operator.get(&format!("{API}/{id}/failed.csv")).await;
    assert!(failed.header("content-type").starts_with("text/csv"));
    assert!(
        failed.text().contains("A-2") && failed.text().contains("start_date: Write dates as YYYY-MM-DD") && failed.text().contains("'=cmd")
    );
    let again = send(&world.operator, &world, text.replace(":25", ":30").into_bytes()).await.value();
    assert_eq!((again["creates"].as_u64(), again["updates"].as_u64()), (Some(0), Some(2)));
    take_over(&world, again["id"].as_str().unwrap()).await;
    assert_eq!(numbers(&world.a.administrator, "").await.len(), 2);
    let history = world.history(world.a.account_id).await;
    let actions: Vec<&str> = history.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(actions, ["Edit", "Create", "Create"], "what did not change leaves no event");
}

/// ORD-22 bad files are refused as a whole, with the reason
#[tokio::test]
async fn bad_files() {
    let world = World::start().await;
    send(&world.operator, &world, b"subscription_number,start_date,items\nA-\xff,2026-01-01,1:1\n".to_vec())
        .await
        .problem(422, "orders.not_utf8");
    send(&world.operator, &world, b"name\nx\n".to_vec()).await.problem(422, "orders.unknown_column");
    send(&world.operator, &world, Vec::new()).await.problem(422, "orders.file_empty");
    send(&world.operator, &world, b"[{]".to_vec()).await.problem(422, "orders.bad_json");
    let large = send(&world.operator, &world, vec![b'a'; 20 * 1024 * 1024 + 1]).await;
    large.problem(413, "orders.file_too_large");
    let none = world.operator.client.request(Method::POST, API).multipart(Form::new().text("feed", "x"));
    world.operator.client.send(none).await.problem(422, "input.invalid");
    world.operator.post(API, serde_json::json!({})).await.problem(400, "input.malformed");
}

/// ORD-22 the import is the operator's alone
#[tokio::test]
async fn operator_only() {
    let world = World::start().await;
    let preview = send(&world.operator, &world, format!("{HEAD},A-1,2026-01-01,X:1,\n").into_bytes()).await.value();
    let id = preview["id"].as_str().unwrap();
    assert!(world.operator.get(&format!("{API}/template.csv")).await.success().text().starts_with("partner_account,subscription_number,"));
    for person in [&world.a.administrator, &world.a.first.admin, &world.b.manager] {
        send(person, &world, b"x".to_vec()).await.problem(404, "page.not_found");
        for path in
            [format!("{API}/{id}"), format!("{API}/{id}/failed.csv"), format!("{API}/template.csv"), "/api/v1/operator/partners".to_owned()]
        {
            person.get(&path).await.problem(404, "page.not_found");
        }
        person.post(&format!("{API}/{id}/commit"), ()).await.problem(404, "page.not_found");
    }
}
