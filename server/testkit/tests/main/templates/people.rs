use super::*;
use switchroom_testkit::add_users;

/// TPL-09, TPL-10, TPL-B1 a template is applied, its version is kept, drift is told by its settings; people keep what they have
/// when it is deleted
#[tokio::test]
async fn applied_and_drifted() {
    let world = World::start().await;
    let (account, admin, user) = (world.a.first.account_id, &world.a.first.admin, world.a.first.user.id);
    integrate(&world, account, "mivoice_business").await;
    let id = add(admin, account, sales()).await;
    let path = services(account, user);
    let empty = admin.get(&path).await.success().value();
    assert_eq!((empty["template"].clone(), empty["templates"][0]["service_category"].clone()), (Value::Null, json!("Premium")));
    assert_eq!(empty["categories"], json!([{"name": "Premium", "tiers": ["Advanced"]}]));
    let applied = put(admin, &path, json!({"template_id": id})).await.success().value();
    assert_eq!((applied["template"]["version"].clone(), applied["template"]["differs"].clone()), (json!(1), json!([])));
    assert_eq!(applied["settings"]["mivoice_business"]["group"], "Sales");
    // By hand: another category.
    let chosen = put(admin, &path, json!({"service_category": "Standard", "tier": ""})).await.success().value();
    assert_eq!(chosen["template"]["differs"], json!(["mivoice_business.service_category", "mivoice_business.tier"]));
    let at = format!("{}/{id}", templates(account));
    let shown = admin.get(&at).await.value();
    assert_eq!((shown["users"].clone(), shown["drifted"].clone()), (json!(1), json!(1)));
    let who = world.a.manager.get(&format!("{at}/users?filter.drifted=true")).await.success().value();
    assert_eq!((who["items"][0]["id"].clone(), who["total"]["value"].clone()), (json!(user.to_string()), json!(1)));
    // The same once more is nothing new.
    put(admin, &path, json!({"template_id": id})).await.success();
    let before = world.history(account).await.len();
    put(admin, &path, json!({"template_id": id})).await.success();
    assert_eq!(world.history(account).await.len(), before);
    assert_eq!(admin.get(&at).await.value()["drifted"], 0);
    put(admin, &path, json!({"tier": "Gold", "service_category": " "})).await.problem(422, "input.invalid");
    admin.delete(&at).await.success();
    let kept = admin.get(&path).await.success().value();
    assert_eq!((kept["template"]["name"].clone(), kept["template"]["current_version"].clone()), (json!("Sales"), Value::Null));
    assert_eq!(kept["settings"]["mivoice_business"]["group"], "Sales");
    admin.delete(&path).await.success();
    assert_eq!(admin.get(&path).await.value()["template"], Value::Null);
}

/// TPL-B1 re-applying is a job for what was previewed; a template that changed since is refused, and a restart loses nobody
#[tokio::test]
async fn reapplied() {
    let mut world = World::start().await;
    let (account, user) = (world.a.first.account_id, world.a.first.user.id);
    integrate(&world, account, "mivoice_business").await;
    let id = add(&world.a.first.admin, account, sales()).await;
    let people = add_users(&world.portal, account, 120, |_, _| {}).await;
    for person in &people {
        put(&world.a.first.admin, &services(account, person.id), json!({"template_id": id})).await.success();
    }
    put(&world.a.first.admin, &services(account, user), json!({"template_id": id})).await.success();
    let at = format!("{}/{id}", templates(account));
    let mut changed = sales();
    changed["settings"]["mivoice_business"]["location"] = json!("Berlin");
    put(&world.a.first.admin, &at, changed).await.success();
    assert_eq!(world.a.first.admin.get(&at).await.value()["drifted"], 121);
    let admin = &world.a.first.admin;
    admin.post(&format!("{at}/reapply"), json!({"version": 1})).await.problem(412, "input.stale");
    let problem = admin.post(&format!("{at}/reapply"), json!({"version": 2})).await.problem(409, "users.confirm_count");
    assert!(problem["detail"].as_str().unwrap().contains("121"));
    let started = admin.post(&format!("{at}/reapply"), json!({"version": 2, "confirmed": 121})).await.success().value();
    // One has another template by now, one is gone.
    admin.delete(&services(account, people[0].id)).await.success();
    admin.delete(&format!("/api/v1/accounts/{account}/users/{}", people[1].id)).await.success();
    world.restart().await;
    let over = ended(&world, &world.a.first.admin, &started["job_id"]).await;
    let settled = |name: &str| over[name].as_u64().unwrap();
    assert_eq!(settled("succeeded") + settled("skipped"), 121, "{over}");
    assert!(settled("succeeded") >= 119 && settled("failed") == 0, "{over}");
    let admin = &world.a.first.admin;
    assert_eq!(admin.get(&at).await.value()["drifted"], 0);
    let now = admin.get(&services(account, user)).await.value();
    assert_eq!((now["settings"]["mivoice_business"]["location"].clone(), now["template"]["version"].clone()), (json!("Berlin"), json!(2)));
    let problem = admin.post(&format!("{at}/reapply"), json!({"version": 2})).await.problem(422, "input.invalid");
    assert_eq!(problem["errors"][0]["code"], "users.none_selected");
}

