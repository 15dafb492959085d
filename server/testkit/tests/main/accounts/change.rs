use super::{entered, path};
use reqwest::Method;
use serde_json::{Value, json};
use switchroom_testkit::{TestApp, World, change_user};

/// ACC-02 to ACC-06, ACC-26 an account is created with its number, contacts and history; a known name only warns
#[tokio::test]
async fn create() {
    let world = World::start().await;
    let answer = world.a.administrator.post("/api/v1/accounts", entered("Café Émile")).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let account: Value = answer.json();
    let id = account["id"].as_str().unwrap();
    assert_eq!(answer.header("location"), format!("/api/v1/accounts/{id}"));
    assert_eq!(answer.header("etag"), "\"1\"");
    let number = account["number"].as_str().unwrap();
    assert!(number.len() == 9 && !number.starts_with('0') && account["state"] == "active");
    let again: Value = world.a.administrator.post("/api/v1/accounts", entered("cafe emile")).await.json();
    assert_eq!(again["warnings"][0]["code"], "account.duplicate_name");
    let events: Value = world.a.administrator.get(&format!("/api/v1/accounts/{id}/events")).await.value();
    if let Some(rows) = events["items"].as_array() {
        assert_eq!(rows[0]["action"], "Create");
    }
    // ACC-05: the Account Manager who creates one looks after it.
    let own: Value = world.a.manager.post("/api/v1/accounts", entered("Own")).await.json();
    assert_eq!(world.a.manager.get(&format!("/api/v1/accounts/{}", own["id"].as_str().unwrap())).await.status, 200);
}

