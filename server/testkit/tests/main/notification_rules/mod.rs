//! Rules that say who is told how, over HTTP and through what really happens.

mod documents;
mod mailing;
mod routing;

use reqwest::Method;
use serde_json::{Value, json};
use switchroom_core::{
    Tx,
    access::Signature,
    notifications::{Announcement, Audience, announce},
};
use switchroom_testkit::{Answer, Customer, Person, World};
use switchroom_types::{AccountId, notifications::NoticeCode};

const OWN: &str = "/api/v1/me/notification-rules";

fn of(account: AccountId) -> String {
    format!("/api/v1/accounts/{account}/notification-rules")
}

async fn put(person: &Person, path: &str, rules: Value) -> Answer {
    let request = person.client.request(Method::PUT, path).json(&json!({ "rules": rules }));
    person.client.send(request).await
}

/// Replaces somebody's own rules, or those of an account.
async fn set(person: &Person, path: &str, rules: Value) {
    put(person, path, rules).await.success();
}

/// Something that the people of an account and its partner are told.
async fn happen(world: &World, customer: &Customer, code: NoticeCode, name: &str) {
    let mut tx = Tx::begin_as(&world.portal, Signature::system()).await.unwrap();
    tell(&mut tx, customer, code, name).await;
    tx.commit_without_history("test data").await.unwrap();
}

async fn tell(tx: &mut Tx, customer: &Customer, code: NoticeCode, name: &str) {
    use sea_orm::EntityTrait;
    let id = customer.account_id;
    let account = switchroom_entity::account::Entity::find_by_id(id.0).one(tx.conn()).await.unwrap().unwrap();
    let what = Announcement::new(code, Some(id), format!("{code} {name}")).arg("name", name).arg("account", customer.name.clone());
    announce(tx, Audience::Account(&account), &what.link(format!("/accounts/{id}/info")), |_| true).await.unwrap();
}

/// The subjects of mails to somebody, the newest first.
async fn subjects(world: &World, person: &Person) -> Vec<String> {
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
    use switchroom_entity::mail::{Column, Entity};
    let mails = Entity::find().filter(Column::ToAddress.eq(&person.email)).order_by_desc(Column::Id);
    mails.all(world.portal.db.read()).await.unwrap().into_iter().map(|mail| mail.subject).collect()
}
