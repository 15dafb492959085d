use switchroom_testkit::{TestApp, World};

/// The contract is served, and its reader needs no script and no other origin
#[tokio::test]
async fn the_contract_and_its_reader() {
    let app = TestApp::start().await;
    let contract = app.client.get("/api/openapi.json").await;
    let contract = contract.success().value();
    assert!(contract["paths"]["/api/v1/sessions"]["post"].is_object());
    assert_eq!(contract["components"]["schemas"]["Me"]["properties"]["theme"]["$ref"], "#/components/schemas/Theme");
    let reader = app.client.get("/api/docs").await;
    assert!(reader.header("content-type").starts_with("text/html"));
    let html = reader.text();
    assert!(html.contains("/api/v1/me") && !html.contains("<script") && !html.contains("//cdn"));
}

/// Strangers get 401 from REST and the way to sign in from pages
#[tokio::test]
async fn strangers() {
    let app = TestApp::start().await;
    app.client.get("/api/v1/me").await.problem(401, "auth.required");
    let page = app.client.get("/accounts/1/users?search=a%26b").await;
    assert_eq!(page.status, 303);
    assert_eq!(page.header("location"), "/login?next=%2Faccounts%2F1%2Fusers%3Fsearch%3Da%2526b");
    assert_eq!(app.client.get("/").await.header("location"), "/login");
}

/// `GET /api/v1/me` answers who the caller is, in every role
#[tokio::test]
async fn me() {
    let world = World::start().await;
    for (label, person) in world.everybody() {
        let me = person.get("/api/v1/me").await;
        let me = me.success().value();
        assert_eq!(me["id"], person.id.to_string(), "{label}");
        assert_eq!(me["account_id"], person.account_id.to_string(), "{label}");
        assert_eq!(me["email"], person.email, "{label}");
    }
    let me = world.a.manager.get("/api/v1/me").await.value();
    assert_eq!((me["role"].as_str(), me["scope"].as_str()), (Some("partner"), Some("assigned")));
    assert!(me["permissions"].as_array().unwrap().contains(&"accounts.view".into()));
    assert_eq!(world.a.first.user.get("/api/v1/me").await.value()["permissions"], serde_json::json!([]));
}
