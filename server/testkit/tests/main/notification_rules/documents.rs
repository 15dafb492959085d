use super::*;
use switchroom_testkit::{assert_denied, assert_not_found};
use uuid::Uuid;

/// NOTIF-B3 rules are kept in their order with a version, a stale save is refused, and history tells both in words
#[tokio::test]
async fn saving() {
    let world = World::start().await;
    let (admin, account) = (&world.a.first.admin, world.a.first.account_id);
    let path = of(account);
    let empty = admin.get(&path).await;
    assert_eq!(empty.header("etag"), "\"0\"");
    assert_eq!(empty.success().value()["rules"], json!([]));
    let rules = json!([
        {"kinds": ["mail", "agent", "mail"], "minimum_severity": "warning", "to": {"mail": "daily", "portal": false}},
        {"to": {"mail": "instant"}},
    ]);
    let save = async |version: &str, rules: &Value| {
        let request = admin.client.request(Method::PUT, &path).header("if-match", format!("\"{version}\""));
        admin.client.send(request.json(&json!({ "rules": rules }))).await
    };
    let saved = save("0", &rules).await.success().value();
    assert_eq!((saved["version"].as_i64(), saved["modified_by"].as_str()), (Some(1), Some(admin.name.as_str())));
    assert_eq!(saved["rules"][0]["kinds"], json!(["mail", "agent"]));
    assert_eq!(saved["rules"][1]["to"], json!({"portal": true, "mail": "instant", "webhooks": null}));
    let stale = save("0", &json!([])).await.problem(412, "input.stale");
    assert_eq!(stale["conflicts"][0]["field"], "rules");
    save("1", &saved["rules"]).await.success();
    assert_eq!(admin.get(&path).await.header("etag"), "\"1\"", "saving what is there changes nothing");
    let page = admin.get(&format!("/api/v1/accounts/{account}/events")).await.value();
    let event = admin.get(&format!("/api/v1/accounts/{account}/events/{}", page["items"][0]["id"].as_str().unwrap())).await.value();
    let change = &event["changes"][0];
    assert_eq!((change["property"].as_str(), change["before"].clone()), (Some("notification_rules"), json!([])));
    let told = ["1. mail, agent from warning on → not in the portal, mail of the day", "2. everything → portal, mail at once"];
    assert_eq!(change["after"], json!(told));
    // One's own rules stand in one's own account's history.
    set(admin, OWN, json!([{"to": {"portal": false}}])).await;
    let (action, core) = world.history(account).await.remove(0);
    assert_eq!((action.as_str(), core["part"].as_str()), ("Edit", Some("notification rules")));
    assert_eq!(admin.get(&path).await.value()["rules"].as_array().unwrap().len(), 2, "the account's are others");
}

/// NOTIF-B3 admins and partner users in scope edit an account's rules, users do not, and nobody those of others
#[tokio::test]
async fn who_may() {
    let world = World::start().await;
    let (a, b) = (&world.a, &world.b);
    let (path, body) = (of(a.first.account_id), json!({"rules": []}));
    for person in [&a.administrator, &a.manager, &a.first.admin] {
        person.get(&path).await.success();
        set(person, &path, json!([])).await;
    }
    let preview = json!({"kind": "job", "severity": "info"});
    let at = format!("{path}/preview");
    for (method, path, body) in [(Method::GET, &path, None), (Method::PUT, &path, Some(&body)), (Method::POST, &at, Some(&preview))] {
        assert_denied(&[("user", &a.first.user)], method.clone(), path, body).await;
        let strangers = [("second's admin", &a.second.admin), ("B", &b.administrator), ("operator", &world.operator)];
        assert_not_found(&strangers, method, path, body, "account").await;
    }
    assert_not_found(&[("manager", &a.manager)], Method::GET, &of(a.account_id), None, "account").await;
    // A token changes nobody's own rules.
    let made = a.first.admin.post("/api/v1/tokens", json!({"name": "Script", "scopes": ["accounts:write"]})).await;
    let token = switchroom_testkit::Client::with_token(&world.app.url, made.success().value()["secret"].as_str().unwrap());
    token.get(OWN).await.success();
    token.send(token.request(Method::PUT, OWN).json(&body)).await.problem(403, "auth.session_required");
    token.send(token.request(Method::PUT, &path).json(&body)).await.success();
}

