use super::{give, in_first, me, permissions, role};
use reqwest::Method;
use serde_json::{Value, json};
use switchroom_testkit::{World, assert_denied, assert_refused};

/// ROLE-13, ROLE-15 a role is made, listed by name and base, and read with its cells; the matrix is there for programs
#[tokio::test]
async fn creating_and_listing() {
    let world = World::start().await;
    let by = &world.a.administrator;
    let desk = role(by, "Help desk", "administrator", &["users.view", "users.edit"]).await;
    role(by, "Billing", "partner", &["orders.view"]).await;
    let one: Value = by.get(&format!("/api/v1/roles/{desk}")).await.json();
    // What is always on needs not be named.
    assert_eq!(one["permissions"], json!(["accounts.view", "users.view", "users.edit"]));
    assert_eq!(
        (&one["base"], &one["accounts"], &one["holders"], &one["locked"]),
        (&json!("administrator"), &json!(0), &json!(0), &Value::Null)
    );
    let page: Value = by.get("/api/v1/roles").await.json();
    let names: Vec<&str> = page["items"].as_array().unwrap().iter().map(|role| role["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Billing", "Help desk"]);
    let page: Value = by.get("/api/v1/roles?search=desk&filter.base=administrator&sort=-accounts").await.json();
    assert_eq!((page["total"]["value"].clone(), page["items"][0]["id"].clone()), (json!(1), json!(desk)));
    let matrix = by.get("/api/v1/permissions").await.value();
    assert!(matrix.as_array().unwrap().contains(&json!({"base": "administrator", "permission": "accounts.view", "fixed": true})));
    assert!(!matrix.as_array().unwrap().iter().any(|cell| cell["base"] == "administrator" && cell["permission"] == "orders.view"));
    // Another partner knows nothing of it.
    let other: Value = world.b.administrator.get("/api/v1/roles").await.json();
    assert_eq!(other["items"], json!([]));
    world.b.administrator.get(&format!("/api/v1/roles/{desk}")).await.problem(404, "role.not_found");
}

/// ROLE-14, ROLE-16 what no role can be is refused at its cell or field, and nothing is stored
#[tokio::test]
async fn refusals() {
    let world = World::start().await;
    let by = &world.a.administrator;
    role(by, "Taken", "partner", &[]).await;
    for (form, field, code) in [
        (json!({"name": "", "base": "partner", "permissions": []}), "name", "field.required"),
        (json!({"name": "x".repeat(81), "base": "partner", "permissions": []}), "name", "field.too_long"),
        (json!({"name": "tAKEN", "base": "administrator", "permissions": []}), "name", "role.name_taken"),
        (json!({"name": "Account admin", "base": "administrator", "permissions": []}), "name", "role.name_reserved"),
        (json!({"name": "A", "description": "x".repeat(501), "base": "partner", "permissions": []}), "description", "field.too_long"),
        (json!({"name": "A", "base": "administrator", "permissions": ["users.edit"]}), "permissions.users.edit", "role.view_required"),
        (json!({"name": "A", "base": "administrator", "permissions": ["orders.view"]}), "permissions.orders.view", "role.no_such_cell"),
        (
            json!({"name": "A", "base": "partner", "permissions": ["orders.view", "orders.delete"]}),
            "permissions.orders.delete",
            "role.no_such_cell",
        ),
    ] {
        let problem = by.post("/api/v1/roles", &form).await.problem(422, "input.invalid");
        let errors = problem["errors"].as_array().unwrap();
        assert!(errors.iter().any(|error| error["field"] == field && error["code"] == code), "{form}: {problem}");
    }
    assert_eq!(by.get("/api/v1/roles").await.value()["total"]["value"], 1);
    let nonsense = by.post("/api/v1/roles", json!({"name": "A", "base": "king", "permissions": ["all"]})).await;
    assert!([400, 422].contains(&nonsense.status.as_u16()), "{}", nonsense.text());
}

