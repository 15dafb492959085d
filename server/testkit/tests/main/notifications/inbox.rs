use serde_json::{Value, json};
use switchroom_core::{
    Tx,
    access::Signature,
    notifications::{Notice, notify},
};
use switchroom_testkit::{Person, World};
use switchroom_types::notifications::NoticeCode;
use uuid::Uuid;

async fn ring(world: &World, person: &Person, title: &str) {
    let mut tx = Tx::begin_as(&world.portal, Signature::system()).await.unwrap();
    let notice = Notice {
        user_id: person.id,
        account_id: person.account_id,
        about: Some(world.a.first.account_id),
        code: NoticeCode::MailFailed,
        args: serde_json::Map::new(),
        title: title.to_owned(),
        detail: Some("550 no such box".to_owned()),
        link: None,
    };
    notify(&mut tx, notice).await.unwrap();
    tx.commit_without_history("test data").await.unwrap();
}

/// What stands behind somebody's bell, the newest first.
pub async fn titles(person: &Person) -> Vec<String> {
    let page: Value = person.get("/api/v1/notifications").await.json();
    page["items"].as_array().unwrap().iter().map(|row| row["title"].as_str().unwrap().to_owned()).collect()
}

/// NOTIF-B5 a failure that repeats is one item with a count, and the badge counts it once
#[tokio::test]
async fn repeated_failures() {
    let world = World::start().await;
    let admin = &world.a.first.admin;
    for _ in 0..3 {
        ring(&world, admin, "one").await;
    }
    let page: Value = admin.get("/api/v1/notifications").await.json();
    assert_eq!((page["items"].as_array().unwrap().len(), page["items"][0]["times"].as_u64()), (1, Some(3)));
    assert_eq!(admin.get("/api/v1/notifications/pending").await.value()["count"], 1);
    let german = admin.client.request(reqwest::Method::GET, "/notifications").header("accept-language", "de").send().await.unwrap();
    assert!(german.text().await.unwrap().contains("×3"));
}

/// NOTIF-02, NOTIF-05, NOTIF-06, NOTIF-B2 reading, dismissing, undoing, deleting; each person has their own
#[tokio::test]
async fn a_persons_inbox() {
    let world = World::start().await;
    let (admin, other) = (&world.a.first.admin, &world.a.second.admin);
    for title in ["one", "two", "three"] {
        ring(&world, admin, title).await;
    }
    let page: Value = admin.get("/api/v1/notifications").await.json();
    let ids: Vec<&str> = page["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!((ids.len(), page["items"][0]["title"].as_str()), (3, Some("three")));
    let pending = async || admin.get("/api/v1/notifications/pending").await.value()["count"].as_u64().unwrap();
    assert_eq!(pending().await, 3);
    admin.post("/api/v1/notifications/read", json!({ "ids": [ids[0]] })).await.success();
    assert_eq!(pending().await, 2);
    let dismissed: Value = admin.post("/api/v1/notifications/dismiss", json!({})).await.json();
    assert_eq!((dismissed["ids"].as_array().unwrap().len(), pending().await), (3, 0));
    admin.post("/api/v1/notifications/restore", json!({ "ids": dismissed["ids"] })).await.success();
    let earlier: Value = admin.get("/api/v1/notifications?filter.dismissed=true").await.json();
    assert_eq!(earlier["items"], json!([]));
    other.delete(&format!("/api/v1/notifications/{}", ids[0])).await.problem(404, "notification.not_found");
    admin.delete(&format!("/api/v1/notifications/{}", ids[0])).await.success();
    admin.delete(&format!("/api/v1/notifications/{}", Uuid::now_v7())).await.problem(404, "notification.not_found");
    assert_eq!(other.get("/api/v1/notifications").await.value()["items"], json!([]));
    admin.get("/api/v1/notifications?filter.status=sleepy").await.problem(422, "input.invalid");
}
