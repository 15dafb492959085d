use super::{assign, give, in_first, role};
use serde_json::{Value, json};
use switchroom_testkit::World;

/// ROLE-16, ROLE-17, ROLE-18 a role is assigned to accounts as a job, is offered there, and can be given there only
#[tokio::test]
async fn assigning() {
    let world = World::start().await;
    let (a, by) = (&world.a, &world.a.administrator);
    let id = role(by, "Desk", "administrator", &["users.view"]).await;
    let change = |account| format!("/api/v1/accounts/{account}/users/{}", a.first.user.id);
    let problem = by.patch(&change(a.first.account_id), json!({"role_id": id})).await.problem(422, "input.invalid");
    assert_eq!((&problem["errors"][0]["field"], &problem["errors"][0]["code"]), (&json!("role_id"), &json!("users.role_unfit")));
    let all = json!({"selection": {"matching": {"query": {"filters": [["assigned", "false"]]}, "except": []}}});
    let started = by.post(&format!("/api/v1/roles/{id}/assign"), all).await;
    assert_eq!(started.success().value()["total"], 2);
    world.run_jobs().await;
    let there: Value = by.get(&format!("/api/v1/roles/{id}/accounts?filter.assigned=true")).await.json();
    let names: Vec<&str> = there["items"].as_array().unwrap().iter().map(|account| account["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["A-first", "A-second"]);
    let available = a.first.admin.get(&format!("/api/v1/accounts/{}/roles", a.first.account_id)).await.value();
    let offered: Vec<(&str, bool)> =
        available.as_array().unwrap().iter().map(|role| (role["name"].as_str().unwrap(), role["grantable"].as_bool().unwrap())).collect();
    assert_eq!(offered, [("", true), ("", true), ("Desk", true)]);
    give(&world, &a.first.user, &id).await;
    assert_eq!(world.stored_user(a.first.user.id).await.role, "admin");
    // The account's own history tells of it.
    assert!(world.history(a.first.account_id).await.iter().any(|(action, core)| action == "Assign" && core["base"] == "administrator"));
    // ROLE-16
    let partner = json!({"selection": {"ids": [a.account_id]}});
    let problem = by.post(&format!("/api/v1/roles/{id}/assign"), partner).await.problem(422, "input.invalid");
    assert_eq!(problem["errors"][0]["code"], "role.base_unfit");
    let foreign = json!({"selection": {"ids": [world.b.first.account_id]}});
    by.post(&format!("/api/v1/roles/{id}/assign"), foreign).await.problem(404, "account.not_found");
    let none = json!({"selection": {"ids": []}});
    let problem = by.post(&format!("/api/v1/roles/{id}/assign"), none).await.problem(422, "input.invalid");
    assert_eq!(problem["errors"][0]["code"], "role.none_selected");
}

/// ROLE-19 whoever holds a role that goes becomes what was asked for: User, Account Admin, or another role
#[tokio::test]
async fn successors() {
    let world = World::start().await;
    let (first, by) = (&world.a.first, &world.a.administrator);
    let other = in_first(&world, "Other", &["users.view", "support.view"]).await;
    for (becomes, role, label) in
        [(json!("user"), "user", ""), (json!("admin"), "admin", "Account Admin"), (json!({"role": other}), "admin", "Other")]
    {
        let id = in_first(&world, &format!("Role for {label}"), &["users.view"]).await;
        give(&world, &first.user, &id).await;
        let mut request = json!({"selection": {"ids": [first.account_id]}});
        let path = format!("/api/v1/roles/{id}/unassign");
        let problem = by.post(&path, &request).await.problem(422, "input.invalid");
        assert_eq!(problem["errors"][0]["code"], "role.successor_required");
        request["holders_become"] = json!("manager");
        let problem = by.post(&path, &request).await.problem(422, "input.invalid");
        assert_eq!(problem["errors"][0]["code"], "role.successor_unfit");
        request["holders_become"] = becomes;
        by.post(&path, &request).await.success();
        world.run_jobs().await;
        let user = world.stored_user(first.user.id).await;
        assert_eq!((user.role.as_str(), user.role_label.as_str()), (role, label));
        let there = by.get(&format!("/api/v1/roles/{id}/accounts?filter.assigned=true")).await.value();
        assert_eq!(there["total"]["value"], 0);
    }
    // A role that is not assigned where the holders are is no successor.
    let elsewhere = role(by, "Elsewhere", "administrator", &["users.view"]).await;
    assign(&world, &elsewhere, world.a.second.account_id).await;
    let request = json!({"confirm": "delete", "holders_become": {"role": elsewhere}});
    let problem = by.post(&format!("/api/v1/roles/{other}/delete"), request).await.problem(422, "input.invalid");
    assert_eq!(problem["errors"][0]["code"], "role.successor_not_assigned");
    let gone = by.post(&format!("/api/v1/roles/{other}/delete"), json!({"confirm": "delete", "holders_become": "user"})).await;
    assert!(gone.success().value()["job_id"].is_string());
    world.run_jobs().await;
    by.get(&format!("/api/v1/roles/{other}")).await.problem(404, "role.not_found");
    assert_eq!(world.stored_user(first.user.id).await.role, "user");
}

/// ROLE-19, AM-02 partner users become Account Managers without accounts by default
#[tokio::test]
async fn partner_users() {
    let world = World::start().await;
    let (a, by) = (&world.a, &world.a.administrator);
    let id = role(by, "Viewer", "partner", &["users.view"]).await;
    assign(&world, &id, a.account_id).await;
    give(&world, &a.manager, &id).await;
    assert_eq!(a.manager.get("/api/v1/accounts").await.value()["total"]["value"], 1);
    by.post(&format!("/api/v1/roles/{id}/delete"), json!({"confirm": "delete", "holders_become": "manager"})).await.success();
    world.run_jobs().await;
    let stored = world.stored_user(a.manager.id).await;
    assert_eq!((stored.role.as_str(), stored.scope.as_deref(), stored.role_id), ("partner", Some("assigned"), None));
    assert_eq!(a.manager.get("/api/v1/accounts").await.value()["total"]["value"], 0);
}

/// AM-02 an Account Manager counts and assigns only their own accounts, and leaves roles alone that others have, too
#[tokio::test]
async fn managers() {
    let world = World::start().await;
    let (a, by) = (&world.a, &world.a.administrator);
    let id = in_first(&world, "Desk", &["users.view"]).await;
    assign(&world, &id, a.second.account_id).await;
    let seen = a.manager.get(&format!("/api/v1/roles/{id}")).await.value();
    assert_eq!((&seen["accounts"], &seen["locked"]), (&json!(1), &json!("beyond_reach")));
    assert_eq!(by.get(&format!("/api/v1/roles/{id}")).await.value()["accounts"], 2);
    let others = a.manager.get(&format!("/api/v1/roles/{id}/accounts")).await.value();
    assert_eq!(others["total"]["value"], 1);
    let form = json!({"name": "Mine", "base": "administrator", "permissions": ["users.view"]});
    let edit = a.manager.client.request(reqwest::Method::PUT, &format!("/api/v1/roles/{id}")).json(&form);
    a.manager.client.send(edit).await.problem(403, "role.beyond_reach");
    a.manager.post(&format!("/api/v1/roles/{id}/delete"), json!({"confirm": "delete"})).await.problem(403, "role.beyond_reach");
    let second = json!({"selection": {"ids": [a.second.account_id]}});
    a.manager.post(&format!("/api/v1/roles/{id}/unassign"), second).await.problem(404, "account.not_found");
    let first = json!({"selection": {"ids": [a.first.account_id]}});
    a.manager.post(&format!("/api/v1/roles/{id}/unassign"), first).await.success();
    world.run_jobs().await;
    assert_eq!(a.manager.get(&format!("/api/v1/roles/{id}")).await.value()["accounts"], 0);
}
