//! Webhooks through HTTP, to a real listener.

mod manage;
mod receiver;
mod send;

use receiver::Receiver;
use serde_json::{Value, json};
use switchroom_testkit::{Person, TestApp, World};
use switchroom_types::AccountId;

/// A world whose operator has consented to webhooks on this machine.
async fn world() -> World {
    World::in_app(TestApp::start_with(&[("outbound_allow", "127.0.0.0/8")]).await).await
}

fn path(account: AccountId) -> String {
    format!("/api/v1/accounts/{account}/webhooks")
}

/// A webhook with its path and secret.
async fn add(person: &Person, account: AccountId, form: Value) -> (String, String) {
    let made = person.post(&path(account), form).await.success().value();
    let id = made["webhook"]["id"].as_str().unwrap();
    (format!("{}/{id}", path(account)), made["secret"].as_str().unwrap().to_owned())
}

fn form(name: &str, receiver: &Receiver) -> Value {
    json!({ "name": name, "url": receiver.url })
}

/// The log, the newest first.
async fn log(person: &Person, webhook: &str) -> Vec<Value> {
    let page: Value = person.get(&format!("{webhook}/deliveries")).await.json();
    page["items"].as_array().unwrap().clone()
}

/// Lets the portal send until this holds.
async fn until(world: &World, mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..2_000 {
        if holds().await {
            return;
        }
        switchroom_core::webhooks::deliver_due(&world.portal).await.unwrap();
        tokio::task::yield_now().await;
    }
    panic!("it never came to that");
}

/// Something that the account's people, and its webhooks, are told.
async fn happen(world: &World, name: &str) {
    use sea_orm::EntityTrait;
    use switchroom_core::{Tx, access::Signature, notifications};
    use switchroom_types::notifications::NoticeCode;
    let id = world.a.first.account_id;
    let account = switchroom_entity::account::Entity::find_by_id(id.0).one(world.portal.db.read()).await.unwrap().unwrap();
    let mut tx = Tx::begin_as(&world.portal, Signature::system()).await.unwrap();
    let failing = notifications::Announcement::new(NoticeCode::IntegrationFailing, Some(id), format!("{name} fails"))
        .arg("name", name)
        .link(format!("/accounts/{id}/info"));
    notifications::announce(&mut tx, notifications::Audience::Account(&account), &failing, |_| true).await.unwrap();
    tx.commit_without_history("test data").await.unwrap();
}
