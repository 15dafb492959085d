//! The command palette through HTTP: what it finds, and that it tells nothing of what the viewer may not see.

use crate::orders::{Facts, order};
use serde_json::{Value, json};
use switchroom_testkit::{Person, World, add_users};
use switchroom_types::AccountId;

async fn found(person: &Person, text: &str, account: Option<AccountId>) -> Vec<Value> {
    let path = match account {
        Some(account) => format!("/api/v1/search?search={text}&account_id={account}"),
        None => format!("/api/v1/search?search={text}"),
    };
    person.get(&path).await.json::<Value>().as_array().unwrap().clone()
}

fn of_kind<'a>(hits: &'a [Value], kind: &str) -> Vec<&'a str> {
    hits.iter().filter(|hit| hit["kind"] == kind).map(|hit| hit["title"].as_str().unwrap()).collect()
}

/// SHELL-B1 accounts, people and orders by a part of their name, five of each, the found part marked, the best first
#[tokio::test]
async fn everything_by_a_part_of_its_name() {
    let world = World::start().await;
    let account = world.a.first.account_id;
    add_users(&world.portal, account, 8, |nth, user| {
        user.name = if nth == 7 { "Zébra Adams".to_owned() } else { format!("Quentin Zebra {nth}") };
        user.name_key = switchroom_core::text::fold(&user.name);
        user.search_text = switchroom_core::text::search_text([user.name.as_str(), user.email.as_str()]);
    })
    .await;
    order(&world, "ZEB-77", Facts { left: Some(200), starts_in: -1, ..Default::default() }).await;
    let person = &world.a.administrator;
    let hits = found(person, "ZEB", None).await;
    let people = of_kind(&hits, "user");
    assert_eq!((people.len(), people[0]), (5, "Zébra Adams"), "{hits:?}");
    assert_eq!(of_kind(&hits, "order"), ["ZEB-77"]);
    let first = hits.iter().find(|hit| hit["kind"] == "user").unwrap();
    assert_eq!((first["found"].clone(), first["account"].as_str()), (json!([0, 3]), Some(world.a.first.name.as_str())));
    let page = first["href"].as_str().unwrap().to_owned();
    person.get(&page).await.success();
    let inside = found(&world.a.first.admin, "zebra", Some(account)).await;
    assert_eq!((of_kind(&inside, "user").len(), of_kind(&inside, "order").len()), (5, 0), "{inside:?}");
    let accounts = found(person, &world.a.first.name[..4], None).await;
    assert!(of_kind(&accounts, "account").contains(&world.a.first.name.as_str()), "{accounts:?}");
}

/// SHELL-B1 telephone numbers as people write them, and the latest events, within an account
#[tokio::test]
async fn numbers_and_events() {
    let world = World::start().await;
    let account = world.a.first.account_id;
    add_users(&world.portal, account, 2, |nth, user| user.mobile = Some(format!("+4930123450{nth}"))).await;
    let person = &world.a.first.admin;
    let hits = found(person, "030%20123%20450-1", Some(account)).await;
    assert_eq!(of_kind(&hits, "phone_number"), ["+49301234501"], "{hits:?}");
    let path = format!("/api/v1/accounts/{account}");
    person.patch(&path, json!({"bandwidth_optimization": true})).await.success();
    let hits = found(person, &world.a.first.name[..5], Some(account)).await;
    assert!(!of_kind(&hits, "event").is_empty(), "{hits:?}");
    let event = hits.iter().find(|hit| hit["kind"] == "event").unwrap();
    let page = person.get(event["href"].as_str().unwrap()).await;
    assert!(page.success().text().contains(event["title"].as_str().unwrap()));
}

/// SHELL-B2, AM-02, 10-20 nothing outside tenant, scope and rights is found or counted
#[tokio::test]
async fn nothing_out_of_reach() {
    let world = World::start().await;
    for customer in [&world.a.first, &world.a.second, &world.b.first] {
        add_users(&world.portal, customer.account_id, 1, |_, user| {
            user.name = format!("Xylophon {}", customer.name);
            user.name_key = switchroom_core::text::fold(&user.name);
            user.search_text = switchroom_core::text::search_text([user.name.as_str()]);
        })
        .await;
    }
    let names = |hits: &[Value]| {
        let mut names: Vec<_> = of_kind(hits, "user").into_iter().map(str::to_owned).collect();
        names.sort();
        names
    };
    let (first, second) = (format!("Xylophon {}", world.a.first.name), format!("Xylophon {}", world.a.second.name));
    assert_eq!(names(&found(&world.a.administrator, "xylophon", None).await), [first.clone(), second]);
    assert_eq!(names(&found(&world.a.manager, "xylophon", None).await), vec![first.clone()]);
    assert_eq!(names(&found(&world.a.first.admin, "xylophon", None).await), [first]);
    for nobody in [&world.a.first.user, &world.operator] {
        assert_eq!(found(nobody, "xylophon", None).await, Vec::<Value>::new());
    }
    // AM-02: an account that is not assigned to a manager leaves no trace.
    assert_eq!(of_kind(&found(&world.a.manager, &world.a.second.name, None).await, "account"), [""; 0]);
    let path = format!("/api/v1/search?search=xylophon&account_id={}", world.a.second.account_id);
    for person in [&world.a.manager, &world.a.first.admin, &world.b.administrator] {
        person.get(&path).await.problem(404, "account.not_found");
    }
}

/// SHELL-B1 a text that is too short finds nothing, one that is too long is refused, odd ones are only text
#[tokio::test]
async fn odd_texts() {
    let world = World::start().await;
    let person = &world.a.administrator;
    for text in ["", "a", "%20%20", "%25%25", "**", "%5B%5B%5B", "'%22--", "%00%00%00"] {
        person.get(&format!("/api/v1/search?search={text}")).await.success();
    }
    assert_eq!(found(person, "%25%25%25", None).await, Vec::<Value>::new());
    person.get(&format!("/api/v1/search?search={}", "x".repeat(101))).await.problem(422, "input.invalid");
    person.get("/api/v1/search").await.problem(400, "input.malformed");
    world.app.client().get("/api/v1/search?search=north").await.problem(401, "auth.required");
}
