use serde_json::json;
use switchroom_core::{access::Origin, identity, links::Purpose};
use switchroom_testkit::{PASSWORD, Person, World, change_user};
use switchroom_types::{AppError, sessions::LinkValidity, users::Registration};

async fn invited(world: &World, person: &Person) -> String {
    change_user(&world.portal, person.id, |user| {
        user.registration = Registration::NotInvited.as_str().into();
        user.password_hash = None;
    })
    .await;
    let actor = world.a.administrator.actor(&world.portal).await;
    let mut tx = world.portal.begin(&actor).await.unwrap();
    let person = identity::Person::load(tx.conn(), person.id).await.unwrap().unwrap();
    let mut user = person.user.clone();
    identity::invite(&mut tx, &mut user, &person.account).await.unwrap();
    tx.commit_without_history("test").await.unwrap();
    newest(world, &user.email, "register").await
}

async fn newest(world: &World, email: &str, kind: &str) -> String {
    let links = world.mailed_links(email).await;
    links.iter().find_map(|link| link.strip_prefix(&format!("/{kind}/"))).unwrap().to_owned()
}

fn origin() -> Origin {
    Origin { ip: Some("203.0.113.7".into()), ..Default::default() }
}

async fn signs_in(world: &World, email: &str, password: &str) -> bool {
    world.app.client().post("/api/v1/sessions", json!({"email": email, "password": password})).await.status == 201
}

/// AUTH-17 AUTH-18 the link of the welcome mail sets the password once; then sign-in works
#[tokio::test]
async fn registration() {
    let world = World::start().await;
    let user = &world.a.first.user;
    let secret = invited(&world, user).await;
    assert!(world.mails(&user.email).await[0].contains("Finish building your account"));
    let state = identity::open_link(&world.portal, &secret, &[Purpose::Welcome]).await.unwrap();
    assert_eq!((state.state, state.name.as_str(), state.needs_password), (LinkValidity::Valid, user.name.as_str(), true));
    for bad in ["", "short", &"x".repeat(257), &user.email, &user.name] {
        let error = AppError::from(identity::register(&world.portal, &secret, bad, &origin()).await.unwrap_err());
        assert_eq!((error.status, error.errors[0].field.as_str()), (422, "password"), "{bad}");
    }
    identity::register(&world.portal, &secret, "eine längere Wortfolge", &origin()).await.unwrap();
    assert!(signs_in(&world, &user.email, "eine längere Wortfolge").await);
    let error = AppError::from(identity::register(&world.portal, &secret, "another password", &origin()).await.unwrap_err());
    assert_eq!((error.status, error.code.as_ref()), (410, "link.used"));
    assert!(!signs_in(&world, &user.email, "another password").await);
    let history = world.history(world.a.first.account_id).await;
    assert!(history.iter().any(|(action, _)| action == "Register"), "AUTH-31");
}

/// AUTH-19 people who sign in by SSO only complete their registration too, without a password, and no password opens for them
#[tokio::test]
async fn registration_without_a_password() {
    let world = World::start().await;
    let user = &world.a.first.user;
    let secret = invited(&world, user).await;
    change_user(&world.portal, user.id, |user| user.sso_only = true).await;
    let opened = world.app.client().post("/api/fn/links/open", json!({"kind": "register", "token": secret})).await.success().value();
    assert_eq!((opened["state"].as_str(), opened["needs_password"].as_bool()), (Some("valid"), Some(false)), "{opened}");
    let page = world.app.client().get(&format!("/register/{secret}")).await;
    assert!(page.status == 200 && !page.text().contains("type=\"password\""), "{}", page.text());
    identity::register(&world.portal, &secret, "", &origin()).await.unwrap();
    let stored = world.stored_user(user.id).await;
    assert_eq!((stored.registration.as_str(), stored.password_hash), ("registered", None));
    for password in ["", PASSWORD] {
        assert!(!signs_in(&world, &user.email, password).await);
    }
    identity::request_reset(&world.portal, &user.email, &origin()).await.unwrap();
    assert!(!world.mails(&user.email).await[0].contains("Reset Password"));
}

