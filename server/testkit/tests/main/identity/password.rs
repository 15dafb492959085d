use serde_json::json;
use switchroom_core::identity::{self, PasswordChange};
use switchroom_testkit::{PASSWORD, World};
use switchroom_types::AppError;

fn change(current: &str, new: &str, repeat: &str) -> PasswordChange {
    PasswordChange { current: current.into(), new: new.into(), repeat: repeat.into() }
}

/// AUTH-23 changing the password keeps this session and ends the others
#[tokio::test]
async fn keeps_this_session() {
    let world = World::start().await;
    let person = &world.a.first.user;
    let other = world.app.client();
    other.post("/api/v1/sessions", json!({"email": person.email, "password": PASSWORD})).await.success();
    let actor = person.actor(&world.portal).await;
    identity::change_password(&world.portal, &actor, change(PASSWORD, "a new passphrase", "a new passphrase")).await.unwrap();
    person.get("/api/v1/me").await.success();
    other.get("/api/v1/me").await.problem(401, "auth.required");
    let (action, _) = &world.history(world.a.first.account_id).await[0];
    assert_eq!(action, "Password change");
    let stored = serde_json::to_string(&world.history(world.a.first.account_id).await).unwrap();
    assert!(!stored.contains("argon2") && !stored.contains("passphrase"));
}

/// AUTH-23 AUTH-24 refusals stand at the field; wrong current passwords are throttled
#[tokio::test]
async fn refusals() {
    let world = World::start().await;
    let actor = world.a.first.user.actor(&world.portal).await;
    for (current, new, repeat, field) in [
        (PASSWORD, "short", "short", "new"),
        (PASSWORD, "a new passphrase", "another one", "repeat"),
        (PASSWORD, actor.email.as_str(), actor.email.as_str(), "new"),
        ("wrong password", "a new passphrase", "a new passphrase", "current"),
    ] {
        let error = identity::change_password(&world.portal, &actor, change(current, new, repeat)).await.unwrap_err();
        assert_eq!(AppError::from(error).errors[0].field, field);
    }
    for _ in 0..4 {
        let _ = identity::change_password(&world.portal, &actor, change("wrong password", "a new passphrase", "a new passphrase")).await;
    }
    let error =
        identity::change_password(&world.portal, &actor, change(PASSWORD, "a new passphrase", "a new passphrase")).await.unwrap_err();
    assert_eq!(AppError::from(error).status, 429);
}
