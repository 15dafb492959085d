//! Orders and subscriptions through HTTP.

mod assign;
mod import;
mod list;
mod subscriptions;

use serde_json::Value;
use switchroom_core::orders::row::{self, OrderInput};
use switchroom_testkit::{Person, World};
use switchroom_types::orders::OrderState;

/// What an order of the tests has besides its number.
#[derive(Clone, Copy, Default)]
pub struct Facts {
    /// Days until it ends; perpetual without.
    pub left: Option<i64>,
    pub starts_in: i64,
    pub cancelled: bool,
    pub customer_po: Option<&'static str>,
}

/// Stores an order of partner A as a feed would and returns its id.
pub async fn order(world: &World, number: &str, facts: Facts) -> String {
    let tx = world.portal.begin_as_system().await.unwrap();
    let today = tx.now().to_utc().unwrap().date_naive();
    let day = |offset: i64| today.checked_add_signed(chrono::TimeDelta::days(offset)).unwrap();
    let input = OrderInput {
        feed: "test".into(),
        subscription_number: number.into(),
        sap_order_id: None,
        reseller_po: None,
        customer_po: facts.customer_po.map(str::to_owned),
        tracking_number: Some(format!("1Z-{number}")),
        customer_number: None,
        customer_name: None,
        customer_address: None,
        distributor: Some("Northern".into()),
        purchase_date: day(-20),
        start_date: day(facts.starts_in),
        expiry_date: facts.left.map(day),
        term: "12 Month".into(),
        state: if facts.cancelled { OrderState::Cancelled } else { OrderState::Active },
        replaces: None,
        items: vec![("54014848".into(), 25), ("54014777".into(), 2)],
    };
    let (model, items) = row::new(&tx, world.a.partner_id, &input);
    let id = model.id.to_string();
    row::insert(&tx, &[model], &items).await.unwrap();
    tx.commit_without_history("test data").await.unwrap();
    id
}

async fn numbers(person: &Person, query: &str) -> Vec<String> {
    let page: Value = person.get(&format!("/api/v1/orders?{query}")).await.json();
    page["items"].as_array().unwrap().iter().map(|row| row["subscription_number"].as_str().unwrap().to_owned()).collect()
}
