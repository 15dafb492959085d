//! The pages and forms as a browser without scripts uses them.

use reqwest::Method;
use switchroom_core::{access::Origin, identity};
use switchroom_testkit::{PASSWORD, World, change_user, leads_to, page, submit};
use switchroom_types::AppError;

/// AUTH-05 AUTH-11 AUTH-13 two steps without scripts, then back to where the person wanted to go
#[tokio::test]
async fn two_steps() {
    let world = World::start().await;
    let client = world.app.client();
    let wanted = page(&client, "/profile").await;
    assert_eq!(wanted.header("location"), "/login?next=%2Fprofile");
    let first = page(&client, wanted.header("location")).await;
    for part in ["Username", "name@example.com", "Next", "name=\"next\" value=\"/profile\"", "action=\"/api/fn/sessions/begin\""] {
        assert!(first.text().contains(part), "{part} missing in {}", first.text());
    }
    let email = world.a.first.user.email.as_str();
    let fields = [("username", email), ("account", ""), ("next", "/profile")];
    leads_to(&submit(&world.app, &client, "/api/fn/sessions/begin", &fields).await, "/login/verify");
    let second = page(&client, "/login/verify").await;
    assert_eq!(second.status, 200);
    for part in ["Password", "Sign in", "Forgot password?", "Use another account", email] {
        assert!(second.text().contains(part), "{part} missing in {}", second.text());
    }
    let fields = [("username", email), ("password", PASSWORD), ("account", ""), ("next", "/profile")];
    leads_to(&submit(&world.app, &client, "/api/fn/sessions/sign_in", &fields).await, "/profile");
    let profile = page(&client, "/profile").await;
    assert_eq!(profile.status, 200);
    assert!(profile.text().contains("Change your password") && profile.text().contains("This session"), "{}", profile.text());
    leads_to(&submit(&world.app, &client, "/api/fn/sessions/sign_out", &[]).await, "/login?notice=signed_out");
    assert_eq!(page(&client, "/profile").await.status, 303);
}

/// AUTH-11 unknown names reach the second step too; the way back never leaves the portal
#[tokio::test]
async fn unknown_names_and_foreign_ways_back() {
    let world = World::start().await;
    let client = world.app.client();
    let fields = [("username", "nobody@nowhere.test"), ("next", "https://evil.test/")];
    leads_to(&submit(&world.app, &client, "/api/fn/sessions/begin", &fields).await, "/login/verify");
    assert!(page(&client, "/login/verify").await.text().contains("nobody@nowhere.test"));
    let fields = [("username", "nobody@nowhere.test"), ("password", "wrong password")];
    leads_to(&submit(&world.app, &client, "/api/fn/sessions/sign_in", &fields).await, "/login/verify?error=auth.failed");
    assert!(page(&client, "/login/verify?error=auth.failed").await.text().contains("Username or password is incorrect"));
    for next in ["https://evil.test/", "//evil.test", "/\\evil.test"] {
        let fields = [("username", world.a.first.user.email.as_str()), ("password", PASSWORD), ("next", next)];
        leads_to(&submit(&world.app, &client, "/api/fn/sessions/sign_in", &fields).await, "/");
    }
    let empty = submit(&world.app, &client, "/api/fn/sessions/begin", &[("username", " "), ("account", "12")]).await;
    leads_to(&empty, "/login?next=&error=field.required&field=username");
    assert!(page(&client, empty.header("location")).await.text().contains("This field is required"));
}

/// AUTH-14 the choice among several accounts, without scripts
#[tokio::test]
async fn choosing_an_account() {
    let world = World::start().await;
    for id in [world.a.first.user.id, world.b.second.user.id] {
        change_user(&world.portal, id, |user| {
            user.email = "ada@everywhere.test".into();
            user.email_key = "ada@everywhere.test".into();
        })
        .await;
    }
    let client = world.app.client();
    let fields = [("username", "ada@everywhere.test"), ("password", PASSWORD), ("next", "/profile")];
    let answer = submit(&world.app, &client, "/api/fn/sessions/sign_in", &fields).await;
    leads_to(&answer, "/login/account?next=%2Fprofile");
    assert!(page(&client, "/profile").await.status == 303, "nobody is signed in before the choice");
    let choice = page(&client, answer.header("location")).await;
    assert!(choice.text().contains("A-first") && choice.text().contains("B-second"), "{}", choice.text());
    let foreign = world.a.second.account_id.to_string();
    leads_to(
        &submit(&world.app, &client, "/api/fn/sessions/choose", &[("account", &foreign)]).await,
        "/login/verify?error=auth.choice_expired",
    );
    let chosen = world.b.second.account_id.to_string();
    leads_to(&submit(&world.app, &client, "/api/fn/sessions/choose", &[("account", &chosen), ("next", "/profile")]).await, "/profile");
    assert_eq!(client.get("/api/v1/me").await.value()["account_name"], "B-second");
}

