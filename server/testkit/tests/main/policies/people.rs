use serde_json::{Value, json};
use switchroom_testkit::{PASSWORD, World, add_passkey, set_up_authenticator};

/// AUTH-B8 an admin sees where somebody is signed in, and ends it at once
#[tokio::test]
async fn sessions_of_a_user() {
    let world = World::start().await;
    let (admin, user) = (&world.a.first.admin, &world.a.first.user);
    let phone = world.app.client();
    phone.post("/api/v1/sessions", json!({"email": user.email, "password": PASSWORD})).await.success();
    let path = format!("/api/v1/accounts/{}/users/{}/sessions", world.a.first.account_id, user.id);
    let seen: Value = admin.get(&path).await.json();
    assert_eq!((seen["sessions"].as_array().unwrap().len(), &seen["authenticator"], &seen["passkeys"]), (2, &json!(false), &json!(0)));
    let id = phone.get("/api/v1/sessions").await.value()[0]["id"].as_str().unwrap().to_owned();
    world.a.second.admin.delete(&format!("{path}/{id}")).await.problem(404, "account.not_found");
    user.delete(&format!("{path}/{id}")).await.problem(403, "permission.denied");
    let own = admin.get("/api/v1/sessions").await.value()[0]["id"].as_str().unwrap().to_owned();
    admin.delete(&format!("{path}/{own}")).await.problem(404, "session.not_found");
    admin.delete(&format!("{path}/{id}")).await.success();
    phone.get("/api/v1/me").await.problem(401, "auth.required");
    user.get("/api/v1/me").await.success();
    admin.delete(&path).await.success();
    user.get("/api/v1/me").await.problem(401, "auth.required");
    assert_eq!(world.history(world.a.first.account_id).await[0].0, "Revoke", "AUTH-31");
    let marks = switchroom_core::live::marks_after(&world.portal, switchroom_core::live::Cursor::default(), 100).await.unwrap();
    assert!(marks.iter().any(|mark| mark.topic == switchroom_types::live::Topic::Session && mark.user_id == Some(user.id)));
}

/// AUTH-B3 ROLE-22 an admin resets somebody's factors, with step-up, and not those of people with more rights
#[tokio::test]
async fn resetting_factors() {
    let world = World::start().await;
    let (admin, user) = (&world.a.first.admin, &world.a.first.user);
    set_up_authenticator(user, &world.portal).await;
    add_passkey(user, &world.app, "Laptop").await;
    let path = |account, user| format!("/api/v1/accounts/{account}/users/{user}/factors-reset");
    let own = path(world.a.first.account_id, admin.id);
    admin.post(&own, json!({})).await.problem(409, "users.self_factors");
    let above = path(world.a.account_id, world.a.administrator.id);
    world.a.manager.post(&above, json!({})).await.problem(404, "account.not_found");
    let target = path(world.a.first.account_id, user.id);
    world.b.administrator.post(&target, json!({})).await.problem(404, "account.not_found");
    world.portal.clock.advance_secs(301);
    admin.post(&target, json!({})).await.problem(403, "auth.step_up_required");
    admin.post("/api/v1/sessions/step-up", json!({"method": "password", "password": PASSWORD})).await.success();
    admin.post(&target, json!({})).await.success();
    user.get("/api/v1/me").await.problem(401, "auth.required");
    let client = world.app.client();
    client.post("/api/v1/sessions", json!({"email": user.email, "password": PASSWORD})).await.success();
    let factors = client.get("/api/v1/factors").await.value();
    assert_eq!((&factors["authenticator"], &factors["passkeys"], &factors["recovery_codes"]), (&Value::Null, &json!([]), &json!(0)));
    assert!(world.mails(&user.email).await[0].contains("removed your authenticator app, passkeys and recovery codes"));
    assert_eq!(world.history(world.a.first.account_id).await.iter().filter(|(_, core)| core["factor"] == "all").count(), 1);
}
