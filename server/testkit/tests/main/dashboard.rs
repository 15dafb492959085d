//! The figures of the dashboard through HTTP.

use crate::orders::{Facts, order};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use switchroom_core::dashboard;
use switchroom_testkit::{Person, World, add_users};
use switchroom_types::AccountId;

async fn of_partner(person: &Person, card: &str) -> Value {
    person.get(&format!("/api/v1/figures?card={card}")).await.json::<Value>()["figures"].clone()
}

async fn of_account(person: &Person, account: AccountId, card: &str) -> Value {
    person.get(&format!("/api/v1/accounts/{account}/figures?card={card}")).await.json::<Value>()["figures"].clone()
}

async fn listed(person: &Person, path: &str) -> u64 {
    person.get(path).await.json::<Value>()["total"]["value"].as_u64().unwrap()
}

/// DASH-B1 customers by state, as the lists behind the figures have them; a manager's are those assigned to them
#[tokio::test]
async fn customers_by_state() {
    let world = World::start().await;
    let person = &world.a.administrator;
    let second = world.a.second.account_id;
    person.post(&format!("/api/v1/accounts/{second}/deactivate"), json!({"confirm": "deactivate"})).await.success();
    let figures = of_partner(person, "accounts").await;
    assert_eq!(figures, json!({"card": "accounts", "active": 1, "deactivated": 1, "pending_deletion": 0}));
    assert_eq!(listed(person, "/api/v1/accounts?filter.state=deactivated").await, 1);
    let managed = of_partner(&world.a.manager, "accounts").await;
    assert_eq!(managed, json!({"card": "accounts", "active": 1, "deactivated": 0, "pending_deletion": 0}));
    assert_eq!(of_partner(&world.b.administrator, "accounts").await["active"], 2);
}

/// DASH-B2 people by state, as the filter "Property" finds them
#[tokio::test]
async fn people_by_state() {
    let world = World::start().await;
    let account = world.a.first.account_id;
    add_users(&world.portal, account, 4, |nth, user| {
        if nth == 0 {
            user.status = "inactive".to_owned();
        }
        user.registration = if nth < 3 { "invited" } else { "registered" }.to_owned();
    })
    .await;
    let person = &world.a.first.admin;
    let figures = of_account(person, account, "users").await;
    for property in ["registered", "unregistered", "inactive", "admins"] {
        let path = format!("/api/v1/accounts/{account}/users?filter.property={property}");
        assert_eq!(figures[property].as_u64(), Some(listed(person, &path).await), "{property}: {figures}");
    }
    assert_eq!(figures["unregistered"], 3);
    person.get("/api/v1/figures?card=accounts").await.problem(404, "page.not_found");
    person.get(&format!("/api/v1/accounts/{account}/figures?card=accounts")).await.problem(404, "card.not_found");
    person.get(&format!("/api/v1/accounts/{account}/figures?card=weather")).await.problem(400, "input.malformed");
    world.a.first.user.get(&format!("/api/v1/accounts/{account}/figures?card=users")).await.problem(403, "permission.denied");
}

/// DASH-B1, DASH-B2 what ends within 30, 60 and 90 days is what the list shows under the same filter
#[tokio::test]
async fn expiring_orders() {
    let world = World::start().await;
    let mine = order(&world, "A-29", Facts { left: Some(29), starts_in: -1, ..Default::default() }).await;
    order(&world, "A-61", Facts { left: Some(61), starts_in: -1, ..Default::default() }).await;
    let person = &world.a.administrator;
    let account = world.a.first.account_id;
    person.post(&format!("/api/v1/orders/{mine}/assign"), json!({"account_id": account})).await.success();
    let figures = of_partner(person, "expiring").await;
    for each in figures["within"].as_array().unwrap() {
        let path = format!("/api/v1/orders?filter.within={}", each["days"]);
        assert_eq!(each["orders"].as_u64(), Some(listed(person, &path).await), "{each}");
    }
    let counts =
        |figures: &Value| figures["within"].as_array().unwrap().iter().map(|each| each["orders"].as_u64().unwrap()).collect::<Vec<_>>();
    assert_eq!(counts(&figures), [1, 1, 2]);
    assert_eq!(counts(&of_account(&world.a.first.admin, account, "expiring").await), [1, 1, 1]);
    assert_eq!(counts(&of_account(&world.a.second.admin, world.a.second.account_id, "expiring").await), [0, 0, 0]);
}

/// DASH-B1, DASH-B2 licences by plan in an account, all together for the partner
#[tokio::test]
async fn licences() {
    let world = World::start().await;
    let account = world.a.first.account_id;
    let id = order(&world, "A-1", Facts { left: Some(200), starts_in: -1, ..Default::default() }).await;
    world.a.administrator.post(&format!("/api/v1/orders/{id}/assign"), json!({"account_id": account})).await.success();
    let figures = of_account(&world.a.first.admin, account, "licenses").await;
    assert_eq!((figures["owned"].as_u64(), figures["used"].as_u64()), (Some(25), Some(0)), "{figures}");
    assert_eq!(figures["plans"][0]["name"], "Zoom Hybrid - hMitel Indirect");
    count_anew(&world).await;
    assert_eq!(of_partner(&world.a.administrator, "licenses").await["owned"], 25);
    assert_eq!(of_partner(&world.b.administrator, "licenses").await["owned"], 0);
}