/// ROLE-B1, ROLE-25 an edited role acts at once on whoever holds it, its new name stands in their list, and history tells each
/// cell that changed
#[tokio::test]
async fn editing() {
    let world = World::start().await;
    let by = &world.a.administrator;
    let first = &world.a.first;
    let desk = in_first(&world, "Help desk", &["users.view", "support.view", "history.view"]).await;
    give(&world, &first.user, &desk).await;
    assert!(permissions(&first.user).await.contains(&"support.view".to_owned()));
    let form = json!({"name": "Service desk", "description": "First level", "base": "administrator", "permissions": ["users.view", "users.edit", "history.view"]});
    let path = format!("/api/v1/roles/{desk}");
    let put = |body: &Value, version: &str| {
        let request = by.client.request(Method::PUT, &path).header("if-match", format!("\"{version}\"")).json(body);
        by.client.send(request)
    };
    put(&form, "1").await.success();
    assert_eq!(permissions(&first.user).await, ["accounts.view", "users.view", "users.edit", "history.view"]);
    assert_eq!(me(&first.user).await["role_label"], "Service desk");
    let list = by.get(&format!("/api/v1/accounts/{}/users?search=user%20a-first", first.account_id)).await.value();
    assert_eq!(list["items"][0]["role_label"], "Service desk");
    // Whoever looked at the version before is told both values.
    let stale = json!({"name": "Helpers", "base": "administrator", "permissions": ["users.view"]});
    let problem = put(&stale, "1").await.problem(412, "input.stale");
    assert!(
        problem["conflicts"].as_array().unwrap().contains(&json!({"field": "name", "yours": "Helpers", "theirs": "Service desk"})),
        "{problem}"
    );
    let other_base = json!({"name": "Service desk", "base": "partner", "permissions": []});
    let problem = put(&other_base, "2").await.problem(422, "input.invalid");
    assert_eq!(problem["errors"][0]["code"], "role.base_fixed");
    let history = by.get(&format!("/api/v1/accounts/{}/events?filter.asset=Role&filter.action=Edit", world.a.account_id)).await.value();
    let id = history["items"][0]["id"].as_str().unwrap();
    let event = by.get(&format!("/api/v1/accounts/{}/events/{id}", world.a.account_id)).await.value();
    let changes = event["changes"].as_array().unwrap();
    for change in [
        json!({"property": "name", "before": "Help desk", "after": "Service desk"}),
        json!({"property": "users.edit", "before": "off", "after": "on"}),
        json!({"property": "support.view", "before": "on", "after": "off"}),
    ] {
        assert!(changes.contains(&change), "{changes:?}");
    }
}

/// ROLE-06, ROLE-12 each action needs its own cell of the row; the API names the missing one
#[tokio::test]
async fn own_cells() {
    let world = World::start().await;
    let (a, b) = (&world.a, &world.b);
    let id = role(&a.administrator, "Desk", "administrator", &["users.view"]).await;
    let body = json!({"name": "Desk", "base": "administrator", "permissions": ["users.view"]});
    let strangers = [("admin", &a.first.admin), ("user", &a.first.user)];
    assert_refused(&strangers, Method::POST, "/api/v1/roles", Some(&body), 404, "page.not_found").await;
    assert_refused(&[("other partner", &b.administrator)], Method::PUT, &format!("/api/v1/roles/{id}"), Some(&body), 404, "role.not_found")
        .await;
    let viewer = role(&a.administrator, "Viewer", "partner", &["roles.view"]).await;
    super::assign(&world, &viewer, a.account_id).await;
    give(&world, &a.manager, &viewer).await;
    a.manager.get("/api/v1/roles").await.success();
    assert_denied(&[("viewer", &a.manager)], Method::POST, "/api/v1/roles", Some(&body)).await;
    assert_denied(&[("viewer", &a.manager)], Method::PUT, &format!("/api/v1/roles/{id}"), Some(&body)).await;
    let confirm = json!({"confirm": "delete"});
    assert_denied(&[("viewer", &a.manager)], Method::POST, &format!("/api/v1/roles/{id}/delete"), Some(&confirm)).await;
    assert_denied(&[("viewer", &a.manager)], Method::POST, &format!("/api/v1/roles/{id}/assign"), Some(&json!({"selection": {"ids": []}})))
        .await;
}

/// ROLE-20 deleting needs the word; a role that nobody holds goes at once
#[tokio::test]
async fn deleting() {
    let world = World::start().await;
    let by = &world.a.administrator;
    let id = in_first(&world, "Desk", &["users.view"]).await;
    let path = format!("/api/v1/roles/{id}/delete");
    let problem = by.post(&path, json!({"confirm": "yes"})).await.problem(422, "input.invalid");
    assert_eq!(problem["errors"][0]["code"], "role.confirm");
    assert_eq!(by.post(&path, json!({"confirm": "delete"})).await.success().value()["job_id"], Value::Null);
    by.get(&format!("/api/v1/roles/{id}")).await.problem(404, "role.not_found");
    let available = by.get(&format!("/api/v1/accounts/{}/roles", world.a.first.account_id)).await.value();
    assert_eq!(available.as_array().unwrap().len(), 2);
    assert!(world.history(world.a.account_id).await.iter().any(|(action, core)| action == "Delete" && core["base"] == "administrator"));
}
