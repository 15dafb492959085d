//! Against both databases: which accounts a person sees, in which order, and how the query is planned.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, Statement};
use switchroom_entity::{account, account_manager};
use switchroom_types::accounts::{AccountForm, AccountKind};
use switchroom_types::list::ListQuery;
use switchroom_types::{AccountNumber, AppError};

use super::*;
use crate::access::Actor;
use crate::portal::Portal;
use crate::test::TestPortal;

/// Stores customer accounts without going through the use case.
async fn seed(portal: &Portal, actor: &Actor, names: &[&str]) -> Vec<account::Model> {
    let tx = portal.begin(actor).await.unwrap();
    let mut models = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let number = AccountNumber::new(200_000_000 + index as u32 * 1_111_111).unwrap();
        let form = AccountForm { name: (*name).to_owned(), country: "DE".to_owned(), ..Default::default() };
        let model = row::new(&tx, actor.partner_id.unwrap(), AccountKind::Customer, number, &form);
        row::insert(&tx, &model).await.unwrap();
        models.push(model);
    }
    tx.commit_without_history("test data").await.unwrap();
    models
}

async fn names(portal: &Portal, actor: &Actor, url: &str) -> Vec<String> {
    let pairs: Vec<(&str, &str)> = url.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let query = AccountsQuery::parse(ListQuery::from_pairs(pairs).unwrap()).unwrap();
    list(portal, actor, query).await.unwrap().items.into_iter().map(|row| row.name).collect()
}

/// ACC-01, ACC-07 the list shows the partner's accounts, searched without regard to case and accents
#[tokio::test]
async fn the_list_is_scoped_and_searchable() {
    let test = TestPortal::start().await;
    let portal = &test.portal;
    let (ours, theirs) = (test.partner("Northwind").await, test.partner("Harbour").await);
    let accounts = seed(portal, &ours, &["Zorn Émile", "ärzte am Platz", "Ballad Industries"]).await;
    let number = accounts[1].number.to_string();
    assert_eq!(names(portal, &ours, "").await, ["ärzte am Platz", "Ballad Industries", "Zorn Émile"]);
    assert_eq!(names(portal, &ours, "sort=-name").await, ["Zorn Émile", "Ballad Industries", "ärzte am Platz"]);
    assert_eq!(names(portal, &ours, "sort=number").await[0], "Zorn Émile");
    assert_eq!(names(portal, &ours, "search=EMILE").await, ["Zorn Émile"]);
    assert_eq!(names(portal, &ours, "search=är").await, ["ärzte am Platz"]);
    assert_eq!(names(portal, &ours, &format!("search={}", &number[3..7])).await, ["ärzte am Platz"]);
    assert_eq!(names(portal, &ours, "filter.state=deactivated").await, [""; 0]);
    assert_eq!(names(portal, &theirs, "").await, [""; 0], "another partner's accounts do not exist here");
}

/// ACC-01 pages follow each other without gaps while rows are inserted
#[tokio::test]
async fn pages_are_stable() {
    let test = TestPortal::start().await;
    let portal = &test.portal;
    let actor = test.partner("Northwind").await;
    seed(portal, &actor, &["A", "B", "C", "D", "E"]).await;
    let mut query = ListQuery { limit: Some(2), sort: Some("name".to_owned()), ..Default::default() };
    let mut seen = Vec::new();
    loop {
        let page = list(portal, &actor, AccountsQuery::parse(query.clone()).unwrap()).await.unwrap();
        assert_eq!((page.total.value, page.total.exact), (5, true));
        seen.extend(page.items.into_iter().map(|row| row.name));
        query.cursor = page.next_cursor;
        if query.cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["A", "B", "C", "D", "E"]);
}

/// AM-02 an Account Manager sees assigned accounts only
#[tokio::test]
async fn managers_see_assigned_accounts() {
    let test = TestPortal::start().await;
    let portal = &test.portal;
    let actor = test.partner("Northwind").await;
    let accounts = seed(portal, &actor, &["A", "B"]).await;
    let mut manager = actor.clone();
    manager.scope = Some(switchroom_types::access::Scope::Assigned);
    assert_eq!(names(portal, &manager, "").await, [""; 0]);
    let row = account_manager::ActiveModel {
        account_id: Set(accounts[1].id),
        user_id: Set(manager.user_id.0),
        assigned_at: Set(0),
        assigned_by: Set(String::new()),
    };
    account_manager::Entity::insert(row).exec_without_returning(portal.db.write()).await.unwrap();
    assert_eq!(names(portal, &manager, "").await, ["B"]);
}

/// ACC-24 people of a customer have no such page; wrong filters and orders are refused at the field
#[tokio::test]
async fn refusals() {
    let test = TestPortal::start().await;
    let mut actor = test.partner("Northwind").await;
    actor.role = switchroom_types::access::Role::Admin;
    let query = AccountsQuery::parse(ListQuery::default()).unwrap();
    assert_eq!(AppError::from(list(&test.portal, &actor, query).await.unwrap_err()).status, 404);
    for (pairs, field) in
        [([("filter.state", "gone")], "filter.state"), ([("filter.colour", "red")], "filter.colour"), ([("sort", "city")], "sort")]
    {
        let error = AccountsQuery::parse(ListQuery::from_pairs(pairs).unwrap()).unwrap_err();
        assert!(error.status == 422 && error.field(field).is_some(), "{field}");
    }
}

/// Every order of the list is read from an index; nothing is sorted in memory.
#[tokio::test]
async fn every_order_uses_its_index() {
    use crate::paging;
    use sea_orm::ColumnTrait;
    let test = TestPortal::start().await;
    let portal = &test.portal;
    if !portal.db.is_sqlite() {
        return; // PostgreSQL plans by table size; the benchmark looks there.
    }
    let actor = test.partner("Northwind").await;
    let scope = actor.partner(switchroom_types::access::Permission::ACCOUNTS_VIEW).unwrap();
    for sort in ["name", "-name", "number", "country", "pbx_type", "-users", "created_at", "-modified_at"] {
        let query = AccountsQuery::parse(ListQuery { sort: Some(sort.to_owned()), ..Default::default() }).unwrap();
        let mut select = super::list::matching(portal, &scope, &query).await.unwrap();
        paging::seek(&mut select, &super::list::sort_key(query.sort), account::Column::Id.into_expr(), &query.query).unwrap();
        let Statement { sql, values, .. } = portal.db.backend().build(&select);
        let explain = Statement { sql: format!("EXPLAIN QUERY PLAN {sql}"), values, db_backend: portal.db.backend() };
        let rows = portal.db.read().query_all_raw(explain).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
        assert!(plan.len() == 1 && plan[0].contains("USING INDEX accounts_by_"), "{sort}: {plan:?}");
    }
}
