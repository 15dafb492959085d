use super::{assign, give, holder, in_first, me, permissions, role};
use reqwest::Method;
use serde_json::json;
use switchroom_testkit::{Client, World, assert_refused};

/// ROLE-22 nobody gives, makes or takes cells that they lack, nor edits the role that they hold
#[tokio::test]
async fn within_ones_own() {
    let world = World::start().await;
    let (a, by) = (&world.a, &world.a.administrator);
    let cells = ["roles.view", "roles.add", "roles.edit", "roles.assign", "roles.delete", "users.view", "users.add", "users.edit"];
    let own = role(by, "Lead", "partner", &cells).await;
    assign(&world, &own, a.account_id).await;
    let lead = world.person(a.account_id, "Lead").await;
    by.patch(&format!("/api/v1/accounts/{}/users/{}", a.account_id, lead.id), json!({"role_id": own, "scope": "all"})).await.success();
    assert_eq!(me(&lead).await["role_label"], "Lead");
    let wider = json!({"name": "Wider", "base": "administrator", "permissions": ["users.view", "users.delete"]});
    let problem = lead.post("/api/v1/roles", &wider).await.problem(403, "role.more_rights");
    assert!(problem["detail"].as_str().unwrap().contains("users.delete"));
    let narrow = role(&lead, "Narrow", "administrator", &["users.view", "users.edit"]).await;
    let put = |path: String, body: serde_json::Value| lead.client.send(lead.client.request(Method::PUT, &path).json(&body));
    let widened = json!({"name": "Narrow", "base": "administrator", "permissions": ["users.view", "support.view"]});
    put(format!("/api/v1/roles/{narrow}"), widened).await.problem(403, "role.more_rights");
    let mine = json!({"name": "Lead", "base": "partner", "permissions": cells});
    put(format!("/api/v1/roles/{own}"), mine).await.problem(403, "role.own");
    lead.post(&format!("/api/v1/roles/{own}/delete"), json!({"confirm": "delete"})).await.problem(403, "role.own");
    let here = json!({"selection": {"ids": [a.account_id]}, "holders_become": "manager"});
    lead.post(&format!("/api/v1/roles/{own}/unassign"), here).await.problem(403, "role.own");
    // A wider role of somebody else is none that they can hand on, take away, or narrow.
    let strong = in_first(&world, "Strong", &["users.view", "support.view"]).await;
    let first = json!({"selection": {"ids": [a.second.account_id]}});
    lead.post(&format!("/api/v1/roles/{strong}/assign"), first).await.problem(403, "role.more_rights");
    lead.post(&format!("/api/v1/roles/{strong}/delete"), json!({"confirm": "delete"})).await.problem(403, "role.more_rights");
    let narrowed = json!({"name": "Strong", "base": "administrator", "permissions": ["users.view"]});
    put(format!("/api/v1/roles/{strong}"), narrowed).await.problem(403, "role.more_rights");
    let path = format!("/api/v1/accounts/{}/users/{}", a.first.account_id, a.first.user.id);
    for change in [json!({"role_id": strong}), json!({"role": "admin"})] {
        lead.patch(&path, change).await.problem(403, "users.more_rights");
    }
    assert_eq!(world.stored_user(a.first.user.id).await.role, "user");
}

/// ROLE-22 e-mail, second factors and existence of somebody with more rights are out of reach, also for somebody of the same base
#[tokio::test]
async fn people_above() {
    let world = World::start().await;
    let first = &world.a.first;
    let weak = holder(&world, "Weak", &["users.view", "users.edit", "users.delete", "roles.view", "roles.assign"]).await;
    let admin = format!("/api/v1/accounts/{}/users/{}", first.account_id, first.admin.id);
    let change = json!({"email": "mine@a-first.test"});
    assert_refused(&[("weak", &weak)], Method::PATCH, &admin, Some(&change), 403, "users.more_rights").await;
    weak.delete(&admin).await.problem(403, "users.more_rights");
    weak.post(&format!("{admin}/factors-reset"), json!({})).await.problem(403, "users.more_rights");
    // A name is not identity.
    weak.patch(&admin, json!({"name": "Renamed"})).await.success();
    assert_eq!(weak.get(&admin).await.value()["above"], true);
    let user = format!("/api/v1/accounts/{}/users/{}", first.account_id, first.user.id);
    assert_eq!(weak.get(&user).await.value()["above"], false);
    weak.patch(&user, json!({"role": "admin"})).await.problem(403, "users.more_rights");
    // In bulk everybody above stays as they are.
    let path = format!("/api/v1/accounts/{}/users/bulk", first.account_id);
    weak.post(&path, json!({"action": "delete", "selection": {"ids": [first.admin.id, first.user.id]}})).await.success();
    world.run_jobs().await;
    assert_eq!(weak.get(&admin).await.status, 200);
    weak.get(&user).await.problem(404, "user.not_found");
}

