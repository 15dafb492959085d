//! Against both databases: what the history shows to whom, in which order.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use futures::TryStreamExt;
use sea_orm::{ConnectionTrait, EntityTrait, Statement};
use serde_json::json;
use switchroom_entity::event;
use switchroom_types::history::{Action, Asset, EventRow, EventType};
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::{AppError, EventId};

use super::*;
use crate::access::Actor;
use crate::error::Result;
use crate::export::Format;
use crate::test::TestPortal;

fn query(url: &str) -> ListQuery {
    let pairs: Vec<(&str, &str)> = url.split('&').filter_map(|pair| pair.split_once('=')).collect();
    ListQuery::from_pairs(pairs).unwrap()
}

async fn page(test: &TestPortal, actor: &Actor, url: &str) -> Result<Page<EventRow>> {
    list(&test.portal, actor, actor.account_id, EventsQuery::parse(query(url))?).await
}

/// `count` events of each kind, in transactions of their own.
async fn happen(test: &TestPortal, actor: &Actor, kinds: &[(Asset, Action, EventType)], count: usize) {
    for _ in 0..count {
        for (asset, action, kind) in kinds {
            let mut tx = test.portal.begin(actor).await.unwrap();
            tx.record(Event::new(actor.account_id, actor.partner_id, *action, *asset).kind(*kind).of("1", "Thing"));
            tx.commit().await.unwrap();
        }
    }
}

/// HIST-03, HIST-06 newest first, either way round, page by page without loss or repeat while events arrive
#[tokio::test]
async fn pages_are_stable_in_both_directions() {
    let test = TestPortal::start().await;
    let actor = test.partner("Northwind").await;
    happen(&test, &actor, &[(Asset::User, Action::Edit, EventType::Admin)], 12).await;
    for (sort, descending) in [("sort=-at", true), ("sort=at", false)] {
        let before = page(&test, &actor, "limit=200").await.unwrap().total.value;
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = page(&test, &actor, &format!("{sort}&limit=5{cursor}")).await.unwrap();
            seen.extend(page.items.iter().map(|row| row.seq));
            happen(&test, &actor, &[(Asset::User, Action::Edit, EventType::Admin)], 1).await;
            match page.next_cursor {
                Some(next) if seen.len() < 40 => cursor = format!("&cursor={next}"),
                _ => break,
            }
        }
        let ordered = seen.windows(2).all(|pair| if descending { pair[0] == pair[1] + 1 } else { pair[0] + 1 == pair[1] });
        assert!(ordered, "{seen:?}");
        assert!(seen.len() as u64 >= before);
    }
    let error = AppError::from(page(&test, &actor, "sort=-at&cursor=WyItYXQiLDEsIngiXQ").await.unwrap_err());
    assert_eq!((error.status, error.field("cursor").is_some()), (422, true));
}

/// HIST-12 filters combine with AND, repeated values with OR
#[tokio::test]
async fn filters_combine() {
    let test = TestPortal::start().await;
    let actor = test.partner("Northwind").await;
    let kinds = [
        (Asset::Phone, Action::Edit, EventType::Mivb),
        (Asset::Phone, Action::Create, EventType::Mivb),
        (Asset::Order, Action::Assign, EventType::Commerce),
    ];
    happen(&test, &actor, &kinds, 2).await;
    let count = async |url: &str| page(&test, &actor, url).await.unwrap().items.len();
    assert_eq!(count("filter.asset=Phone").await, 4);
    assert_eq!(count("filter.asset=Phone&filter.asset=Order").await, 6);
    assert_eq!(count("filter.asset=Phone&filter.action=Edit&filter.event_type=MiVB").await, 2);
    assert_eq!(count("filter.asset=Order&filter.action=Edit").await, 0);
    assert_eq!(count(&format!("filter.actor_id={}&filter.asset=Order", actor.user_id)).await, 2);
    assert_eq!(count("filter.from=2000-01-01T00:00:00Z&filter.to=2000-01-02T00:00:00%2B00:00".replace("%2B", "+").as_str()).await, 0);
    assert_eq!(count("filter.from=2000-01-01T00:00:00Z&filter.asset=Order").await, 2);
}

