//! The second step as a browser without scripts passes it.

use switchroom_testkit::{PASSWORD, World, change_user, leads_to, page, set_up_authenticator, submit};

/// AUTH-B1 password, code, and back to where the person wanted to go, without scripts
#[tokio::test]
async fn without_scripts() {
    let world = World::start().await;
    let person = &world.a.first.user;
    let app = set_up_authenticator(person, &world.portal).await;
    let client = world.app.client();
    let password = [("username", person.email.as_str()), ("password", PASSWORD), ("next", "/profile")];
    leads_to(&submit(&world.app, &client, "/api/fn/sessions/sign_in", &password).await, "/login/mfa?next=%2Fprofile");
    let second = page(&client, "/login/mfa?next=%2Fprofile").await;
    for part in ["Second step", "authenticator app", "one-time-code", "value=\"/profile\"", "action=\"/api/fn/sessions/second_step\""] {
        assert!(second.text().contains(part), "{part} missing in {}", second.text());
    }
    assert_eq!(page(&client, "/profile").await.status, 303, "nobody is signed in yet");
    let wrong = submit(&world.app, &client, "/api/fn/sessions/second_step", &[("code", "000000"), ("next", "/profile")]).await;
    leads_to(&wrong, "/login/mfa?next=%2Fprofile&error=factors.wrong_code&field=code");
    assert!(page(&client, wrong.header("location")).await.text().contains("This code is not right, or was used already"));
    let code = app.code(&world.portal);
    leads_to(&submit(&world.app, &client, "/api/fn/sessions/second_step", &[("code", &code), ("next", "/profile")]).await, "/profile");
    assert!(page(&client, "/profile").await.text().contains("Two-step sign-in"));
    let stale = submit(&world.app, &client, "/api/fn/sessions/second_step", &[("code", &code)]).await;
    leads_to(&stale, "/login?error=auth.second_step_expired");
}

/// AUTH-B1 AUTH-14 the second factor of the chosen account is asked for after the choice
#[tokio::test]
async fn after_the_choice_of_an_account() {
    let world = World::start().await;
    let app = set_up_authenticator(&world.a.first.user, &world.portal).await;
    for id in [world.a.first.user.id, world.b.second.user.id] {
        change_user(&world.portal, id, |user| {
            user.email = "ada@everywhere.test".into();
            user.email_key = "ada@everywhere.test".into();
        })
        .await;
    }
    let client = world.app.client();
    let password = [("username", "ada@everywhere.test"), ("password", PASSWORD), ("next", "/profile")];
    leads_to(&submit(&world.app, &client, "/api/fn/sessions/sign_in", &password).await, "/login/account?next=%2Fprofile");
    let first = world.a.first.account_id.to_string();
    let chosen = submit(&world.app, &client, "/api/fn/sessions/choose", &[("account", &first), ("next", "/profile")]).await;
    leads_to(&chosen, "/login/mfa?next=%2Fprofile");
    let code = [("code", app.code(&world.portal)), ("next", "/profile".to_owned())].map(|(name, value)| (name, value));
    let code: Vec<(&str, &str)> = code.iter().map(|(name, value)| (*name, value.as_str())).collect();
    leads_to(&submit(&world.app, &client, "/api/fn/sessions/second_step", &code).await, "/profile");
}