/// ROLE-22 a token gives no more than its owner may, and is compared as its owner is
#[tokio::test]
async fn tokens() {
    let world = World::start().await;
    let (a, by) = (&world.a, &world.a.administrator);
    let strong = in_first(&world, "Strong", &["users.view", "support.view"]).await;
    let lead = holder(&world, "Lead", &["users.view", "users.edit", "roles.view", "roles.assign"]).await;
    let made = lead.post("/api/v1/tokens", json!({"name": "Script", "scopes": ["users:write"]})).await.success().value();
    let token = Client::with_token(&world.app.url, made["secret"].as_str().unwrap());
    let path = format!("/api/v1/accounts/{}/users/{}", a.first.account_id, a.first.user.id);
    token.patch(&path, json!({"role_id": strong})).await.problem(403, "users.more_rights");
    let own = by.post("/api/v1/tokens", json!({"name": "Script", "scopes": ["users:write"]})).await.success().value();
    let own = Client::with_token(&world.app.url, own["secret"].as_str().unwrap());
    own.patch(&path, json!({"role_id": strong})).await.success();
    own.post("/api/v1/roles", json!({"name": "New", "base": "administrator", "permissions": []})).await.problem(403, "permission.denied");
}

/// ROLE-22 work that was started before a demotion gives no rights any more that its starter has lost
#[tokio::test]
async fn jobs_after_a_demotion() {
    let world = World::start().await;
    let (first, by) = (&world.a.first, &world.a.administrator);
    let path = format!("/api/v1/accounts/{}/users", first.account_id);
    let promote = json!({"action": "change", "change": {"role": "admin"}, "selection": {"ids": [first.user.id]}});
    first.admin.post(&format!("{path}/bulk"), &promote).await.success();
    let weak = in_first_without_jobs(&world, "Weak").await;
    by.patch(&format!("{path}/{}", first.admin.id), json!({"role_id": weak})).await.success();
    world.run_jobs().await;
    assert_eq!(world.stored_user(first.user.id).await.role, "user");
    assert_eq!(permissions(&first.admin).await, ["accounts.view", "users.view"]);
}

/// As [`in_first`], without waiting for other jobs.
async fn in_first_without_jobs(world: &World, name: &str) -> String {
    use sea_orm::{ActiveValue::Set, EntityTrait};
    use switchroom_entity::role_account;
    let id = role(&world.a.administrator, name, "administrator", &["users.view"]).await;
    let row = role_account::ActiveModel {
        account_id: Set(world.a.first.account_id.0),
        role_id: Set(id.parse().unwrap()),
        partner_id: Set(world.a.partner_id.0),
        assigned_at: Set(0),
        assigned_by: Set(String::new()),
    };
    role_account::Entity::insert(row).exec_without_returning(world.portal.db.write()).await.unwrap();
    id
}

/// ROLE-23, ROLE-24 a partner inside an account has the rows of their Partner role; a User has none
#[tokio::test]
async fn inside_an_account() {
    let world = World::start().await;
    let (a, by) = (&world.a, &world.a.administrator);
    let id = role(by, "Support", "partner", &["support.view", "history.view"]).await;
    assign(&world, &id, a.account_id).await;
    give(&world, &a.manager, &id).await;
    let account = a.first.account_id;
    a.manager.get(&format!("/api/v1/accounts/{account}/events")).await.success();
    a.manager.get(&format!("/api/v1/accounts/{account}/users")).await.problem(403, "permission.denied");
    a.manager.get("/api/v1/orders").await.problem(403, "permission.denied");
    assert_eq!(permissions(&a.first.user).await, Vec::<String>::new());
    a.first.user.get("/api/v1/me").await.success();
    a.first.user.get("/api/v1/sessions").await.success();
}

/// ROLE-03, ROLE-04 with View and Add, Manage has welcome mails and nothing else; editing is refused (black-box check 16)
#[tokio::test]
async fn view_and_add() {
    let world = World::start().await;
    let first = &world.a.first;
    let adder = holder(&world, "Adder", &["users.view", "users.add"]).await;
    let path = format!("/api/v1/accounts/{}/users", first.account_id);
    let bulk = |action: &str| json!({"action": action, "selection": {"ids": [first.user.id]}});
    adder.post(&format!("{path}/bulk"), bulk("welcome_mails")).await.success();
    for action in ["password_resets", "delete", "change"] {
        adder.post(&format!("{path}/bulk"), bulk(action)).await.problem(403, "permission.denied");
    }
    let problem = adder.patch(&format!("{path}/{}", first.user.id), json!({"name": "X"})).await.problem(403, "permission.denied");
    assert!(problem["detail"].as_str().unwrap().contains("users.edit"));
    // ROLE-06: new users are User.
    let form = json!({"first_name": "Nia", "last_name": "New", "email": "nia@a-first.test", "role": "admin"});
    adder.post(&path, form).await.problem(403, "permission.denied");
}