/// HIST-12, HIST-15 unknown values and an end before its start are refused at the field
#[tokio::test]
async fn bad_filters_are_refused_at_the_field() {
    let test = TestPortal::start().await;
    let actor = test.partner("Northwind").await;
    for (url, field) in [
        ("filter.asset=Spoon", "filter.asset"),
        ("filter.spoon=1", "filter.spoon"),
        ("filter.from=yesterday", "filter.from"),
        ("filter.from=2026-02-01T00:00:00Z&filter.to=2026-01-01T00:00:00Z", "filter.to"),
        ("sort=name", "sort"),
    ] {
        let error = AppError::from(page(&test, &actor, url).await.unwrap_err());
        assert_eq!((error.status, error.field(field).is_some()), (422, true), "{url}");
    }
}

/// HIST-02, HIST-20 another tenant's history does not exist; without the permission it is refused
#[tokio::test]
async fn history_needs_reach_and_permission() {
    let test = TestPortal::start().await;
    let (ours, theirs) = (test.partner("Northwind").await, test.partner("Harbour").await);
    let foreign = list(&test.portal, &theirs, ours.account_id, EventsQuery::parse(ListQuery::default()).unwrap()).await.unwrap_err();
    assert_eq!(AppError::from(foreign).status, 404);
    let id = page(&test, &ours, "").await.unwrap().items[0].id;
    assert_eq!(AppError::from(get(&test.portal, &theirs, theirs.account_id, id).await.unwrap_err()).code, "event.not_found");
    assert_eq!(get(&test.portal, &ours, ours.account_id, id).await.unwrap().id, id);
    let mut without = ours.clone();
    without.permissions =
        without.permissions.iter().filter(|permission| *permission != switchroom_types::access::Permission::HISTORY_VIEW).collect();
    let denied = AppError::from(page(&test, &without, "").await.unwrap_err());
    assert_eq!((denied.status, denied.args["permission"].as_str()), (403, "history.view"));
}

/// HIST-18 a rolled-back write leaves no event
#[tokio::test]
async fn a_rolled_back_write_leaves_no_event() {
    let test = TestPortal::start().await;
    let actor = test.partner("Northwind").await;
    let before = page(&test, &actor, "").await.unwrap().total.value;
    let mut tx = test.portal.begin(&actor).await.unwrap();
    tx.record(Event::new(actor.account_id, actor.partner_id, Action::Edit, Asset::User));
    drop(tx);
    happen(&test, &actor, &[(Asset::User, Action::Edit, EventType::Admin)], 1).await;
    let after = page(&test, &actor, "").await.unwrap();
    assert_eq!(after.total.value, before + 1);
    assert_eq!(after.items[0].seq, after.items[1].seq + 1, "sequence numbers have no gap");
}

/// HIST-13 the options are those of the integrations and those of what has happened
#[tokio::test]
async fn options_follow_integrations_and_the_past() {
    let test = TestPortal::start().await;
    let actor = test.partner("Northwind").await;
    let before = options(&test.portal, &actor, actor.account_id).await.unwrap();
    assert!(before.assets.contains(&Asset::User) && !before.assets.contains(&Asset::Phone) && !before.assets.contains(&Asset::Tenant));
    happen(&test, &actor, &[(Asset::Phone, Action::Edit, EventType::Mivb)], 1).await;
    let after = options(&test.portal, &actor, actor.account_id).await.unwrap();
    assert!(after.assets.contains(&Asset::Phone) && !after.assets.contains(&Asset::Did));
    assert!(after.event_types.contains(&EventType::Mivb));
    let sql = "INSERT INTO account_integrations (account_id, kind, state, added_at) VALUES ($1, 'zoom', 'enabled', 0)";
    let statement = Statement::from_sql_and_values(test.portal.db.backend(), sql, [actor.account_id.0.into()]);
    test.portal.db.write().execute_raw(statement).await.unwrap();
    let zoom = options(&test.portal, &actor, actor.account_id).await.unwrap();
    assert!(zoom.assets.contains(&Asset::Tenant) && zoom.actions.contains(&Action::LicenseRemoval));
}