/// AUTH-20 expired, replaced and unknown links say so; a new one goes to the address on file only
#[tokio::test]
async fn links_that_no_longer_work() {
    let world = World::start().await;
    let user = &world.a.first.user;
    let first = invited(&world, user).await;
    let state = async |secret: &str| identity::open_link(&world.portal, secret, &[Purpose::Welcome]).await.unwrap().state;
    identity::renew_link(&world.portal, &first, &origin()).await.unwrap();
    let second = newest(&world, &user.email, "register").await;
    assert_ne!(first, second);
    assert_eq!(
        (state(&first).await, state(&second).await, state("nonsense").await),
        (LinkValidity::Voided, LinkValidity::Valid, LinkValidity::Unknown)
    );
    world.portal.clock.advance_secs(7 * 86_400 + 1);
    assert_eq!(state(&second).await, LinkValidity::Expired);
    let error = AppError::from(identity::register(&world.portal, &second, "long enough now", &origin()).await.unwrap_err());
    assert_eq!(error.code, "link.expired");
    // A reset link does not register, and an unknown secret is told nothing.
    assert_eq!(identity::open_link(&world.portal, &second, &[Purpose::SelfReset]).await.unwrap().state, LinkValidity::Unknown);
    identity::renew_link(&world.portal, "nonsense", &origin()).await.unwrap();
}

/// AUTH-21 AUTH-22 known and unknown addresses get the same answer; the link sets a password and ends every session
#[tokio::test]
async fn reset() {
    let world = World::start().await;
    let user = &world.a.first.user;
    identity::request_reset(&world.portal, "nobody@nowhere.test", &origin()).await.unwrap();
    identity::request_reset(&world.portal, &user.email, &origin()).await.unwrap();
    assert!(world.mails("nobody@nowhere.test").await.is_empty());
    assert!(world.mails(&user.email).await[0].contains("Reset Password"));
    let secret = newest(&world, &user.email, "reset").await;
    identity::reset_password(&world.portal, &secret, "a brand new password", &origin()).await.unwrap();
    user.get("/api/v1/me").await.problem(401, "auth.required");
    assert!(!signs_in(&world, &user.email, PASSWORD).await);
    assert!(signs_in(&world, &user.email, "a brand new password").await);
    let history: Vec<String> = world.history(world.a.first.account_id).await.into_iter().map(|(action, _)| action).collect();
    assert!(history.contains(&"Password reset request".to_owned()) && history.contains(&"Password change".to_owned()), "AUTH-31");
}

/// AUTH-21 at most three mails an hour go to one address, and the answer does not tell
#[tokio::test]
async fn three_mails_an_hour() {
    let world = World::start().await;
    let user = &world.a.first.user;
    for _ in 0..5 {
        identity::request_reset(&world.portal, &user.email, &origin()).await.unwrap();
    }
    assert_eq!(world.mails(&user.email).await.len(), 3);
    world.portal.clock.advance_secs(3_601);
    identity::request_reset(&world.portal, &user.email, &origin()).await.unwrap();
    assert_eq!(world.mails(&user.email).await.len(), 4);
}

/// AUTH-21 inactive people and accounts get no mail
#[tokio::test]
async fn no_mail_for_the_inactive() {
    let world = World::start().await;
    let user = &world.a.first.user;
    change_user(&world.portal, user.id, |user| user.status = "inactive".into()).await;
    identity::request_reset(&world.portal, &user.email, &origin()).await.unwrap();
    assert!(world.mails(&user.email).await.is_empty());
}

/// USR-20 a registered person's new address is confirmed there, announced at the old one, which signs in until then
#[tokio::test]
async fn changed_address() {
    let world = World::start().await;
    let actor = world.a.first.admin.actor(&world.portal).await;
    let mut tx = world.portal.begin(&actor).await.unwrap();
    let person = identity::Person::load(tx.conn(), world.a.first.user.id).await.unwrap().unwrap();
    let mut user = person.user.clone();
    identity::change_email(&mut tx, &mut user, &person.account, "new@a-first.test").await.unwrap();
    switchroom_core::users::row::update(&tx, &user).await.unwrap();
    tx.commit_without_history("test").await.unwrap();
    let old = &world.a.first.user.email;
    assert!(signs_in(&world, old, PASSWORD).await && !signs_in(&world, "new@a-first.test", PASSWORD).await);
    assert!(world.mails(old).await[0].contains("new@a-first.test"));
    let secret = newest(&world, "new@a-first.test", "confirm-email").await;
    identity::confirm_email(&world.portal, &secret, &origin()).await.unwrap();
    assert!(signs_in(&world, "new@a-first.test", PASSWORD).await && !signs_in(&world, old, PASSWORD).await);
    assert!(identity::confirm_email(&world.portal, &secret, &origin()).await.is_err());
}