/// ACC-02, ACC-03 what is wrong is named at its field, all at once, and nothing is created
#[tokio::test]
async fn refused_entries() {
    let world = World::start().await;
    let problem =
        world.a.administrator.post("/api/v1/accounts", json!({"country": "DE", "postal_code": "x"})).await.problem(422, "input.invalid");
    let fields: Vec<&str> = problem["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["name", "address1", "city", "province", "postal_code", "support_contacts"]);
    let wrong = world.a.administrator.post("/api/v1/accounts", json!({"name": 5})).await.problem(422, "input.invalid");
    assert_eq!(wrong["errors"][0]["field"], "name");
    let list: Value = world.a.administrator.get("/api/v1/accounts").await.json();
    assert_eq!(list["total"]["value"], 2);
    for person in [&world.a.first.admin, &world.a.first.user, &world.operator] {
        person.post("/api/v1/accounts", entered("Sneaky")).await.problem(404, "page.not_found");
    }
}

/// ACC-09, ACC-25 partner users and Account Admins edit; a stale edit is refused with both values
#[tokio::test]
async fn edit() {
    let world = World::start().await;
    let id = world.a.first.account_id;
    let full = entered("Renamed");
    let saved = world.a.manager.patch(&path(id), &full).await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    let version: Value = saved.json();
    let stale = saved.header("etag").to_owned();
    assert_eq!(version["form"]["name"], "Renamed");
    let edited: Value = world.a.first.admin.patch(&path(id), json!({"city": "Potsdam"})).await.json();
    assert_eq!((&edited["form"]["city"], &edited["form"]["name"]), (&json!("Potsdam"), &json!("Renamed")));
    let late = world.a.manager.client.request(Method::PATCH, &path(id)).header("if-match", stale).json(&json!({"city": "Teltow"}));
    let problem = world.a.manager.client.send(late).await.problem(412, "input.stale");
    let conflict = &problem["conflicts"][0];
    assert_eq!((&conflict["field"], &conflict["yours"], &conflict["theirs"]), (&json!("city"), &json!("Teltow"), &json!("Potsdam")));
    let region = world.a.manager.patch(&path(id), json!({"cloud_region": "elsewhere"})).await.problem(422, "input.invalid");
    assert_eq!(region["errors"][0]["code"], "account.cloud_region_fixed");
    // What cannot be set is refused, not ignored.
    world.a.manager.patch(&path(id), json!({"number": "999999999"})).await.problem(422, "input.invalid");
    world.a.first.user.patch(&path(id), json!({"city": "x"})).await.problem(403, "permission.denied");
}

/// ACC-24 another tenant's account answers like an absent one
#[tokio::test]
async fn isolation() {
    let world = World::start().await;
    let id = world.b.first.account_id;
    for person in [&world.a.administrator, &world.a.manager, &world.a.first.admin, &world.a.first.user, &world.operator] {
        person.get(&path(id)).await.problem(404, "account.not_found");
        person.patch(&path(id), json!({"city": "x"})).await.problem(404, "account.not_found");
        person.delete(&path(id)).await.problem(404, "account.not_found");
        person.post(&format!("{}/deactivate", path(id)), json!({})).await.problem(404, "account.not_found");
        person.post(&format!("{}/reactivate", path(id)), json!({})).await.problem(404, "account.not_found");
        person.get(&format!("{}/support-contacts/suggestions?search=a", path(id))).await.problem(404, "account.not_found");
    }
    world.a.manager.get(&path(world.a.second.account_id)).await.problem(404, "account.not_found");
}

/// SUPC-01, SUPC-04, SUPC-05 partners are offered colleagues; Account Admins known addresses and what they typed
#[tokio::test]
async fn contact_suggestions() {
    let world = World::start().await;
    let at = format!("{}/support-contacts/suggestions?search=", path(world.a.first.account_id));
    let offered: Value = world.a.administrator.get(&format!("{at}manager")).await.json();
    assert_eq!(offered[0]["email"], world.a.manager.email.as_str());
    assert!(offered[0]["user_id"].is_string());
    let theirs: Value = world.a.first.admin.get(&format!("{at}manager")).await.json();
    assert_eq!(theirs, json!([]), "partner users are not enumerable");
    let typed: Value = world.a.first.admin.get(&format!("{at}new@x.example")).await.json();
    assert_eq!(typed, json!([{"user_id": null, "email": "new@x.example", "name": ""}]));
}

/// SUPC-06, 10-6 the last contact cannot be removed
#[tokio::test]
async fn the_last_contact_stays() {
    let world = World::start().await;
    let id = world.a.first.account_id;
    world.a.manager.patch(&path(id), entered("A")).await.success();
    let problem = world.a.manager.patch(&path(id), json!({"support_contacts": []})).await.problem(422, "input.invalid");
    assert_eq!(problem["errors"][0]["code"], "account.contact_required");
    let bad = world.a.manager.patch(&path(id), json!({"support_contacts": [{"email": "noc"}]})).await.problem(422, "input.invalid");
    assert_eq!(bad["errors"][0]["message"], "Contains an invalid email");
}

/// ACC-04 the Account ID is nine random digits that nobody can choose or change
#[tokio::test]
async fn numbers() {
    let world = World::start().await;
    let mut numbers = Vec::new();
    for name in ["One", "Two", "Three"] {
        let chosen = json!({"number": 111_111_111, "account_number": "111111111"});
        let mut form = entered(name);
        form.as_object_mut().unwrap().extend(chosen.as_object().unwrap().clone());
        let account: Value = world.a.administrator.post("/api/v1/accounts", form).await.json();
        let number: u32 = account["number"].as_str().unwrap().parse().unwrap();
        assert!((100_000_000..=999_999_999).contains(&number) && number != 111_111_111, "{number}");
        let at = format!("/api/v1/accounts/{}", account["id"].as_str().unwrap());
        world.a.administrator.patch(&at, json!({"number": "111111111"})).await.problem(422, "input.invalid");
        assert_eq!(world.a.administrator.get(&at).await.value()["number"], account["number"]);
        numbers.push(number);
    }
    assert!(numbers[0].abs_diff(numbers[1]) > 1 || numbers[1].abs_diff(numbers[2]) > 1, "{numbers:?} are not random");
}

/// ACC-12 the cloud location is one of the operator's, chosen at creation and then fixed
#[tokio::test]
async fn cloud_location() {
    let app = TestApp::start_with(&[("cloud_regions", "Frankfurt,Toronto")]).await;
    let world = World::in_app(app).await;
    let create = async |region: Option<&str>| {
        let mut form = entered("Ballad");
        if let Some(region) = region {
            form["cloud_region"] = region.into();
        }
        world.a.administrator.post("/api/v1/accounts", form).await
    };
    let refused = create(Some("Atlantis")).await.problem(422, "input.invalid");
    assert_eq!((refused["errors"][0]["field"].as_str(), refused["errors"].as_array().unwrap().len()), (Some("cloud_region"), 1));
    assert_eq!(create(None).await.json::<Value>()["cloud_region"], "Frankfurt");
    let account: Value = create(Some("Toronto")).await.json();
    assert_eq!(account["cloud_region"], "Toronto");
    let at = format!("/api/v1/accounts/{}", account["id"].as_str().unwrap());
    let fixed = world.a.administrator.patch(&at, json!({"cloud_region": "Frankfurt"})).await.problem(422, "input.invalid");
    assert_eq!(fixed["errors"][0]["code"], "account.cloud_region_fixed");
    world.a.administrator.patch(&at, json!({"city": "Bonn"})).await.success();
    assert_eq!(world.a.administrator.get(&at).await.value()["cloud_region"], "Toronto");
}

/// SUPC-03, SUPC-08 saving replaces the contacts; one that is a partner user follows that person's address
#[tokio::test]
async fn contacts_are_replaced_and_follow() {
    let world = World::start().await;
    let at = path(world.a.first.account_id);
    let manager = json!({"user_id": world.a.manager.id, "email": world.a.manager.email});
    let contacts = json!([manager, {"email": "noc@aurora.test"}, {"email": "desk@aurora.test"}]);
    let mut form = entered("A-first");
    form["support_contacts"] = contacts;
    world.a.administrator.patch(&at, form).await.success();
    let emails = async || {
        let contacts = world.a.administrator.get(&at).await.value()["form"]["support_contacts"].clone();
        contacts.as_array().unwrap().iter().map(|contact| contact["email"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(emails().await, [world.a.manager.email.as_str(), "noc@aurora.test", "desk@aurora.test"]);
    let left = json!({"support_contacts": [manager, {"email": "desk@aurora.test"}]});
    world.a.administrator.patch(&at, left).await.success();
    assert_eq!(emails().await, [world.a.manager.email.as_str(), "desk@aurora.test"]);
    change_user(&world.portal, world.a.manager.id, |user| user.email = "moved@a.test".to_owned()).await;
    assert_eq!(emails().await, ["moved@a.test", "desk@aurora.test"]);
}
