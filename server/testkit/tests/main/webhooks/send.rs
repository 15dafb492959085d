use super::*;
use sha2::{Digest, Sha256};

const HOUR: i64 = 3_600;

/// HMAC-SHA256 from its definition (RFC 2104), to judge our signatures by something else than our own code.
fn hmac(key: &str, message: &str) -> String {
    assert!(key.len() <= 64);
    let padded = |with: u8| {
        let mut block = [with; 64];
        key.bytes().zip(block.iter_mut()).for_each(|(byte, place)| *place ^= byte);
        block
    };
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(message).finalize();
    let outer = Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize();
    outer.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// NOTIF-B4 what happens arrives as JSON, signed over timestamp and body, at the account's webhook and at its partner's
#[tokio::test]
async fn what_happens_arrives_signed() {
    let world = world().await;
    let (receiver, partners) = (Receiver::start().await, Receiver::start().await);
    let (hook, secret) = add(&world.a.first.admin, world.a.first.account_id, form("Desk", &receiver)).await;
    add(&world.a.administrator, world.a.account_id, form("All", &partners)).await;
    happen(&world, "Zoom").await;
    until(&world, async || receiver.received().len() + partners.received().len() == 2).await;
    let got = receiver.received().remove(0);
    let header = |name: &str| got.headers[name].as_str();
    assert_eq!((header("content-type"), header("x-switchroom-event")), ("application/json", "integration.failing"));
    let timestamp = header("x-switchroom-timestamp");
    assert_eq!(header("x-switchroom-signature"), format!("v1={}", hmac(&secret, &format!("{timestamp}.{}", got.body))));
    assert!((timestamp.parse::<i64>().unwrap() - world.portal.clock.now().0 / 1_000_000).abs() < 60);
    let body: Value = serde_json::from_str(&got.body).unwrap();
    assert_eq!((body["type"].as_str(), body["kind"].as_str()), (Some("integration.failing"), Some("integration")));
    assert_eq!((body["severity"].as_str(), body["title"].as_str()), (Some("error"), Some("Zoom fails")));
    assert_eq!(body["account"]["number"], world.a.first.number.to_string());
    assert_eq!(body["url"], format!("{}/accounts/{}/info", world.app.url, world.a.first.account_id));
    assert_eq!(serde_json::from_str::<Value>(&partners.received()[0].body).unwrap()["id"], body["id"], "the same event");
    until(&world, async || log(&world.a.first.admin, &hook).await[0]["state"] == "delivered").await;
    let one = log(&world.a.first.admin, &hook).await.remove(0);
    assert_eq!((one["attempts"].as_u64(), one["response_status"].as_u64()), (Some(1), Some(204)), "{one}");
    assert!(one["duration_ms"].is_u64() && one["id"] == *header("x-switchroom-delivery"));
}

/// NOTIF-B4 only what was chosen is sent, and nothing while it is off, and nothing of other accounts
#[tokio::test]
async fn only_what_was_chosen() {
    let world = world().await;
    let receiver = Receiver::start().await;
    let admin = &world.a.first.admin;
    let own = world.a.first.account_id;
    let with = |name: &str, more: Value| {
        let mut form = form(name, &receiver);
        form.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        form
    };
    let (orders, _) = add(admin, own, with("orders", json!({"kinds": ["order"]}))).await;
    let (errors, _) = add(admin, own, with("errors", json!({"kinds": ["integration"], "min_severity": "error"}))).await;
    let (off, _) = add(admin, own, with("off", json!({"enabled": false}))).await;
    let (elsewhere, _) = add(&world.a.second.admin, world.a.second.account_id, form("x", &receiver)).await;
    let (other, _) = add(&world.b.administrator, world.b.account_id, form("x", &receiver)).await;
    happen(&world, "Zoom").await;
    until(&world, async || log(admin, &errors).await.iter().any(|one| one["state"] == "delivered")).await;
    for (person, quiet) in [(admin, orders), (admin, off), (&world.a.second.admin, elsewhere), (&world.b.administrator, other)] {
        assert!(log(person, &quiet).await.is_empty(), "{quiet}");
    }
    assert_eq!(receiver.received().len(), 1);
}

/// NOTIF-B4 an error is tried again with growing pauses, through a restart, and given up after a day, of which people hear
#[tokio::test]
async fn errors_are_tried_again_for_a_day() {
    use switchroom_core::{notifications, webhooks};
    use switchroom_types::webhooks::{Delivery, DeliveryState};
    let mut world = world().await;
    let receiver = Receiver::start().await;
    receiver.answers("500 Oh no");
    let (admin, account) = (&world.a.first.admin, world.a.first.account_id);
    let (hook, _) = add(admin, account, form("Desk", &receiver)).await;
    let id = hook.rsplit('/').next().unwrap().parse().unwrap();
    // Sessions end before this test's day does.
    let actor = admin.actor(&world.portal).await;
    let newest = async |world: &World| -> Delivery {
        webhooks::deliveries(&world.portal, &actor, account, id, &Default::default()).await.unwrap().items.remove(0)
    };
    happen(&world, "Zoom").await;
    until(&world, async || newest(&world).await.attempts == 1 && newest(&world).await.attempted_at.is_some()).await;
    let one = newest(&world).await;
    assert_eq!((one.state, one.response_status, one.error.as_deref()), (DeliveryState::Queued, Some(500), Some("outbound.status")));
    let pause = one.next_attempt_at.unwrap().secs_since(world.portal.clock.now());
    assert!((30..=120).contains(&pause), "{pause}");
    world.restart().await;
    world.portal.clock.advance_secs(2 * HOUR);
    until(&world, async || receiver.received().len() == 2 && newest(&world).await.next_attempt_at > one.next_attempt_at).await;
    let bodies: Vec<String> = receiver.received().into_iter().map(|got| got.body).collect();
    assert_eq!(bodies[0], bodies[1], "the same is sent again");
    world.portal.clock.advance_secs(23 * HOUR);
    until(&world, async || newest(&world).await.state == DeliveryState::Failed).await;
    let told = notifications::list(&world.portal, &actor, Default::default()).await.unwrap().items.remove(0);
    assert_eq!(told.title, "The webhook Desk of A-first does not answer");
    // By hand it goes on: the log keeps both.
    receiver.answers("200 OK");
    let failed = newest(&world).await;
    let again = webhooks::send_again(&world.portal, &actor, account, id, failed.id).await.unwrap();
    assert_eq!((again.state, again.body == bodies[0], again.id == failed.id), (DeliveryState::Delivered, true, false));
    let all = webhooks::deliveries(&world.portal, &actor, account, id, &Default::default()).await.unwrap();
    assert_eq!(all.items.len(), 2);
}

/// NOTIF-B4 the log filters by how deliveries stand
#[tokio::test]
async fn the_log_filters() {
    let world = world().await;
    let receiver = Receiver::start().await;
    let admin = &world.a.first.admin;
    let (hook, _) = add(admin, world.a.first.account_id, form("Desk", &receiver)).await;
    admin.post(&format!("{hook}/test"), json!({})).await.success();
    receiver.answers("500 Oh no");
    admin.post(&format!("{hook}/test"), json!({})).await.success();
    let count = async |filter: &str| {
        let page: Value = admin.get(&format!("{hook}/deliveries{filter}")).await.json();
        page["items"].as_array().unwrap().len()
    };
    assert_eq!((count("").await, count("?filter.state=failed").await, count("?filter.state=delivered").await), (2, 1, 1));
    admin.get(&format!("{hook}/deliveries?filter.state=odd")).await.problem(422, "input.invalid");
}

/// NOTIF-B4 replicas that look at the same moment send each delivery once
#[tokio::test]
async fn replicas_send_once() {
    let world = world().await;
    let _replica = world.app.replica().await;
    let receiver = Receiver::start().await;
    let (hook, _) = add(&world.a.first.admin, world.a.first.account_id, form("Desk", &receiver)).await;
    for n in 0..6 {
        happen(&world, &format!("Zoom {n}")).await;
    }
    until(&world, async || {
        futures::future::join_all((0..3).map(|_| switchroom_core::webhooks::deliver_due(&world.portal))).await;
        log(&world.a.first.admin, &hook).await.iter().all(|one| one["state"] == "delivered")
    })
    .await;
    let mut bodies: Vec<String> = receiver.received().into_iter().map(|got| got.body).collect();
    bodies.sort();
    bodies.dedup();
    assert_eq!((bodies.len(), receiver.received().len()), (6, 6));
}

/// NOTIF-B4 a test says at once how it went, is not repeated, and redirects are not followed
#[tokio::test]
async fn send_test() {
    let world = world().await;
    let (receiver, beyond) = (Receiver::start().await, Receiver::start().await);
    let admin = &world.a.first.admin;
    let (hook, _) = add(admin, world.a.first.account_id, form("Desk", &receiver)).await;
    let sent = admin.post(&format!("{hook}/test"), json!({})).await.success().value();
    assert_eq!((sent["state"].as_str(), sent["response_status"].as_u64()), (Some("delivered"), Some(204)), "{sent}");
    assert_eq!(receiver.received()[0].headers["x-switchroom-event"], "test");
    receiver.answers(&format!("307 Temporary Redirect\r\nlocation: {}", beyond.url));
    let sent = admin.post(&format!("{hook}/test"), json!({})).await.success().value();
    assert_eq!((sent["state"].as_str(), sent["error"].as_str()), (Some("failed"), Some("outbound.redirect")), "{sent}");
    assert!(beyond.received().is_empty());
    assert!(crate::notifications::titles(admin).await.is_empty());
    let webhook = admin.get(&hook).await.success().value();
    admin
        .client
        .request(reqwest::Method::PUT, &hook)
        .json(&json!({"name": "Desk", "url": webhook["url"], "enabled": false}))
        .send()
        .await
        .unwrap();
    admin.post(&format!("{hook}/test"), json!({})).await.problem(409, "webhook.disabled");
    world.portal.clock.advance_secs(2 * HOUR);
    switchroom_core::webhooks::deliver_due(&world.portal).await.unwrap();
    assert_eq!(receiver.received().len(), 2, "a test is not repeated");
}

/// NOTIF-B4 whoever does not answer within ten seconds has not got it
#[tokio::test]
async fn silence_is_a_failure() {
    let world = world().await;
    let receiver = Receiver::start().await;
    receiver.says_nothing();
    let (hook, _) = add(&world.a.first.admin, world.a.first.account_id, form("Desk", &receiver)).await;
    let sent = world.a.first.admin.post(&format!("{hook}/test"), json!({})).await.success().value();
    assert_eq!((sent["state"].as_str(), sent["error"].as_str()), (Some("failed"), Some("outbound.slow")), "{sent}");
    assert!((10_000..14_000).contains(&sent["duration_ms"].as_u64().unwrap()), "{sent}");
}
