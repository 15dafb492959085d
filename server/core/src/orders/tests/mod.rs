//! Against both databases: what is seen, who may assign, and what an import does.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod assigning;
mod importing;
mod listing;
mod reminding;

use chrono::{Duration, NaiveDate};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use switchroom_entity::{account, account_manager, order};
use switchroom_types::access::Scope;
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::orders::{OrderRow, OrderState};
use switchroom_types::{AccountId, AppError, OrderId, UserId};
use uuid::Uuid;

use super::row::OrderInput;
use super::*;
use crate::access::Actor;
use crate::error::Error;
use crate::portal::Portal;
use crate::test::TestPortal;

fn today(portal: &Portal) -> NaiveDate {
    portal.clock.now().to_utc().unwrap().date_naive()
}

/// An order as a feed would tell it: started ten days ago, with the given number of days left.
fn input(portal: &Portal, number: &str, left: Option<i64>) -> OrderInput {
    let day = |offset: i64| today(portal) + Duration::days(offset);
    OrderInput {
        feed: "test".into(),
        subscription_number: number.into(),
        sap_order_id: None,
        reseller_po: None,
        customer_po: None,
        tracking_number: None,
        customer_number: None,
        customer_name: None,
        customer_address: None,
        distributor: None,
        purchase_date: day(-12),
        start_date: day(-10),
        expiry_date: left.map(day),
        term: "12 Month".into(),
        state: OrderState::Active,
        replaces: None,
        items: vec![("54014848".into(), 25), ("54014775".into(), 1)],
    }
}

async fn store(portal: &Portal, actor: &Actor, inputs: &[OrderInput]) -> Vec<OrderId> {
    let tx = portal.begin(actor).await.unwrap();
    let mut ids = Vec::new();
    for input in inputs {
        let (model, items) = row::new(&tx, actor.partner_id.unwrap(), input);
        row::insert(&tx, std::slice::from_ref(&model), &items).await.unwrap();
        ids.push(OrderId(model.id));
    }
    tx.commit_without_history("test data").await.unwrap();
    ids
}

async fn customer(test: &TestPortal, actor: &Actor, name: &str, zone: &str) -> AccountId {
    test.customer(actor, name, |model| zone.clone_into(&mut model.time_zone)).await
}

/// The same partner's Account Manager of these accounts.
async fn manager(portal: &Portal, actor: &Actor, accounts: &[AccountId]) -> Actor {
    let mut manager = actor.clone();
    manager.user_id = UserId(Uuid::now_v7());
    manager.scope = Some(Scope::Assigned);
    for account in accounts {
        let row = account_manager::ActiveModel {
            account_id: Set(account.0),
            user_id: Set(manager.user_id.0),
            assigned_at: Set(0),
            assigned_by: Set(String::new()),
        };
        account_manager::Entity::insert(row).exec_without_returning(portal.db.write()).await.unwrap();
    }
    manager
}

async fn page(portal: &Portal, actor: &Actor, url: &str) -> Page<OrderRow> {
    let pairs: Vec<(&str, &str)> = url.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let query = OrdersQuery::parse(ListQuery::from_pairs(pairs).unwrap()).unwrap();
    list(portal, actor, query).await.unwrap()
}

async fn numbers(portal: &Portal, actor: &Actor, url: &str) -> Vec<String> {
    page(portal, actor, url).await.items.into_iter().map(|row| row.subscription_number).collect()
}

async fn stored(portal: &Portal, id: OrderId) -> order::Model {
    order::Entity::find_by_id(id.0).one(portal.db.write()).await.unwrap().unwrap()
}

async fn set_state(portal: &Portal, account: AccountId, state: &str) {
    let model = account::Entity::find_by_id(account.0).one(portal.db.write()).await.unwrap().unwrap();
    let mut row = account::ActiveModel::from(model);
    row.state = Set(state.to_owned());
    row.update(portal.db.write()).await.unwrap();
}

fn code(error: Error) -> (u16, String) {
    let error = AppError::from(error);
    (error.status, error.code.to_string())
}
