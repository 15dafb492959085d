//! User templates, through REST.

mod change;
mod copy;
mod people;
mod sources;

use sea_orm::EntityTrait;
use serde_json::{Value, json};
use switchroom_core::{jobs, templates::sources::learn_pbx};
use switchroom_entity::account_integration;
use switchroom_testkit::{Person, World};
use switchroom_types::AccountId;
use switchroom_types::templates::{PbxLists, ServiceCategory};

fn templates(account: AccountId) -> String {
    format!("/api/v1/accounts/{account}/templates")
}

fn services(account: AccountId, user: impl std::fmt::Display) -> String {
    format!("/api/v1/accounts/{account}/users/{user}/services")
}

/// Gives the account an integration, as its set-up does.
async fn integrate(world: &World, account: AccountId, kind: &str) {
    use sea_orm::ActiveValue::Set;
    let row = account_integration::ActiveModel {
        account_id: Set(account.0),
        kind: Set(kind.to_owned()),
        state: Set("enabled".to_owned()),
        added_at: Set(0),
    };
    account_integration::Entity::insert(row).exec_without_returning(world.portal.db.write()).await.unwrap();
}

/// What the driver of a PBX would have read.
async fn read_pbx(world: &World, account: AccountId, groups: &[&str]) {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let lists = PbxLists {
        categories: vec![ServiceCategory { name: "Premium".into(), tiers: names(&["Advanced"]) }],
        groups: names(groups),
        phone_types: names(&["6940"]),
        ..PbxLists::default()
    };
    let tx = world.portal.begin_as_system().await.unwrap();
    learn_pbx(&tx, account, &lists).await.unwrap();
    tx.commit_without_history("test data").await.unwrap();
}

fn sales() -> Value {
    json!({"name": "Sales", "description": "Two lines", "settings": {"mivoice_business": {
        "service_category": "Premium", "tier": "Advanced", "group": "Sales", "voicemail": true,
        "phones": [{"kind": "desk", "model": "6940", "keys": [{"position": 2, "function": "Multicall", "ring": "delay"}]}],
    }}})
}

/// A stored template of the account; its id.
async fn add(person: &Person, account: AccountId, form: Value) -> String {
    person.post(&templates(account), form).await.success().value()["id"].as_str().unwrap().to_owned()
}

async fn put(person: &Person, path: &str, body: Value) -> switchroom_testkit::Answer {
    person.client.send(person.client.request(reqwest::Method::PUT, path).json(&body)).await
}

/// The job when it has ended; the server of the test may be working on it too.
async fn ended(world: &World, person: &Person, job: &Value) -> Value {
    let path = format!("/api/v1/jobs/{}", job.as_str().unwrap());
    loop {
        jobs::run_due(&world.portal).await.unwrap();
        let job = person.get(&path).await.success().value();
        if !job["finished_at"].is_null() {
            return job;
        }
        tokio::task::yield_now().await;
    }
}
