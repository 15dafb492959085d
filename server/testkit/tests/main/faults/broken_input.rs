use reqwest::Method;
use serde_json::json;
use switchroom_testkit::{Answer, World};

async fn post(world: &World, path: &str, kind: &str, body: impl Into<reqwest::Body>) -> Answer {
    let client = &world.a.administrator.client;
    client.send(client.request(Method::POST, path).header("content-type", kind).body(body)).await
}

/// 00 bodies that are cut off, not UTF-8, nested without end or of another kind get a 4xx with a stable code, never a 5xx
#[tokio::test]
async fn bodies() {
    let world = World::start().await;
    let users = format!("/api/v1/accounts/{}/users", world.a.first.account_id);
    let deep = format!("{{\"first_name\": {}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    for (body, status) in [
        (b"{\"first_name\": \"A\"".to_vec(), 400),
        (b"{\"first_name\": \"\xff\xfe\"}".to_vec(), 400),
        (b"{\"first_name\": \"\\ud800\"}".to_vec(), 400),
        (Vec::new(), 400),
        (b"{} {}".to_vec(), 400),
        (deep.into_bytes(), 422),
        (b"[]".to_vec(), 422),
        (b"{\"first_name\": 1e400}".to_vec(), 400),
        (b"{\"nonsense\": 1}".to_vec(), 422),
    ] {
        let answer = post(&world, &users, "application/json", body.clone()).await;
        let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
        assert!(answer.status.as_u16() == status || answer.status == 400, "{shown}: {}", answer.text());
        assert!(answer.value()["code"].as_str().unwrap().starts_with("input."), "{shown}: {}", answer.text());
    }
    post(&world, &users, "text/plain", "{}").await.problem(415, "input.unsupported_media_type");
    for (path, kind, body) in [
        ("/api/fn/users/list", "application/json", b"\xff\xfe".to_vec()),
        ("/api/fn/users/list", "application/json", b"{\"account\": 5}".to_vec()),
        ("/api/fn/sessions/begin", "application/x-www-form-urlencoded", b"username=%ff%fe&&&=".to_vec()),
        ("/api/fn/sessions/sign_in", "application/x-www-form-urlencoded", b"\xff".to_vec()),
    ] {
        let answer = post(&world, path, kind, body).await;
        assert!(!answer.status.is_server_error(), "{path}: {} {}", answer.status, answer.text());
    }
}

/// 00 control characters, text in other scripts and very long values are kept or refused at the field, never an error of ours
#[tokio::test]
async fn texts() {
    let world = World::start().await;
    let users = format!("/api/v1/accounts/{}/users", world.a.first.account_id);
    for (n, name) in
        ["\u{0}", "a\u{0}b", "\u{202e}abc", "名前", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "'; DROP TABLE users; --", "%_\\", &"z".repeat(100_000)].iter().enumerate()
    {
        let form = json!({"first_name": name, "last_name": "L", "email": format!("p{n}@a-first.test")});
        let answer = world.a.administrator.post(&users, form).await;
        assert!([201, 422].contains(&answer.status.as_u16()), "{n}: {}", answer.text());
        let search = json!({"account": world.a.first.account_id, "query": {"search": name}});
        let found = world.a.administrator.post("/api/fn/users/list", search).await;
        assert!([200, 400, 422].contains(&found.status.as_u16()), "{n}: {}", found.text());
        let sign_in = world.app.client().post("/api/v1/sessions", json!({"email": name, "password": name})).await;
        assert!([400, 401, 422].contains(&sign_in.status.as_u16()), "{n}: {}", sign_in.text());
        let sign_in = world.app.client().post("/api/v1/sessions", json!({"email": "user@a-first.test", "password": name})).await;
        assert!([400, 401, 422, 429].contains(&sign_in.status.as_u16()), "{n}: {}", sign_in.text());
    }
    world.a.administrator.get(&users).await.success();
}

/// 00 a search text without end is refused before the database sees it, through REST and through server functions
#[tokio::test]
async fn long_searches() {
    let world = World::start().await;
    let (person, account) = (&world.a.administrator, world.a.first.account_id);
    let long = "z".repeat(500_000);
    let query = json!({"search": long});
    for (path, body) in [
        ("users/list", json!({"account": account, "query": query})),
        ("accounts/list", json!({"query": query})),
        ("accounts/pick", json!({"query": query})),
        ("orders/list", json!({"query": query})),
        ("orders/counts", json!({"search": long})),
        ("accounts/suggest-contacts", json!({"account": account, "text": long})),
    ] {
        let answer = person.post(&format!("/api/fn/{path}"), body).await;
        let field = answer.value()["errors"][0]["field"].clone();
        assert_eq!((answer.status.as_u16(), field.as_str()), (422, Some("search")), "{path}: {}", answer.status);
    }
    let rest = person.get(&format!("/api/v1/accounts/{account}/users?search={}", "z".repeat(1_000))).await;
    assert_eq!(rest.problem(422, "input.invalid")["errors"][0]["field"], "search");
}
