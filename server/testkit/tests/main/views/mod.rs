//! Saved views of lists (USR-B1).

use reqwest::Method;
use serde_json::{Value, json};
use switchroom_testkit::{Person, World, assert_denied, assert_not_found};
use switchroom_types::AccountId;

fn path(account: AccountId) -> String {
    format!("/api/v1/accounts/{account}/views")
}

async fn names(person: &Person, account: AccountId) -> Vec<String> {
    let views: Value = person.get(&format!("{}?list=users", path(account))).await.json();
    views.as_array().unwrap().iter().map(|view| view["name"].as_str().unwrap().to_owned()).collect()
}

fn view(name: &str, shared: bool) -> Value {
    let conditions = json!({"all": [{"column": "sms_number", "op": "is_empty"}]}).to_string();
    json!({"list": "users", "name": name, "shared": shared, "query": [["filter", conditions], ["sort", "-name"], ["columns", "name,email"]]})
}

/// USR-B1 a private view is its owner's; a shared one is everybody's who may view users, and of editors to change
#[tokio::test]
async fn private_and_shared() {
    let world = World::start().await;
    let (first, manager) = (&world.a.first, &world.a.manager);
    let account = first.account_id;
    let made = first.admin.post(&path(account), view("Without SMS", false)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.value();
    assert_eq!((&made["editable"], &made["owner"]), (&json!(true), &json!(first.admin.name)));
    assert_eq!(made["query"].as_array().unwrap().len(), 3);
    assert_eq!(names(&first.admin, account).await, ["Without SMS"]);
    assert_eq!(names(manager, account).await, [""; 0]);
    let one = format!("{}/{}", path(account), made["id"].as_str().unwrap());
    let rename = json!({"name": "Mine"});
    assert_not_found(&[("manager", manager)], Method::PATCH, &one, Some(&rename), "view").await;
    assert_not_found(&[("manager", manager)], Method::DELETE, &one, None, "view").await;
    // Shared: others use it and, since they may edit users, change it.
    first.admin.patch(&one, json!({"shared": true, "name": "No SMS"})).await.success();
    assert_eq!(names(manager, account).await, ["No SMS"]);
    manager.patch(&one, json!({"name": "No number"})).await.success();
    assert_eq!(names(&first.admin, account).await, ["No number"]);
    assert!(world.history(account).await.iter().filter(|(action, _)| action == "Edit").count() >= 2);
    manager.delete(&one).await.success();
    assert_eq!(names(&first.admin, account).await, [""; 0]);
    first.admin.patch(&one, json!({"name": "Gone"})).await.problem(404, "view.not_found");
}

/// USR-B1 names are told apart, and a view that the list would refuse is not kept
#[tokio::test]
async fn refusals() {
    let world = World::start().await;
    let (first, manager) = (&world.a.first, &world.a.manager);
    let path = path(first.account_id);
    first.admin.post(&path, view("Sales", false)).await.success();
    let taken = first.admin.post(&path, view(" sales ", false)).await.problem(409, "views.name_taken");
    assert_eq!(taken["errors"][0]["field"], "name");
    // Another person's private views are nobody's business, and shared ones are a list of their own.
    manager.post(&path, view("Sales", false)).await.success();
    manager.post(&path, view("Sales", true)).await.success();
    first.admin.post(&path, view("Sales", true)).await.problem(409, "views.name_taken");
    for (body, field) in [
        (json!({"list": "users", "name": " "}), "name"),
        (json!({"list": "users", "name": "x".repeat(81)}), "name"),
        (json!({"list": "users", "name": "X", "query": [["filter", "{"]]}), "filter"),
        (json!({"list": "users", "name": "X", "query": [["filter.hat", "1"]]}), "filter.hat"),
        (json!({"list": "users", "name": "X", "query": [["sort", "hat"]]}), "sort"),
        (json!({"list": "users", "name": "X", "query": [["next", "/logout"]]}), "query"),
    ] {
        let problem = first.admin.post(&path, &body).await.problem(422, "input.invalid");
        assert_eq!(problem["errors"][0]["field"], field, "{body}");
    }
    let body = view("Nobody's", false);
    assert_denied(&[("user", &first.user)], Method::POST, &path, Some(&body)).await;
    let strangers = [("other customer", &world.a.second.admin), ("other partner", &world.b.administrator)];
    assert_not_found(&strangers, Method::POST, &path, Some(&body), "account").await;
}

/// USR-B1 tokens that only read may use shared views and not make any
#[tokio::test]
async fn tokens() {
    use switchroom_testkit::Client;
    let world = World::start().await;
    let first = &world.a.first;
    let made = first.admin.post("/api/v1/tokens", json!({"name": "Reader", "scopes": ["users:read"]})).await.success().value();
    let reader = Client::with_token(&world.app.url, made["secret"].as_str().unwrap());
    let path = path(first.account_id);
    reader.get(&format!("{path}?list=users")).await.success();
    reader.post(&path, view("Shared", true)).await.problem(403, "permission.denied");
}

/// USR-B1 the view that the list opens with is a preference; the page goes to what the view keeps
#[tokio::test]
async fn default_view() {
    let world = World::start().await;
    let first = &world.a.first;
    let account = first.account_id;
    let made = first.admin.post(&path(account), view("Without SMS", false)).await.success().value();
    let id = made["id"].as_str().unwrap();
    let page = format!("/accounts/{account}/users");
    // As a browser asks for a page: only then is the way to another one an answer of its own.
    let open =
        async |path: &str| first.admin.client.send(first.admin.client.request(Method::GET, path).header("accept", "text/html")).await;
    assert_eq!(open(&page).await.status, 200);
    let preference = |view: Value| json!({"views": {format!("users:{account}"): view}});
    first.admin.patch("/api/v1/me/preferences", preference(json!(id))).await.success();
    let answer = open(&page).await;
    assert_eq!(answer.status, 302);
    let to = answer.header("location");
    assert!(to.starts_with(&format!("{page}?view={id}&")) && to.contains("sort=-name") && to.contains("filter=%7B"), "{to}");
    assert_eq!(open(to).await.status, 200);
    assert_eq!(open(&format!("{page}?view=all")).await.status, 200);
    // What is not there any more opens the whole list.
    first.admin.delete(&format!("{}/{id}", path(account))).await.success();
    assert!(open(&page).await.header("location").contains("view=all"));
    first.admin.patch("/api/v1/me/preferences", preference(Value::Null)).await.success();
    assert_eq!(open(&page).await.status, 200);
}