/// IMP-B1, TPL-10 the column TEMPLATE names templates: an unknown one stays with its row, the others are applied
#[tokio::test]
async fn imported() {
    use reqwest::multipart::{Form, Part};
    let world = World::start().await;
    let (account, admin) = (world.a.first.account_id, &world.a.first.admin);
    integrate(&world, account, "mivoice_business").await;
    add(admin, account, sales()).await;
    let sheet =
        "FIRST NAME,LAST NAME,NAME,EMAIL,ROLE,TEMPLATE\nA,A,,a@import.test,,sales\nB,B,,b@import.test,,Nobody\nC,C,,c@import.test,,\n";
    let upload = async |query: &str, sheet: String| {
        let part = Part::bytes(sheet.into_bytes()).file_name("people.csv");
        let request = admin.client.request(reqwest::Method::POST, &format!("/api/v1/accounts/{account}/imports{query}"));
        admin.client.send(request.multipart(Form::new().part("file", part))).await.success().value()
    };
    let report = upload("", sheet.to_owned()).await;
    assert_eq!(
        (report["valid"].clone(), report["errors"][0]["code"].clone(), report["notes"].clone()),
        (json!(2), json!("imports.template_unknown"), json!([]))
    );
    ended(&world, admin, &report["job_id"]).await;
    let found = admin.get(&format!("/api/v1/accounts/{account}/users?search=import.test")).await.value();
    let id = |email: &str| {
        found["items"].as_array().unwrap().iter().find(|user| user["email"] == email).unwrap()["id"].as_str().unwrap().to_owned()
    };
    let given = admin.get(&services(account, id("a@import.test"))).await.value();
    assert_eq!(
        (given["template"]["name"].clone(), given["settings"]["mivoice_business"]["group"].clone()),
        (json!("Sales"), json!("Sales"))
    );
    assert_eq!(admin.get(&services(account, id("c@import.test"))).await.value()["template"], Value::Null);
    let events = admin.get(&format!("/api/v1/accounts/{account}/events?filter.asset=User&filter.action=Create")).await.value();
    let created = events["items"].as_array().unwrap().iter().find(|event| event["asset_name"] == "A A").unwrap();
    assert!(
        created["changes"].as_array().unwrap().iter().any(|change| change["property"] == "template" && change["after"] == "Sales"),
        "{created}"
    );
    // Who is there gets it too, and the export has it.
    let report = upload("", format!("USER ID,TEMPLATE\n{},Sales\n", id("c@import.test"))).await;
    ended(&world, admin, &report["job_id"]).await;
    assert_eq!(admin.get(&services(account, id("c@import.test"))).await.value()["template"]["name"], "Sales");
    let csv = admin.get(&format!("/api/v1/accounts/{account}/users.csv?search=import.test")).await.text();
    assert!(csv.lines().next().unwrap().contains(",TEMPLATE,") && csv.matches(",Sales,").count() == 2, "{csv}");
}