/// HIST-08, HIST-B3 all 11 fields of the filtered or chosen events; each export is an event itself
#[tokio::test]
async fn exports_hold_what_was_asked_for() {
    let test = TestPortal::start().await;
    let actor = test.partner("Northwind").await;
    let mut tx = test.portal.begin(&actor).await.unwrap();
    let changes =
        changes(Some(&json!({"extension": "2014", "password_hash": "a"})), Some(&json!({"extension": "=2019", "password_hash": "b"})));
    tx.record(
        Event::new(actor.account_id, actor.partner_id, Action::Edit, Asset::User)
            .of("1", "=Ada")
            .changes(changes)
            .core("note", "x")
            .tag("t"),
    );
    tx.commit().await.unwrap();
    happen(&test, &actor, &[(Asset::Order, Action::Assign, EventType::Commerce)], 3).await;
    let collect = async |download: crate::export::Download| {
        let chunks: Vec<_> = download.body.try_collect().await.unwrap();
        String::from_utf8(chunks.concat()).unwrap()
    };
    let csv = Format::Csv { bom: false };
    let all = export::all(&test.portal, &actor, actor.account_id, query("filter.asset=User&filter.action=Edit"), csv).await.unwrap();
    let text = collect(all).await;
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0].split(',').count(), 11);
    assert_eq!(lines.len(), 2);
    assert!(
        lines[1].contains("User: =Ada") && lines[1].contains("\"extension: 2014 → =2019; password_hash: [redacted] → [redacted]\""),
        "{text}"
    );
    let logged = page(&test, &actor, "filter.action=Export").await.unwrap().items.remove(0);
    assert_eq!(logged.core["filter"]["filter.asset"], "User");
    assert_eq!(logged.core["rows"], 1);
    let orders = page(&test, &actor, "filter.asset=Order").await.unwrap().items;
    let ids: Vec<EventId> = orders.iter().take(2).map(|row| row.id).chain([EventId(uuid::Uuid::now_v7())]).collect();
    let chosen = export::chosen(&test.portal, &actor, actor.account_id, ids, csv).await.unwrap();
    assert_eq!(collect(chosen).await.lines().count(), 3);
    let none = export::chosen(&test.portal, &actor, actor.account_id, Vec::new(), csv).await.err().unwrap();
    assert_eq!(AppError::from(none).status, 422);
    let jsonl = export::all(&test.portal, &actor, actor.account_id, query("filter.asset=Order"), Format::Jsonl).await.unwrap();
    let text = collect(jsonl).await;
    let rows: Vec<EventRow> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 3);
}

/// HIST-11 names stay as they were when it happened
#[tokio::test]
async fn recorded_names_do_not_change() {
    let test = TestPortal::start().await;
    let actor = test.partner("Northwind").await;
    happen(&test, &actor, &[(Asset::User, Action::Edit, EventType::Admin)], 1).await;
    let sql = "UPDATE users SET name = 'Somebody Else' WHERE id = $1";
    let statement = Statement::from_sql_and_values(test.portal.db.backend(), sql, [actor.user_id.0.into()]);
    test.portal.db.write().execute_raw(statement).await.unwrap();
    let names: Vec<String> = page(&test, &actor, "").await.unwrap().items.into_iter().map(|row| row.actor_name).collect();
    assert_eq!((names[0].as_str(), names.last().unwrap().as_str()), ("Mira Northwind", "System"));
    assert_eq!(event::Entity::find().all(test.portal.db.read()).await.unwrap().len(), names.len());
}