/// NOTIF-B3 what a rule names must be within reach; what is absent and what is another's is refused alike, at the field
#[tokio::test]
async fn foreign_targets() {
    let world = World::start().await;
    let (a, b) = (&world.a, &world.b);
    let group = async |person: &Person| -> Value {
        let made = person.post("/api/v1/account-groups", json!({"name": "North"})).await;
        made.success().value()["id"].clone()
    };
    let (own, foreign) = (group(&a.administrator).await, group(&b.administrator).await);
    let hook = async |person: &Person, account: AccountId| -> Value {
        let form = json!({"name": "Desk", "url": "https://hooks.example.com/x"});
        person.post(&format!("/api/v1/accounts/{account}/webhooks"), form).await.success().value()["webhook"]["id"].clone()
    };
    let (first, second) = (hook(&a.first.admin, a.first.account_id).await, hook(&a.second.admin, a.second.account_id).await);
    let nowhere = json!(Uuid::now_v7());
    let refused = async |person: &Person, path: &str, rule: Value, field: &str, code: &str| {
        // The second of two: the field says which.
        let problem = put(person, path, json!([{}, rule])).await.problem(422, "input.invalid");
        let told = (problem["errors"][0]["field"].as_str(), problem["errors"][0]["code"].as_str());
        assert_eq!(told, (Some(format!("rules.1.{field}").as_str()), Some(format!("notification_rules.{code}").as_str())), "{rule}");
        problem["errors"][0]["message"].as_str().unwrap().to_owned()
    };
    let mut messages = Vec::new();
    for id in [json!(b.first.account_id), json!(a.second.account_id), nowhere.clone()] {
        messages.push(refused(&a.manager, OWN, json!({"accounts": [id]}), "accounts", "unknown_account").await);
    }
    messages.dedup();
    assert_eq!(messages.len(), 1, "nothing tells them apart");
    for id in [&foreign, &nowhere] {
        refused(&a.administrator, OWN, json!({"groups": [id]}), "groups", "unknown_group").await;
        refused(&a.administrator, &of(a.account_id), json!({"groups": [id]}), "groups", "unknown_group").await;
    }
    for id in [&second, &nowhere] {
        let rule = json!({"to": {"webhooks": [id]}});
        refused(&a.first.admin, &of(a.first.account_id), rule.clone(), "webhooks", "unknown_webhook").await;
        refused(&a.administrator, &of(a.account_id), rule, "webhooks", "unknown_webhook").await;
    }
    refused(&a.first.admin, OWN, json!({"to": {"webhooks": [first]}}), "webhooks", "no_webhooks").await;
    for (person, path) in [(&a.first.admin, OWN.to_owned()), (&a.administrator, of(a.first.account_id))] {
        refused(person, &path, json!({"accounts": [a.first.account_id]}), "accounts", "no_targets").await;
        refused(person, &path, json!({"groups": [own]}), "accounts", "no_targets").await;
    }
    let many: Vec<Value> = (0..51).map(|_| json!({})).collect();
    let problem = put(&a.first.admin, OWN, json!(many)).await.problem(422, "input.invalid");
    assert_eq!(problem["errors"][0]["code"], "notification_rules.too_many");
    put(&a.first.admin, OWN, json!([{"kinds": ["spoon"]}])).await.problem(422, "input.invalid");
    put(&a.first.admin, OWN, json!([{"spoon": 1}])).await.problem(422, "input.invalid");
    // Within reach it is fine, and names come along; what is gone later does not stand in the way of other changes.
    set(&a.first.admin, &of(a.first.account_id), json!([{"to": {"webhooks": [first]}}])).await;
    set(&a.manager, OWN, json!([{"accounts": [a.first.account_id], "groups": [own]}])).await;
    let mine = a.manager.get(OWN).await.value();
    assert_eq!((mine["accounts"][0]["name"].as_str(), mine["groups"][0]["name"].as_str()), (Some("A-first"), Some("North")));
    a.administrator.delete(&format!("/api/v1/account-groups/{}", own.as_str().unwrap())).await.success();
    let rules = mine["rules"].as_array().unwrap().clone();
    set(&a.manager, OWN, json!([{"to": {"portal": false}}, rules[0]])).await;
    assert_eq!(a.manager.get(OWN).await.value()["groups"], json!([]));
}

/// NOTIF-B3 the preview names the rule that would decide, and what would happen, the person's rules before the account's
#[tokio::test]
async fn previews() {
    let world = World::start().await;
    let (admin, account) = (&world.a.first.admin, world.a.first.account_id);
    let form = json!({"name": "Desk", "url": "https://hooks.example.com/x", "kinds": ["job"]});
    let hook = admin.post(&format!("/api/v1/accounts/{account}/webhooks"), form).await.success().value()["webhook"]["id"].clone();
    set(
        admin,
        &of(account),
        json!([
            {"kinds": ["agent"], "to": {"mail": "instant", "webhooks": [hook]}},
            {"kinds": ["mail"], "minimum_severity": "error", "to": {"mail": "daily"}},
            {"kinds": ["job"], "minimum_severity": "error", "to": {"webhooks": []}},
        ]),
    )
    .await;
    set(admin, OWN, json!([{"kinds": ["mail"], "to": {"portal": false}}])).await;
    let at = format!("{}/preview", of(account));
    for (kind, severity, by, rule, mail, hooks) in [
        ("agent", "info", "account", json!(1), "instant", 1),
        ("mail", "error", "account", json!(2), "daily", 0),
        ("mail", "warning", "default", json!(null), "none", 0),
        ("job", "info", "default", json!(null), "none", 1),
        ("job", "error", "account", json!(3), "none", 0),
    ] {
        let found = admin.post(&at, json!({"kind": kind, "severity": severity})).await.success().value();
        let expected = json!({"decided_by": by, "rule": rule, "portal": true, "mail": mail});
        for field in ["decided_by", "rule", "portal", "mail"] {
            assert_eq!(found[field], expected[field], "{kind} {severity} {field}");
        }
        assert_eq!(found["webhooks"].as_array().unwrap().len(), hooks, "{kind} {severity}");
    }
    let mine = format!("{OWN}/preview");
    let found = admin.post(&mine, json!({"kind": "mail", "severity": "error"})).await.value();
    assert_eq!(found, json!({"decided_by": "person", "rule": 1, "portal": false, "mail": "none", "webhooks": []}));
    assert_eq!(admin.post(&mine, json!({"kind": "agent", "severity": "info"})).await.value()["decided_by"], "account");
    for foreign in [world.a.second.account_id, world.b.first.account_id] {
        let body = json!({"kind": "job", "severity": "info", "account": foreign});
        admin.post(&mine, &body).await.problem(422, "input.invalid");
        world.a.manager.post(&mine, &body).await.problem(422, "input.invalid");
        world.a.first.admin.post(&at, &body).await.problem(422, "input.invalid");
    }
}
