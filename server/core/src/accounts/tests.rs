//! Against both databases: which accounts a person sees, in which order, and how the query is planned.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, Statement};
use switchroom_entity::{account, account_manager};
use switchroom_types::accounts::{AccountForm, AccountKind, AccountState, SupportContact};
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

fn form(name: &str) -> AccountForm {
    AccountForm {
        name: name.to_owned(),
        country: "DE".to_owned(),
        province: "DE-BE".to_owned(),
        address1: "Lindenweg 4".to_owned(),
        city: "Berlin".to_owned(),
        postal_code: "10115".to_owned(),
        support_contacts: vec![SupportContact { user_id: None, email: "noc@northwind.example".to_owned(), name: String::new() }],
        ..Default::default()
    }
}

fn refused<T: std::fmt::Debug>(result: crate::Result<T>) -> AppError {
    result.unwrap_err().into()
}

/// ACC-03, ACC-04, ACC-05, ACC-06 creation: contacts are needed, numbers are nine digits, Chat is on, a known name warns
#[tokio::test]
async fn accounts_are_created() {
    let test = TestPortal::start().await;
    let portal = &test.portal;
    let actor = test.partner("Northwind").await;
    let error = refused(create(portal, &actor, &AccountForm { support_contacts: Vec::new(), ..form("Ballad") }).await);
    assert_eq!((error.status, error.errors.len()), (422, 1));
    assert!(error.field("support_contacts").is_some());

    let first = create(portal, &actor, &form("Ballad")).await.unwrap();
    assert_eq!((first.warnings.len(), first.account.form.cloud_region.as_str(), first.account.version), (0, "eu-west", 1));
    assert!(first.account.number.to_string().len() == 9 && first.account.state == AccountState::Active);
    assert_eq!(context(portal, &actor, first.account.id).await.unwrap().integrations, ["chat"]);
    let second = create(portal, &actor, &form("BALLAD ")).await.unwrap();
    assert_eq!(second.warnings[0].code, "account.duplicate_name");
    assert_ne!(first.account.number, second.account.number);

    let mut manager = actor.clone();
    manager.scope = Some(switchroom_types::access::Scope::Assigned);
    let own = create(portal, &manager, &form("Ballad")).await.unwrap();
    assert!(own.warnings.is_empty(), "accounts out of sight are not told about");
    assert_eq!(names(portal, &manager, "").await, ["Ballad"]);
    assert!(get(portal, &manager, own.account.id).await.is_ok());
    assert_eq!(refused(get(portal, &manager, first.account.id).await).status, 404);
}

/// SUPC-02, SUPC-05, SUPC-08 contacts are addresses or colleagues; colleagues are references and others' are refused
#[tokio::test]
async fn support_contacts_are_checked() {
    let test = TestPortal::start().await;
    let portal = &test.portal;
    let (actor, other) = (test.partner("Northwind").await, test.partner("Harbour").await);
    let contact = |user_id, email: &str| SupportContact { user_id, email: email.to_owned(), name: String::new() };
    let wanted = vec![
        contact(Some(actor.user_id), ""),
        contact(None, "NOC@x.example"),
        contact(None, "noc@X.example"),
        contact(None, "MIRA@northwind.example"),
    ];
    let saved = create(portal, &actor, &AccountForm { support_contacts: wanted, ..form("Ballad") }).await.unwrap();
    let contacts: Vec<_> =
        saved.account.form.support_contacts.iter().map(|contact| (contact.email.as_str(), contact.name.as_str())).collect();
    assert_eq!(contacts, [("mira@northwind.example", "Mira Northwind"), ("NOC@x.example", "")]);
    for (wanted, code) in
        [(contact(Some(other.user_id), ""), "account.unknown_contact"), (contact(None, "noc@"), "account.invalid_contact")]
    {
        let error = refused(create(portal, &actor, &AccountForm { support_contacts: vec![wanted], ..form("Ballad") }).await);
        assert_eq!(error.errors[0].code, code);
    }
}

