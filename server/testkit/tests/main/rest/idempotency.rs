use reqwest::Method;
use serde_json::json;
use switchroom_testkit::{Answer, Person, World};

async fn make(person: &Person, key: &str, name: &str) -> Answer {
    let body = json!({"name": name, "scopes": ["users:read"]});
    let request = person.client.request(Method::POST, "/api/v1/tokens").header("idempotency-key", key).json(&body);
    person.client.send(request).await
}

/// A repeated request with the same Idempotency-Key is carried out once and gets the same answer
#[tokio::test]
async fn a_repetition_gets_the_first_answer() {
    let world = World::start().await;
    let person = &world.a.administrator;
    let first = make(person, "k1", "Backup").await;
    assert_eq!(first.status, 201);
    let second = make(person, "k1", "Backup").await;
    assert_eq!((second.status, &second.body), (first.status, &first.body));
    assert_eq!(second.header("idempotency-replayed"), "true");
    assert_eq!(person.get("/api/v1/tokens").await.value().as_array().unwrap().len(), 1);
    // Refusals are answers too.
    make(person, "k2", "").await.problem(422, "input.invalid");
    let again = make(person, "k2", "").await;
    assert_eq!(again.problem(422, "input.invalid")["errors"][0]["field"], "name");
}

/// A key that stands for another request is refused; keys belong to their caller
#[tokio::test]
async fn another_request_is_refused() {
    let world = World::start().await;
    make(&world.a.administrator, "k1", "Backup").await.success();
    make(&world.a.administrator, "k1", "Restore").await.problem(422, "idempotency.mismatch");
    make(&world.b.administrator, "k1", "Restore").await.success();
    make(&world.b.administrator, &"x".repeat(201), "Restore").await.problem(400, "idempotency.key");
}

/// Of two requests with one key at the same time one is carried out, the other waits its turn
#[tokio::test]
async fn duplicates_at_the_same_time() {
    let world = World::start().await;
    let answers = futures::future::join_all((0..6).map(|_| make(&world.a.administrator, "k1", "Backup"))).await;
    for answer in &answers {
        assert!([201, 409].contains(&answer.status.as_u16()), "{}", answer.text());
    }
    assert_eq!(world.a.administrator.get("/api/v1/tokens").await.value().as_array().unwrap().len(), 1);
}
