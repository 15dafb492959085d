use reqwest::Method;
use serde_json::{Value, json};
use switchroom_core::partner_access::open_for_operator;
use switchroom_testkit::{Answer, PASSWORD, Person, World, add_users, assert_not_found, assert_refused};
use switchroom_types::AccountId;

fn path(account: AccountId) -> String {
    format!("/api/v1/accounts/{account}/partner-access")
}

async fn set(person: &Person, account: AccountId, mode: &str) -> Answer {
    person.client.send(person.client.request(Method::PUT, &path(account)).json(&json!({"mode": mode}))).await
}

async fn ask(person: &Person, account: AccountId, hours: u16) -> String {
    let asked = person.post(&format!("{}/requests", path(account)), json!({"reason": "The line is down", "hours": hours})).await;
    own(&asked.success().value())["id"].as_str().unwrap().to_owned()
}

fn own(access: &Value) -> Value {
    access["requests"].as_array().unwrap().iter().find(|request| request["own"] == true).unwrap().clone()
}

async fn answer(admin: &Person, account: AccountId, id: &str, what: &str, body: Value) -> Answer {
    admin.post(&format!("{}/requests/{id}/{what}", path(account)), body).await
}

/// The same person, signed in anew.
async fn again(world: &World, person: &Person) -> Person {
    let client = world.app.client();
    client.post("/api/v1/sessions", json!({"email": person.email, "password": PASSWORD})).await.success();
    Person {
        id: person.id,
        account_id: person.account_id,
        name: person.name.clone(),
        email: person.email.clone(),
        client,
        secret: String::new(),
    }
}

