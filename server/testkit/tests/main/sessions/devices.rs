use serde_json::{Value, json};
use switchroom_testkit::{Client, PASSWORD, World};

async fn another(world: &World, email: &str) -> Client {
    let client = world.app.client();
    client.post("/api/v1/sessions", json!({"email": email, "password": PASSWORD})).await.success();
    client
}

/// AUTH-26 the list shows every device, says which is this one, and revoking acts at once
#[tokio::test]
async fn list_and_revoke() {
    let world = World::start().await;
    let person = &world.a.first.admin;
    let phone = another(&world, &person.email).await;
    let tablet = another(&world, &person.email).await;
    let list: Value = person.get("/api/v1/sessions").await.json();
    assert_eq!(list.as_array().unwrap().len(), 3);
    assert_eq!(list.as_array().unwrap().iter().map(|s| s["current"].as_bool().unwrap()).collect::<Vec<_>>(), [true, false, false]);
    assert!(list[1]["ip"] == "127.0.0.1" && list[1]["method"] == "password");
    let of_phone: Value = phone.get("/api/v1/sessions").await.json();
    let id = of_phone[0]["id"].as_str().unwrap().to_owned();
    world.a.second.admin.delete(&format!("/api/v1/sessions/{id}")).await.problem(404, "session.not_found");
    person.delete(&format!("/api/v1/sessions/{id}")).await.success();
    phone.get("/api/v1/me").await.problem(401, "auth.required");
    person.delete(&format!("/api/v1/sessions/{id}")).await.problem(404, "session.not_found");
    person.post("/api/v1/sessions/revoke-others", json!({})).await.success();
    tablet.get("/api/v1/me").await.problem(401, "auth.required");
    person.get("/api/v1/me").await.success();
    assert_eq!(world.history(world.a.first.account_id).await[0].0, "Revoke", "AUTH-31");
}

/// AUTH-26 revoking wakes the person's open pages
#[tokio::test]
async fn revoking_wakes_pages() {
    let world = World::start().await;
    another(&world, &world.a.first.admin.email).await;
    world.a.first.admin.post("/api/v1/sessions/revoke-others", json!({})).await.success();
    let marks = switchroom_core::live::marks_after(&world.portal, switchroom_core::live::Cursor::default(), 100).await.unwrap();
    let own = |mark: &switchroom_core::live::LiveMark| mark.topic == switchroom_types::live::Topic::Session;
    assert!(marks.iter().any(|mark| own(mark) && mark.user_id == Some(world.a.first.admin.id)));
}

/// AUTH-B7 a sign-in with a browser that was not used before is told by mail; the first one ever and known ones are not
#[tokio::test]
async fn new_devices_are_told() {
    let world = World::start().await;
    let person = &world.a.first.user;
    let told = async || world.mails(&person.email).await.iter().filter(|mail| mail.contains("have not used before")).count();
    let sign_in = async |client: &Client| {
        let request = client.request(reqwest::Method::POST, "/api/v1/sessions").headers(switchroom_testkit::browser(&world.app));
        client.send(request.json(&json!({"email": person.email, "password": PASSWORD}))).await.success().clone()
    };
    let laptop = world.app.client();
    let first = sign_in(&laptop).await;
    let cookies: Vec<String> = first.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap().to_owned()).collect();
    assert!(
        cookies.iter().any(|cookie| cookie.starts_with("switchroom-device=") && cookie.contains("HttpOnly; SameSite=Lax")),
        "{cookies:?}"
    );
    assert_eq!(told().await, 0, "the first one");
    sign_in(&laptop).await;
    assert_eq!(told().await, 0, "a known one");
    let phone = world.app.client();
    sign_in(&phone).await;
    assert_eq!(told().await, 1);
    assert!(world.mails(&person.email).await[0].contains("Firefox on Linux, 127.0.0.1"));
    sign_in(&phone).await;
    assert_eq!(told().await, 1);
    // A browser is known for its person only.
    let request = phone.request(reqwest::Method::POST, "/api/v1/sessions");
    phone.send(request.json(&json!({"email": world.a.second.user.email, "password": PASSWORD}))).await.success();
    assert_eq!(told().await, 1);
}
