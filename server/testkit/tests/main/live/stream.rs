use futures::{Stream, StreamExt};
use reqwest::Method;
use serde_json::{Value, json};
use std::{pin::Pin, time::Duration};
use switchroom_testkit::{Client, TestApp, World};

/// An open stream of Server-Sent Events.
struct Events {
    bytes: Pin<Box<dyn Stream<Item = Result<Vec<u8>, reqwest::Error>> + Send>>,
    text: String,
}

#[derive(Debug)]
struct Event {
    id: String,
    topic: String,
    data: Value,
}

impl Events {
    async fn open(client: &Client, path: &str) -> Self {
        let response = client.request(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert!(response.headers().get("content-encoding").is_none(), "a compressed stream would be held back");
        let bytes = response.bytes_stream().map(|chunk| chunk.map(|chunk| chunk.to_vec()));
        Self { bytes: Box::pin(bytes), text: String::new() }
    }

    /// The next event; `None` when the stream has ended.
    async fn next(&mut self) -> Option<Event> {
        loop {
            while let Some((block, rest)) = self.text.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.text = rest;
                let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned());
                if let Some(topic) = field("event:") {
                    let data = serde_json::from_str(&field("data:").unwrap()).unwrap();
                    return Some(Event { id: field("id:").unwrap(), topic, data });
                }
            }
            let chunk = tokio::time::timeout(Duration::from_secs(10), self.bytes.next()).await.expect("nothing came");
            match chunk {
                Some(Ok(chunk)) => self.text.push_str(std::str::from_utf8(&chunk).unwrap()),
                _ => return None,
            }
        }
    }

    /// The next event about this account's users.
    async fn user_change(&mut self, account: &str) -> Event {
        loop {
            let event = self.next().await.expect("the stream ended");
            let assets = event.data["assets"].as_array().cloned().unwrap_or_default();
            if event.data["account_id"] == account && assets.contains(&json!("User")) {
                return event;
            }
        }
    }
}

async fn add_user(world: &World, name: &str) {
    let path = format!("/api/v1/accounts/{}/users", world.a.first.account_id);
    let body = json!({ "first_name": name, "last_name": "Live", "email": format!("{name}@a-first.test") });
    world.a.administrator.post(&path, body).await.success();
}

/// HIST-B2, NOTIF-B1 a change reaches the open pages of those who may see it, and nobody else's
#[tokio::test]
async fn changes_arrive() {
    let world = World::start().await;
    let account = world.a.first.account_id.to_string();
    let mut admin = Events::open(&world.a.first.admin.client, "/api/v1/live").await;
    let mut foreign = Events::open(&world.b.administrator.client, "/api/v1/live").await;
    for events in [&mut admin, &mut foreign] {
        let ready = events.next().await.unwrap();
        assert_eq!((ready.topic.as_str(), &ready.data["pending"]), ("ready", &json!(0)));
    }
    add_user(&world, "one").await;
    let seen = admin.user_change(&account).await;
    assert_eq!(seen.topic, "history");
    let path = format!("/api/v1/accounts/{}/users", world.b.first.account_id);
    let body = json!({ "first_name": "Bea", "last_name": "Live", "email": "bea@b-first.test" });
    world.b.administrator.post(&path, body).await.success();
    let first = foreign.next().await.unwrap();
    assert_eq!(first.data["account_id"], json!(world.b.first.account_id.to_string()), "partner B hears nothing of A");
}

/// NOTIF-B1 after an interruption nothing is lost
#[tokio::test]
async fn an_interrupted_stream_goes_on() {
    let world = World::start().await;
    let account = world.a.first.account_id.to_string();
    let client = &world.a.first.admin.client;
    let mut events = Events::open(client, "/api/v1/live").await;
    events.next().await.unwrap();
    add_user(&world, "one").await;
    let seen = events.user_change(&account).await;
    drop(events);
    add_user(&world, "two").await;
    add_user(&world, "three").await;
    let mut again = Events::open(client, &format!("/api/v1/live?last_event_id={}", seen.id)).await;
    assert_eq!(again.next().await.unwrap().topic, "ready");
    let mut last = seen.data["seq"][1].as_i64().unwrap();
    let goal = last + 2;
    while last < goal {
        let change = again.user_change(&account).await;
        assert!(change.data["seq"][0].as_i64().unwrap() <= last + 1, "nothing is skipped");
        last = change.data["seq"][1].as_i64().unwrap().max(last);
    }
    for nonsense in ["nonsense", "5-999999"] {
        let mut stale = Events::open(client, &format!("/api/v1/live?last_event_id={nonsense}")).await;
        assert_eq!(stale.next().await.unwrap().topic, "resync");
    }
}

/// AUTH-26 a revoked session ends its stream
#[tokio::test]
async fn a_revoked_session_ends_the_stream() {
    let world = World::start().await;
    let admin = &world.a.first.admin;
    let mut events = Events::open(&admin.client, "/api/v1/live").await;
    events.next().await.unwrap();
    admin.delete("/api/v1/sessions").await.success();
    loop {
        match events.next().await {
            Some(event) if event.topic == "session" => break,
            Some(_) => {}
            None => panic!("the stream ended without saying why"),
        }
    }
    assert!(events.next().await.is_none());
    admin.get("/api/v1/live").await.problem(401, "auth.required");
}

/// NOTIF-B1 a change on one replica reaches pages of another within a second
#[tokio::test]
async fn replicas_hear_of_each_other() {
    let world = World::start().await;
    if world.portal.db.is_sqlite() {
        return; // One process serves a SQLite file.
    }
    let url = world.portal.settings.database_url.clone();
    let replica = TestApp::start_with(&[("database_url", &url)]).await;
    let admin = &world.a.first.admin;
    let cookie = format!("switchroom={}", admin.secret);
    let response = replica.client().request(Method::GET, "/api/v1/live").header("cookie", cookie).send().await.unwrap();
    let mut events =
        Events { bytes: Box::pin(response.bytes_stream().map(|chunk| chunk.map(|chunk| chunk.to_vec()))), text: String::new() };
    assert_eq!(events.next().await.unwrap().topic, "ready");
    add_user(&world, "far").await;
    let account = world.a.first.account_id.to_string();
    let heard = tokio::time::timeout(Duration::from_secs(1), events.user_change(&account));
    heard.await.expect("within a second");
}