/// DASH-B3 growth by month; licences only for those who see subscriptions; the running month is counted once an hour
#[tokio::test]
async fn growth() {
    let world = World::start().await;
    let account = world.a.first.account_id;
    add_users(&world.portal, account, 7, |_, _| {}).await;
    count_anew(&world).await;
    let figures = of_account(&world.a.first.admin, account, "growth").await;
    let months = figures["months"].as_array().unwrap();
    let stored = listed(&world.a.first.admin, &format!("/api/v1/accounts/{account}/users")).await;
    let last = months.last().unwrap();
    assert_eq!((last["users"].as_u64(), last["owned"].as_u64()), (Some(stored), Some(0)), "{figures}");
    let all = of_partner(&world.a.administrator, "growth").await;
    assert!(all["months"].as_array().unwrap().last().unwrap()["users"].as_u64().unwrap() > stored, "{all}");
    // Within the hour nothing is counted again.
    add_users(&world.portal, account, 1, |_, user| user.email = "later@x.test".to_owned()).await;
    dashboard::keep(&world.portal).await.unwrap();
    assert_eq!(of_account(&world.a.first.admin, account, "growth").await, figures);
}

/// DASH-B3 events by day; every day of the last thirty has its place
#[tokio::test]
async fn events_by_day() {
    let world = World::start().await;
    let account = world.a.first.account_id;
    let before = today(&of_account(&world.a.first.admin, account, "activity").await);
    let partner_before = today(&of_partner(&world.a.administrator, "activity").await);
    for on in [true, false] {
        world.a.first.admin.patch(&format!("/api/v1/accounts/{account}"), json!({"bandwidth_optimization": on})).await.success();
    }
    let figures = of_account(&world.a.first.admin, account, "activity").await;
    assert_eq!(figures["days"].as_array().unwrap().len(), 30);
    assert_eq!(today(&figures) - before, 2);
    assert_eq!(today(&of_partner(&world.a.administrator, "activity").await) - partner_before, 2);
    let person = &world.a.first.admin.actor(&world.portal).await;
    world.portal.clock.advance_secs(86_400);
    let next = dashboard::card(&world.portal, person, switchroom_types::dashboard::CardKind::Activity, Some(account)).await.unwrap();
    let next = serde_json::to_value(next.figures).unwrap();
    assert_eq!((next["days"][29]["events"].as_u64(), next["days"][28]["events"].as_u64()), (Some(0), Some(today(&figures))), "{next}");
}

fn today(figures: &Value) -> u64 {
    figures["days"].as_array().unwrap().last().unwrap()["events"].as_u64().unwrap()
}

/// DASH-B1 the ten latest events within reach, across accounts, newest first
#[tokio::test]
async fn latest_events() {
    let world = World::start().await;
    let (first, second) = (&world.a.first, &world.a.second);
    for nth in 0..12 {
        let customer = if nth % 2 == 0 { first } else { second };
        let path = format!("/api/v1/accounts/{}", customer.account_id);
        customer.admin.patch(&path, json!({"bandwidth_optimization": nth % 4 < 2})).await.success();
    }
    let figures = of_partner(&world.a.administrator, "events").await;
    let events = figures["events"].as_array().unwrap();
    let places: Vec<_> = events.iter().map(|event| event["account_id"].as_str().unwrap().to_owned()).collect();
    let expected = (0..10).map(|nth| if nth % 2 == 0 { second.account_id } else { first.account_id }.to_string());
    assert_eq!(places, expected.collect::<Vec<_>>());
    assert!(events.windows(2).all(|pair| pair[0]["at"].as_str() >= pair[1]["at"].as_str()), "{figures}");
    let managed = of_partner(&world.a.manager, "events").await;
    assert!(managed["events"].as_array().unwrap().iter().all(|event| event["account_id"] == first.account_id.to_string()), "{managed}");
    let others = of_partner(&world.b.administrator, "events").await;
    assert!(!others.to_string().contains(&first.account_id.to_string()));
}

/// DASH-B1 running jobs within reach
#[tokio::test]
async fn running_jobs() {
    let world = World::start().await;
    assert_eq!(of_partner(&world.a.administrator, "jobs").await, json!({"card": "jobs", "running": 0, "jobs": []}));
    let sql = format!(
        "INSERT INTO jobs (id, account_id, kind, state, actor, payload, total, succeeded, run_at, created_at) \
         SELECT id, id, 'user_import', 'queued', '{{}}', '{{}}', 10, 4, 9000000000000000000, 0 FROM accounts WHERE number IN ({}, {})",
        world.a.first.number, world.b.first.number
    );
    world.portal.db.write().execute_unprepared(&sql).await.unwrap();
    let figures = of_partner(&world.a.administrator, "jobs").await;
    let job = &figures["jobs"][0];
    assert_eq!((figures["running"].as_u64(), job["done"].as_u64(), job["total"].as_u64()), (Some(1), Some(4), Some(10)), "{figures}");
    assert_eq!(job["account_name"], world.a.first.name);
    assert_eq!(of_account(&world.a.second.admin, world.a.second.account_id, "jobs").await["running"], 0);
}

/// The figures of the month as they are now.
async fn count_anew(world: &World) {
    world.portal.db.write().execute_unprepared("DELETE FROM monthly_figures").await.unwrap();
    dashboard::keep(&world.portal).await.unwrap();
}
