use super::*;
use reqwest::Method;
use switchroom_testkit::{assert_denied, assert_not_found};

/// NOTIF-B4 the secret is shown once, ends old signatures when it is renewed, and is nowhere in answers and history
#[tokio::test]
async fn the_secret_is_shown_once() {
    let world = world().await;
    let receiver = Receiver::start().await;
    let (admin, account) = (&world.a.first.admin, world.a.first.account_id);
    let (hook, secret) = add(admin, account, form("Desk", &receiver)).await;
    assert!(secret.starts_with("whsec_") && secret.len() >= 40);
    let shown = admin.get(&hook).await.success().value();
    assert_eq!(shown["secret_hint"].as_str(), secret.get(secret.len() - 4..));
    let renewed = admin.post(&format!("{hook}/rotate-secret"), json!({})).await.success().value();
    let new = renewed["secret"].as_str().unwrap();
    assert_ne!(new, secret);
    admin.post(&format!("{hook}/test"), json!({})).await.success();
    let got = receiver.received().remove(0);
    let signed = |secret: &str| {
        let timestamp = got.headers["x-switchroom-timestamp"].parse().unwrap();
        switchroom_core::webhooks::signature(secret, timestamp, &got.body).unwrap()
    };
    assert_eq!(got.headers["x-switchroom-signature"], signed(new));
    assert_ne!(got.headers["x-switchroom-signature"], signed(&secret));
    let history = admin.get(&format!("/api/v1/accounts/{account}/events")).await.text();
    let list = admin.get(&path(account)).await.text();
    for text in [history, list, shown.to_string(), receiver.received()[0].body.clone()] {
        assert!(!text.contains(&secret) && !text.contains(new), "{text}");
    }
    let acts: Vec<String> = world.history(account).await.into_iter().take(3).map(|(action, _)| action).collect();
    assert_eq!(acts, ["Launch", "Edit", "Create"]);
    assert_eq!(world.history(account).await[1].1["secret"], "changed");
}

/// NOTIF-B4 bad input is refused at the field; two of one name are not allowed; a stale save is refused
#[tokio::test]
async fn bad_input() {
    let world = world().await;
    let receiver = Receiver::start().await;
    let (admin, at) = (&world.a.first.admin, path(world.a.first.account_id));
    for (form, field, code) in [
        (json!({"url": receiver.url}), "name", "field.required"),
        (json!({"name": "x"}), "url", "field.required"),
        (json!({"name": "x", "url": "nonsense"}), "url", "outbound.address"),
        (json!({"name": "x", "url": "http://example.com/"}), "url", "outbound.address"),
        (json!({"name": "x", "url": "https://user:pass@example.com/"}), "url", "outbound.address"),
        (json!({"name": "x", "url": "https://10.0.0.1/"}), "url", "outbound.private"),
    ] {
        let problem = admin.post(&at, &form).await.problem(422, "input.invalid");
        assert_eq!((problem["errors"][0]["field"].as_str(), problem["errors"][0]["code"].as_str()), (Some(field), Some(code)), "{form}");
    }
    admin.post(&at, json!({"name": "x", "url": receiver.url, "kinds": ["spoon"]})).await.problem(422, "input.invalid");
    let (hook, _) = add(admin, world.a.first.account_id, form("Desk", &receiver)).await;
    let taken = admin.post(&at, form("DESK", &receiver)).await.problem(422, "input.invalid");
    assert_eq!(taken["errors"][0]["code"], "webhook.name_taken");
    let put = async |version: &str, form: Value| {
        let request = admin.client.request(Method::PUT, &hook).header("if-match", format!("\"{version}\"")).json(&form);
        admin.client.send(request).await
    };
    let saved = put("1", json!({"name": "Help desk", "url": receiver.url, "kinds": ["order", "job"]})).await.success().value();
    assert_eq!((saved["version"].as_u64(), saved["kinds"].clone()), (Some(2), json!(["job", "order"])));
    put("1", form("Other", &receiver)).await.problem(412, "input.stale");
    admin.delete(&hook).await.success();
    admin.get(&hook).await.problem(404, "webhook.not_found");
}

/// NOTIF-B4 without the operator's consent no webhook leads into a private network, by address or by name
#[tokio::test]
async fn private_addresses_need_consent() {
    let world = World::start().await;
    let receiver = Receiver::start().await;
    let (admin, account) = (&world.a.first.admin, world.a.first.account_id);
    for url in [receiver.url.replace("http:", "https:"), "https://[::1]/".to_owned(), "https://169.254.169.254/".to_owned()] {
        let problem = admin.post(&path(account), json!({"name": "x", "url": url})).await.problem(422, "input.invalid");
        assert_eq!(problem["errors"][0]["code"], "outbound.private", "{url}");
    }
    // A name is judged when it is resolved.
    let (hook, _) = add(admin, account, json!({"name": "x", "url": "https://localhost:1/"})).await;
    let sent = admin.post(&format!("{hook}/test"), json!({})).await.success().value();
    assert_eq!((sent["state"].as_str(), sent["error"].as_str()), (Some("failed"), Some("outbound.private")));
    assert!(receiver.received().is_empty());
}

/// NOTIF-B4 admins and partner users in scope manage an account's webhooks, users do not, and nobody those of others
#[tokio::test]
async fn who_may() {
    let world = world().await;
    let receiver = Receiver::start().await;
    let (a, b) = (&world.a, &world.b);
    let (hook, _) = add(&a.manager, a.first.account_id, form("Desk", &receiver)).await;
    let body = form("Desk", &receiver);
    for (method, path, body) in [
        (Method::GET, path(a.first.account_id), None),
        (Method::POST, path(a.first.account_id), Some(&body)),
        (Method::GET, hook.clone(), None),
        (Method::PUT, hook.clone(), Some(&body)),
        (Method::POST, format!("{hook}/test"), Some(&body)),
        (Method::GET, format!("{hook}/deliveries"), None),
    ] {
        assert_denied(&[("user", &a.first.user)], method.clone(), &path, body).await;
        let strangers = [("second's admin", &a.second.admin), ("B", &b.administrator), ("operator", &world.operator)];
        assert_not_found(&strangers, method, &path, body, "account").await;
    }
    // The partner's own webhooks are its Administrators'.
    assert_not_found(&[("manager", &a.manager), ("admin", &a.first.admin)], Method::GET, &path(a.account_id), None, "account").await;
    a.administrator.get(&path(a.account_id)).await.success();
    let through = hook.replace(&a.first.account_id.to_string(), &a.second.account_id.to_string());
    a.administrator.get(&through).await.problem(404, "webhook.not_found");
    a.administrator.delete(&through).await.problem(404, "webhook.not_found");
    a.first.admin.get(&hook).await.success();
}
