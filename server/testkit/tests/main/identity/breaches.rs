//! New passwords and a service that knows those of breaches.

use axum::{Router, extract::Path, extract::State, http::HeaderMap, routing::get};
use serde_json::json;
use std::sync::{Arc, Mutex};
use switchroom_core::identity::{self, PasswordChange};
use switchroom_testkit::{PASSWORD, TestApp, World};
use switchroom_types::AppError;

/// What was asked for, and what is answered to everything.
#[derive(Clone, Default)]
struct Service {
    asked: Arc<Mutex<Vec<(String, bool)>>>,
    answer: Arc<Mutex<String>>,
}

async fn answer(State(service): State<Service>, Path(prefix): Path<String>, headers: HeaderMap) -> String {
    service.asked.lock().unwrap().push((prefix, headers.contains_key("add-padding")));
    service.answer.lock().unwrap().clone()
}

async fn world(service: &Service) -> (World, tokio::task::JoinHandle<()>) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/range/", listener.local_addr().unwrap());
    let router = Router::new().route("/range/{prefix}", get(answer)).with_state(service.clone());
    let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let app = TestApp::start_with(&[("breached_passwords_url", &url), ("outbound_allow", "127.0.0.0/8")]).await;
    (World::in_app(app).await, task)
}

async fn choose(world: &World, current: &str, new: &str) -> Result<(), AppError> {
    let actor = world.a.first.user.actor(&world.portal).await;
    let change = PasswordChange { current: current.into(), new: new.into(), repeat: new.into() };
    Ok(identity::change_password(&world.portal, &actor, change).await?)
}

/// AUTH-B4 a password known from a breach is refused at its field; the service learns five characters of its hash
#[tokio::test]
async fn known_ones_are_refused() {
    let service = Service::default();
    let (world, _task) = world(&service).await;
    // SHA-1 of "a new passphrase", as `sha1sum` prints it.
    let hash = "B4C48439713088F15A5D0D30BE185755B9D470DA";
    *service.answer.lock().unwrap() = format!("0018A45C4D1DEF81644B54AB7F969B88D65:1\r\n{}:17\r\n", &hash[5..]);
    let refused = choose(&world, PASSWORD, "a new passphrase").await.unwrap_err();
    assert_eq!((refused.errors[0].field.as_str(), &*refused.errors[0].code), ("new", "password.breached"));
    assert_eq!(*service.asked.lock().unwrap(), [(hash[..5].to_owned(), true)]);
    // What is refused anyway is nobody else's business.
    choose(&world, PASSWORD, "password1").await.unwrap_err();
    assert_eq!(service.asked.lock().unwrap().len(), 1);
    choose(&world, PASSWORD, "another new passphrase").await.unwrap();
    let (_, core) = &world.history(world.a.first.account_id).await[0];
    assert_eq!(core.get("breach_check"), None);
}

/// AUTH-B4 registering and resetting ask, too; without the service both go on, and the event says so
#[tokio::test]
async fn the_service_is_away() {
    let service = Service::default();
    let (world, task) = world(&service).await;
    let path = format!("/api/v1/accounts/{}/users", world.a.first.account_id);
    let email = "zoe@angstrom.example";
    world.a.administrator.post(&path, json!({"first_name": "Zoë", "last_name": "Å", "email": email})).await.success();
    let link = world.mailed_links(email).await.pop().unwrap();
    let token = link.rsplit('/').next().unwrap();
    let hash = "B4C48439713088F15A5D0D30BE185755B9D470DA";
    *service.answer.lock().unwrap() = format!("{}:2", &hash[5..]);
    let origin = switchroom_core::access::Origin::default();
    let refused = AppError::from(identity::register(&world.portal, token, "a new passphrase", &origin).await.unwrap_err());
    assert_eq!((refused.errors[0].field.as_str(), &*refused.errors[0].code), ("password", "password.breached"));
    task.abort();
    let _ = task.await;
    identity::register(&world.portal, token, "a new passphrase", &origin).await.unwrap();
    choose(&world, PASSWORD, "another new passphrase").await.unwrap();
    let history = world.history(world.a.first.account_id).await;
    for (action, core) in &history[..2] {
        assert!(["Register", "Password change"].contains(&action.as_str()), "{action}");
        assert_eq!(core["breach_check"], "skipped: the service could not be reached");
    }
}