/// AUTH-18 AUTH-20 AUTH-21 AUTH-22 reset and dead links, without scripts
#[tokio::test]
async fn links() {
    let world = World::start().await;
    let client = world.app.client();
    let user = &world.a.first.user;
    for name in [user.email.as_str(), "nobody@nowhere.test"] {
        leads_to(&submit(&world.app, &client, "/api/fn/links/request_reset", &[("username", name)]).await, "/reset?sent=1");
    }
    assert!(page(&client, "/reset?sent=1").await.text().contains("If the address is known, a mail is on its way"));
    let link = world.mailed_links(&user.email).await[0].clone();
    let token = link.strip_prefix("/reset/").unwrap().to_owned();
    let opened = page(&client, &link).await;
    for part in [user.name.as_str(), "Enter your new password below.", "Minimum 8 characters"] {
        assert!(opened.text().contains(part), "{part} missing in {}", opened.text());
    }
    let fields = [("kind", "reset"), ("token", &token), ("password", "short")];
    let refused = submit(&world.app, &client, "/api/fn/links/use", &fields).await;
    leads_to(&refused, &format!("{link}?error=password.too_short&field=password"));
    assert!(page(&client, refused.header("location")).await.text().contains("Minimum 8 characters"));
    let fields = [("kind", "reset"), ("token", &token), ("password", "a brand new password")];
    leads_to(&submit(&world.app, &client, "/api/fn/links/use", &fields).await, "/login?notice=password_reset");
    let used = page(&client, &link).await;
    assert!(used.text().contains("This link has already been used.") && used.text().contains("Send me a new link"), "{}", used.text());
    assert!(!used.text().contains(&user.name), "a used link names nobody");
    let fields = [("kind", "reset"), ("token", &token)];
    leads_to(&submit(&world.app, &client, "/api/fn/links/renew", &fields).await, &format!("{link}?sent=1"));
    assert!(page(&client, "/register/nonsense").await.text().contains("This link is not valid."));
}

/// AUTH-18 the registration page says what the specification says
#[tokio::test]
async fn registration_page() {
    let world = World::start().await;
    let user = &world.a.first.user;
    change_user(&world.portal, user.id, |user| user.registration = "invited".into()).await;
    identity::request_reset(&world.portal, &user.email, &Origin::default()).await.map_err(AppError::from).unwrap();
    let link = world.mailed_links(&user.email).await[0].clone();
    let opened = page(&world.app.client(), &link).await;
    for part in
        ["Confirm your account", &user.name, "Enter your new password below.", "Password Requirements", "Minimum 8 characters", "Complete"]
    {
        assert!(opened.text().contains(part), "{part} missing in {}", opened.text());
    }
    let fields = [("kind", "register"), ("token", link.strip_prefix("/register/").unwrap()), ("password", "a brand new password")];
    leads_to(&submit(&world.app, &world.app.client(), "/api/fn/links/use", &fields).await, "/login?notice=registered");
}

/// AUTH-30 forms from foreign pages are refused
#[tokio::test]
async fn foreign_forms() {
    let world = World::start().await;
    let person = &world.a.first.user;
    let request =
        person.client.request(Method::POST, "/api/fn/sessions/sign_out").header("origin", "https://evil.test").form(&[("x", "y")]);
    assert_eq!(person.client.send(request).await.status, 403);
    person.get("/api/v1/me").await.success();
}

/// AUTH-29 a server function that meets an ended session says so with the code that opens the sign-in dialog
#[tokio::test]
async fn ended_sessions_are_marked() {
    let world = World::start().await;
    let answer = world.app.client().post("/api/fn/tokens/list", serde_json::json!({})).await;
    assert_eq!((answer.status.as_u16(), answer.value()["code"].as_str()), (401, Some("auth.required")));
}

/// AUTH-04 the outbox page is the operator's
#[tokio::test]
async fn operator_mail() {
    let world = World::start().await;
    identity::request_reset(&world.portal, &world.a.first.user.email, &Origin::default()).await.map_err(AppError::from).unwrap();
    let outbox = page(&world.operator.client, "/operator/mail?filter.state=queued").await;
    assert_eq!(outbox.status, 200);
    assert!(outbox.text().contains("Reset your password") && outbox.text().contains(&world.a.first.user.email), "{}", outbox.text());
    let refused = page(&world.a.administrator.client, "/operator/mail").await;
    assert!(!refused.text().contains("Reset your password"));
}