async fn titles(person: &Person) -> Vec<String> {
    let page = person.get("/api/v1/notifications").await.success().value();
    page["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

/// ACC-B4 an account is open to its partner until an admin decides otherwise; then each of them asks with a reason, is let in
/// for as long as the admin says, and is out again by itself; both sides see it, and the history tells it
#[tokio::test]
async fn on_approval() {
    let world = World::start().await;
    let (account, admin) = (world.a.first.account_id, &world.a.first.admin);
    let (administrator, manager) = (&world.a.administrator, &world.a.manager);
    let users = format!("/api/v1/accounts/{account}/users");
    administrator.get(&users).await.success();
    assert_eq!(administrator.get(&path(account)).await.success().value()["mode"], "always");
    administrator
        .post(&format!("{}/requests", path(account)), json!({"reason": "x", "hours": 1}))
        .await
        .problem(409, "partner_access.not_needed");
    assert_eq!(set(admin, account, "on_approval").await.success().value()["set_by"], json!(admin.name));
    for partner in [administrator, manager] {
        partner.get(&users).await.problem(403, "partner_access.needed");
    }
    // Its own people notice nothing, and the partner's other accounts neither.
    admin.get(&users).await.success();
    administrator.get(&format!("/api/v1/accounts/{}/users", world.a.second.account_id)).await.success();
    let id = ask(administrator, account, 168).await;
    administrator
        .post(&format!("{}/requests", path(account)), json!({"reason": "x", "hours": 1}))
        .await
        .problem(409, "partner_access.open");
    administrator.get(&users).await.problem(403, "partner_access.needed");
    let asked = titles(admin).await;
    assert!(asked.iter().any(|title| title.ends_with("asks for access to A-first")), "{asked:?}");
    let now = answer(admin, account, &id, "approve", json!({"hours": 2})).await.success().value();
    assert_eq!((&now["requests"][0]["state"], &now["requests"][0]["hours"]), (&json!("approved"), &json!(2)));
    administrator.get(&users).await.success();
    manager.get(&users).await.problem(403, "partner_access.needed");
    assert!(titles(administrator).await.contains(&"You may enter A-first".to_owned()));
    assert_eq!(own(&administrator.get(&path(account)).await.value())["until"], now["requests"][0]["until"]);
    let entry = administrator.post("/api/fn/accounts/context", json!({"id": account})).await.success().value()["entry"].clone();
    assert_eq!(entry, json!({"granted": now["requests"][0]["until"]}));
    world.portal.clock.advance_secs(2 * 60 * 60 + 1);
    // Their sessions have ended, too.
    let (administrator, admin) = (&again(&world, administrator).await, &again(&world, admin).await);
    administrator.get(&users).await.problem(403, "partner_access.needed");
    assert_eq!(own(&administrator.get(&path(account)).await.value())["state"], "ended");
    switchroom_core::maintenance::sweep(&world.portal).await.unwrap();
    switchroom_core::maintenance::sweep(&world.portal).await.unwrap();
    let ended = titles(administrator).await;
    assert_eq!(ended.iter().filter(|title| *title == "Your access to A-first has ended").count(), 1, "{ended:?}");
    let events = admin.get(&format!("/api/v1/accounts/{account}/events?filter.asset=Partner%20Access")).await.success().value();
    let told: Vec<&str> = events["items"].as_array().unwrap().iter().map(|event| event["action"].as_str().unwrap()).collect();
    assert_eq!(told, ["Revoke", "Approve", "Request", "Edit"]);
    // Whoever was inside may ask again.
    ask(administrator, account, 1).await;
}

/// ACC-B4 nobody but an admin of the account opens it or answers; requests of others cannot be taken back
#[tokio::test]
async fn who_decides() {
    let world = World::start().await;
    let (account, admin) = (world.a.first.account_id, &world.a.first.admin);
    let (administrator, manager) = (&world.a.administrator, &world.a.manager);
    let mode = json!({"mode": "on_approval"});
    let put = path(account);
    assert_refused(
        &[("administrator", administrator), ("manager", manager)],
        Method::PUT,
        &put,
        Some(&mode),
        403,
        "partner_access.admins_only",
    )
    .await;
    assert_refused(&[("user", &world.a.first.user)], Method::PUT, &put, Some(&mode), 403, "permission.denied").await;
    let others = [("other admin", &world.a.second.admin), ("other partner", &world.b.administrator)];
    assert_not_found(&others, Method::PUT, &put, Some(&mode), "account").await;
    // A Partner Account has no partner that could be kept out.
    assert_not_found(&[("administrator", administrator)], Method::PUT, &path(world.a.account_id), Some(&mode), "account").await;
    set(admin, account, "on_approval").await.success();
    let id = ask(administrator, account, 4).await;
    for what in ["approve", "deny"] {
        let path = format!("{put}/requests/{id}/{what}");
        let partners = [("administrator", administrator), ("manager", manager)];
        assert_refused(&partners, Method::POST, &path, Some(&json!({})), 403, "partner_access.admins_only").await;
    }
    let end = format!("{put}/requests/{id}/end");
    assert_refused(&[("manager", manager)], Method::POST, &end, Some(&json!({})), 403, "partner_access.not_yours").await;
    // Of another account it is nothing.
    let elsewhere = format!("{}/requests/{id}/approve", path(world.a.second.account_id));
    assert_not_found(&[("other admin", &world.a.second.admin)], Method::POST, &elsewhere, Some(&json!({})), "access_request").await;
    admin.post(&end, json!({})).await.problem(409, "partner_access.over");
    let denied = answer(admin, account, &id, "deny", json!({"note": "Call us first"})).await.success().value();
    assert_eq!((&denied["requests"][0]["state"], &denied["requests"][0]["note"]), (&json!("denied"), &json!("Call us first")));
    answer(admin, account, &id, "approve", json!({})).await.problem(409, "partner_access.over");
    administrator.get(&format!("/api/v1/accounts/{account}/users")).await.problem(403, "partner_access.needed");
    let notices = administrator.get("/api/v1/notifications").await.value();
    assert_eq!(notices["items"][0]["detail"], "Call us first");
}

/// ACC-B4 what is entered is checked at the field; a question nobody answers lapses after seven days
#[tokio::test]
async fn questions() {
    let world = World::start().await;
    let (account, admin, partner) = (world.a.first.account_id, &world.a.first.admin, &world.a.administrator);
    set(admin, account, "on_approval").await.success();
    let requests = format!("{}/requests", path(account));
    for (body, field, code) in [
        (json!({"reason": "  ", "hours": 1}), "reason", "field.required"),
        (json!({"reason": "x".repeat(501), "hours": 1}), "reason", "field.too_long"),
        (json!({"reason": "x", "hours": 0}), "hours", "partner_access.hours"),
        (json!({"reason": "x", "hours": 169}), "hours", "partner_access.hours"),
    ] {
        let problem = partner.post(&requests, body).await.problem(422, "input.invalid");
        assert_eq!((&problem["errors"][0]["field"], &problem["errors"][0]["code"]), (&json!(field), &json!(code)));
    }
    let id = ask(partner, account, 4).await;
    answer(admin, account, &id, "approve", json!({"hours": 500})).await.problem(422, "input.invalid");
    partner.post(&format!("{requests}/{id}/end"), json!({})).await.success();
    answer(admin, account, &id, "approve", json!({})).await.problem(409, "partner_access.over");
    let id = ask(partner, account, 4).await;
    world.portal.clock.advance_secs(7 * 24 * 60 * 60 + 1);
    let admin = again(&world, admin).await;
    admin.post(&format!("{requests}/{id}/approve"), json!({})).await.problem(409, "partner_access.over");
    switchroom_core::maintenance::sweep(&world.portal).await.unwrap();
    let access = admin.get(&path(account)).await.success().value();
    assert_eq!(access["requests"][0]["state"], "lapsed");
}

/// ACC-B4 an admin ends an access at once, and opening the account again ends all asking
#[tokio::test]
async fn ended_early() {
    let world = World::start().await;
    let (account, admin) = (world.a.first.account_id, &world.a.first.admin);
    let (administrator, manager) = (&world.a.administrator, &world.a.manager);
    let users = format!("/api/v1/accounts/{account}/users");
    set(admin, account, "on_approval").await.success();
    let id = ask(administrator, account, 24).await;
    answer(admin, account, &id, "approve", json!({})).await.success();
    administrator.get(&users).await.success();
    answer(admin, account, &id, "end", json!({})).await.success();
    administrator.get(&users).await.problem(403, "partner_access.needed");
    assert!(titles(administrator).await.contains(&"Your access to A-first was ended".to_owned()));
    ask(manager, account, 24).await;
    set(admin, account, "always").await.success();
    for partner in [administrator, manager] {
        partner.get(&users).await.success();
    }
    assert_eq!(own(&manager.get(&path(account)).await.value())["state"], "lapsed");
    assert!(titles(manager).await.iter().any(|title| title.contains("without asking")));
}

/// ACC-B4 the operator opens an account whose admins are gone, on the command line
#[tokio::test]
async fn the_operators_way_out() {
    let world = World::start().await;
    let (account, admin, partner) = (world.a.first.account_id, &world.a.first.admin, &world.a.administrator);
    let number = partner.get(&format!("/api/v1/accounts/{account}")).await.value()["number"].as_str().unwrap().parse().unwrap();
    assert_eq!(open_for_operator(&world.portal, number).await.unwrap(), ("A-first".to_owned(), false));
    set(admin, account, "on_approval").await.success();
    ask(partner, account, 1).await;
    assert_eq!(open_for_operator(&world.portal, number).await.unwrap(), ("A-first".to_owned(), true));
    partner.get(&format!("/api/v1/accounts/{account}/users")).await.success();
    assert_eq!(own(&partner.get(&path(account)).await.value())["state"], "lapsed");
    let (last, _) = world.history(account).await.pop().unwrap();
    assert_eq!(last, "Edit");
    let own_account =
        partner.get(&format!("/api/v1/accounts/{}", world.a.account_id)).await.value()["number"].as_str().unwrap().parse().unwrap();
    assert!(open_for_operator(&world.portal, own_account).await.is_err(), "a Partner Account has nothing to open");
}

/// ACC-B4, SHELL-B2 what lies inside a closed account is not found, counted, listed or streamed to its partner; the account
/// itself, its orders and closing it stay the partner's
#[tokio::test]
async fn nothing_shows_through() {
    let world = World::start().await;
    let (account, admin, partner) = (world.a.first.account_id, &world.a.first.admin, &world.a.administrator);
    add_users(&world.portal, account, 1, |_, user| {
        user.name = "Zacharias Quill".to_owned();
        user.search_text = "zacharias quill".to_owned();
    })
    .await;
    let found = async |text: &str| {
        let hits = partner.post("/api/fn/palette/search", json!({"query": {"text": text, "account": null}})).await.success().value();
        hits.as_array().unwrap().iter().map(|hit| hit["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("zacharias").await, ["Zacharias Quill"]);
    let events = async || {
        let card = partner.post("/api/fn/dashboard/card", json!({"kind": "events", "account": null})).await;
        card.success().text().contains("A-first")
    };
    admin.patch(&format!("/api/v1/accounts/{account}"), json!({"bandwidth_optimization": true})).await.success();
    let before = events().await;
    set(admin, account, "on_approval").await.success();
    assert_eq!(found("zacharias").await, Vec::<String>::new());
    assert_eq!(found("a-first").await, ["A-first"], "the account itself is known");
    assert!(before && !events().await, "its events are on no dashboard");
    // On its page there is nothing to be found in it, and no error.
    let inside = partner.post("/api/fn/palette/search", json!({"query": {"text": "zacharias", "account": account}})).await;
    assert_eq!(inside.success().value(), json!([]));
    let list = partner.get("/api/v1/accounts").await.success().value();
    assert!(list["items"].as_array().unwrap().iter().any(|row| row["id"] == json!(account)));
    partner.get(&format!("/api/v1/accounts/{account}")).await.success();
    let page = partner.get(&format!("/accounts/{account}/users")).await;
    assert!(page.status == 200 && page.text().contains("Ask for access") && !page.text().contains("Zacharias"), "{}", page.text());
    partner.post(&format!("/api/v1/accounts/{account}/deactivate"), json!({"confirm": "deactivate"})).await.success();
    partner.get(&format!("/api/v1/accounts/{account}/users")).await.problem(403, "partner_access.needed");
    partner.post(&format!("/api/v1/accounts/{account}/reactivate"), json!({"confirm": "reactivate"})).await.success();
}