/// ACC-25 a stale save is refused with both values of each field, and changes nothing
#[tokio::test]
async fn stale_edits_are_refused() {
    let test = TestPortal::start().await;
    let portal = &test.portal;
    let actor = test.partner("Northwind").await;
    let account = create(portal, &actor, &form("Ballad")).await.unwrap().account;
    let mine = AccountForm { city: "Potsdam".to_owned(), ..form("Ballad") };
    let saved = edit(portal, &actor, account.id, Some(1), &mine).await.unwrap().account;
    assert_eq!((saved.version, saved.form.city.as_str()), (2, "Potsdam"));
    let late = AccountForm { address1: "Am Hafen 1".to_owned(), ..form("Ballad") };
    let error = refused(edit(portal, &actor, account.id, Some(1), &late).await);
    assert_eq!((error.status, error.code.as_ref()), (412, "input.stale"));
    let conflicts: Vec<_> = error.conflicts.iter().map(|c| (c.field.as_str(), c.yours.as_str(), c.theirs.as_str())).collect();
    assert_eq!(conflicts, [("address1", "Am Hafen 1", "Lindenweg 4"), ("city", "Berlin", "Potsdam")]);
    assert_eq!(get(portal, &actor, account.id).await.unwrap().version, 2);
    let unchanged = edit(portal, &actor, account.id, Some(2), &mine).await.unwrap().account;
    assert_eq!(unchanged.version, 2, "saving what is there already writes nothing");
    let error = refused(edit(portal, &actor, account.id, None, &AccountForm { cloud_region: "us-east".to_owned(), ..mine }).await);
    assert_eq!(error.errors[0].code, "account.cloud_region_fixed");
}

/// ACC-17 to ACC-20, ACC-23 deactivating ends sessions and closes the account until it is reactivated
#[tokio::test]
async fn deactivation_and_back() {
    let test = TestPortal::start().await;
    let portal = &test.portal;
    let actor = test.partner("Northwind").await;
    let id = create(portal, &actor, &form("Ballad")).await.unwrap().account.id;
    assert_eq!(refused(deactivate(portal, &actor, id, Some("delete")).await).errors[0].code, "confirm.word");
    assert_eq!(deactivate(portal, &actor, id, Some("DEACTIVATE")).await.unwrap().state, AccountState::Deactivated);
    assert_eq!(refused(edit(portal, &actor, id, None, &form("Ballad")).await).code, "account.deactivated");
    assert_eq!(refused(deactivate(portal, &actor, id, None).await).code, "account.deactivated");
    assert_eq!(names(portal, &actor, "filter.state=deactivated").await, ["Ballad"]);
    assert_eq!(reactivate(portal, &actor, id, None).await.unwrap().state, AccountState::Active);
    assert_eq!(refused(reactivate(portal, &actor, id, None).await).code, "account.active");
    assert_eq!(refused(deactivate(portal, &actor, actor.account_id, None).await).code, "account.partner_account");
    assert_eq!(names(portal, &actor, "").await, ["Ballad"]);
}

/// SHELL-06 the picker offers the Partner Account first, then active accounts by name
#[tokio::test]
async fn the_picker() {
    let test = TestPortal::start().await;
    let portal = &test.portal;
    let actor = test.partner("Northwind").await;
    let accounts = seed(portal, &actor, &["Zorn", "Ballad"]).await;
    let picked = async |search: &str| {
        let query = ListQuery { search: search.to_owned(), ..Default::default() };
        pick(portal, &actor, &query).await.unwrap().items.into_iter().map(|pick| pick.name).collect::<Vec<_>>()
    };
    assert_eq!(picked("").await, ["Northwind", "Ballad", "Zorn"]);
    assert_eq!(picked("or").await, ["Northwind", "Zorn"]);
    assert_eq!(picked(&accounts[1].number.to_string()).await, ["Ballad"]);
}
