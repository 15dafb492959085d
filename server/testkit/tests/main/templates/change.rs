use super::*;
use reqwest::Method;
use switchroom_testkit::{assert_denied, assert_not_found};

/// TPL-01, TPL-02, TPL-08, TPL-09 create, list, edit, save as new, delete; the history has each
#[tokio::test]
async fn life_of_a_template() {
    let world = World::start().await;
    let (account, admin) = (world.a.first.account_id, &world.a.first.admin);
    integrate(&world, account, "mivoice_business").await;
    let path = templates(account);
    let made = admin.post(&path, sales()).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let id = made.value()["id"].as_str().unwrap().to_owned();
    assert_eq!(made.header("location"), format!("{path}/{id}"));
    assert_eq!((made.value()["products"].clone(), made.value()["origin"].clone()), (json!(["mivoice_business"]), json!("portal")));
    // Save as new keeps the original.
    let other = add(admin, account, json!({"name": "sales EMEA", "settings": sales()["settings"]})).await;
    let list = world.a.manager.get(&format!("{path}?sort=-modified_at&filter.product=mivoice_business")).await.success().value();
    let names: Vec<&str> = list["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect();
    assert_eq!((names, list["total"]["value"].clone()), (vec!["sales EMEA", "Sales"], json!(2)));
    assert_eq!(admin.get(&format!("{path}?search=two LINES")).await.value()["items"][0]["id"], json!(id));
    assert_eq!(admin.get(&format!("{path}?filter.product=mitel_cx")).await.value()["items"], json!([]));
    let stale = admin.client.request(Method::PUT, &format!("{path}/{id}")).header("if-match", "\"7\"").json(&json!({"name": "Selling"}));
    let problem = admin.client.send(stale).await.problem(412, "input.stale");
    assert!(problem["conflicts"].as_array().unwrap().iter().any(|each| each["field"] == "name" && each["theirs"] == "Sales"), "{problem}");
    let mut changed = sales();
    changed["settings"]["mivoice_business"]["group"] = json!("Support");
    let saved = put(admin, &format!("{path}/{id}"), changed).await.success().value();
    assert_eq!((saved["version"].clone(), saved["form"]["settings"]["mivoice_business"]["group"].clone()), (json!(2), json!("Support")));
    let csv = admin.get(&format!("{path}.csv")).await.success().text();
    assert!(csv.starts_with("NAME,DESCRIPTION,PRODUCTS,ORIGIN,USERS,DRIFTED") && csv.contains("MiVoice Business"), "{csv}");
    let selection = |word: &str| json!({"selection": {"ids": [id, other]}, "confirm": word});
    admin.post(&format!("{path}/delete"), selection("remove")).await.problem(422, "input.invalid");
    assert_eq!(admin.post(&format!("{path}/delete"), selection("Delete")).await.success().value()["count"], 2);
    assert_eq!(admin.get(&path).await.value()["total"]["value"], 0);
    admin.get(&format!("{path}/{id}")).await.problem(404, "template.not_found");
    let events = admin.get(&format!("/api/v1/accounts/{account}/events?filter.asset=Template")).await.success().value();
    let told: Vec<(&str, &str)> = events["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| (event["action"].as_str().unwrap(), event["asset_name"].as_str().unwrap()))
        .collect();
    assert_eq!(told.iter().filter(|(action, _)| *action == "Delete").count(), 2);
    assert!(
        told.contains(&("Create", "Sales")) && told.contains(&("Create", "sales EMEA")) && told.contains(&("Export", "A-first")),
        "{told:?}"
    );
    let edit = events["items"].as_array().unwrap().iter().find(|event| event["action"] == "Edit").unwrap();
    assert_eq!(edit["changes"], json!([{"property": "mivoice_business.group", "before": "Sales", "after": "Support"}]));
}

/// TPL-02, TPL-07 what is wrong is said at the field; a name is there once, whatever its case
#[tokio::test]
async fn refusals() {
    let world = World::start().await;
    let (account, admin) = (world.a.first.account_id, &world.a.first.admin);
    let path = templates(account);
    let problem = admin.post(&path, sales()).await.problem(422, "input.invalid");
    assert_eq!(problem["errors"][0]["code"], "templates.not_integrated");
    let problem = admin.post(&path, json!({"name": " "})).await.problem(422, "input.invalid");
    assert_eq!((problem["errors"][0]["field"].clone(), problem["errors"][0]["code"].clone()), (json!("name"), json!("field.required")));
    add(admin, account, json!({"name": "Service"})).await;
    let problem = admin.post(&path, json!({"name": "SERVICE "})).await.problem(422, "input.invalid");
    assert_eq!(problem["errors"][0]["code"], "templates.name_taken");
    // In another account it is free.
    add(&world.a.second.admin, world.a.second.account_id, json!({"name": "Service"})).await;
    admin.post(&path, json!({"name": "x", "owner": "me"})).await.problem(422, "input.invalid");
}

/// ROLE-05, ROLE-24 who may do what; templates of others do not exist
#[tokio::test]
async fn access() {
    let world = World::start().await;
    let first = &world.a.first;
    let id = add(&first.admin, first.account_id, json!({"name": "Service"})).await;
    let path = templates(first.account_id);
    assert_denied(&[("user", &first.user)], Method::GET, &path, None).await;
    let strangers = [("other customer", &world.a.second.admin), ("other partner", &world.b.administrator), ("operator", &world.operator)];
    assert_not_found(&strangers, Method::GET, &format!("{path}/{id}"), None, "account").await;
    let elsewhere = format!("{}/{id}", templates(world.a.second.account_id));
    assert_not_found(&[("administrator", &world.a.administrator)], Method::GET, &elsewhere, None, "template").await;
    let body = json!({"template_id": id});
    let foreign = services(world.a.second.account_id, world.a.second.user.id);
    put(&world.a.administrator, &foreign, body).await.problem(404, "template.not_found");
}
