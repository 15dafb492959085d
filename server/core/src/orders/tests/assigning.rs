use super::*;
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};
use switchroom_entity::{event, notification, order_item};
use switchroom_types::access::Role;
use switchroom_types::history::Action;
use switchroom_types::orders::AssignedHow;

use crate::users::row::NewUser;

async fn events(portal: &Portal, account: AccountId) -> Vec<String> {
    let found = event::Entity::find()
        .filter(event::Column::AccountId.eq(account.0))
        .filter(event::Column::Asset.eq("Order"))
        .order_by_asc(event::Column::Seq);
    found.all(portal.db.write()).await.unwrap().into_iter().map(|event| format!("{} {}", event.action, event.asset_name)).collect()
}

/// ORD-14, ORD-28 order and items move together; both histories and the admins' bells tell of it
#[tokio::test]
async fn assigning_moves_everything() {
    let test = TestPortal::start().await;
    let (portal, actor) = (&test.portal, test.partner("Northwind").await);
    let account = customer(&test, &actor, "Ballad Industries", "UTC").await;
    let admin = test.person(NewUser { role: Role::Admin, ..NewUser::member(account, "ada@ballad.example") }).await;
    let ids = store(portal, &actor, &[input(portal, "A-1", Some(200))]).await;
    let done = assign(portal, &actor, ids[0], account).await.unwrap();
    assert_eq!(done.missing_integrations, ["workflow_studio", "zoom"]);
    assert_eq!(done.order.row.account.as_ref().unwrap().name, "Ballad Industries");
    assert_eq!((done.order.assigned_how, done.order.assigned_by.as_deref()), (Some(AssignedHow::Manual), Some(actor.name.as_str())));
    let items = order_item::Entity::find().all(portal.db.write()).await.unwrap();
    assert!(items.len() == 2 && items.iter().all(|item| item.account_id == Some(account.0)));
    assert_eq!(events(portal, account).await, ["Assign A-1"]);
    assert_eq!(events(portal, actor.account_id).await, ["Assign A-1"]);
    let bell = notification::Entity::find().filter(notification::Column::UserId.eq(admin.0)).one(portal.db.write()).await.unwrap().unwrap();
    assert_eq!((bell.code.as_str(), bell.link.unwrap()), ("order.assigned", format!("/accounts/{account}/subscriptions")));
}

/// ORD-17 expired, pending and cancelled orders are refused with their own codes
#[tokio::test]
async fn ended_orders_are_refused() {
    let test = TestPortal::start().await;
    let (portal, actor) = (&test.portal, test.partner("Northwind").await);
    let account = customer(&test, &actor, "Ballad", "UTC").await;
    let orders = [
        input(portal, "A-expired", Some(-1)),
        OrderInput { start_date: today(portal) + Duration::days(1), ..input(portal, "A-future", Some(30)) },
        OrderInput { state: OrderState::Cancelled, ..input(portal, "A-cancelled", Some(30)) },
        input(portal, "A-today", Some(0)),
    ];
    let ids = store(portal, &actor, &orders).await;
    let mut codes = Vec::new();
    for id in &ids[..3] {
        codes.push(code(assign(portal, &actor, *id, account).await.unwrap_err()));
    }
    assert_eq!(codes, ["order_expired", "order_pending", "order_cancelled"].map(|code| (409, code.to_owned())));
    assign(portal, &actor, ids[3], account).await.unwrap();
}

/// ORD-18 of two people who assign at once, one succeeds and the other learns of it
#[tokio::test]
async fn the_second_of_two_assignments_is_refused() {
    let test = TestPortal::start().await;
    let (portal, actor) = (&test.portal, test.partner("Northwind").await);
    let (a, b) = (customer(&test, &actor, "A", "UTC").await, customer(&test, &actor, "B", "UTC").await);
    let manager = manager(portal, &actor, &[b]).await;
    for round in 0..8 {
        let id = store(portal, &actor, &[input(portal, &format!("A-{round}"), Some(200))]).await[0];
        let (first, second) = tokio::join!(assign(portal, &actor, id, a), assign(portal, &manager, id, b));
        let won = if first.is_ok() { a } else { b };
        assert_eq!(stored(portal, id).await.account_id, Some(won.0));
        let loser = match (first, second) {
            (Ok(_), Err(error)) | (Err(error), Ok(_)) => AppError::from(error),
            (first, second) => panic!("{first:?} {second:?}"),
        };
        assert_eq!((loser.status, loser.code.as_ref()), (409, "order_already_assigned"));
        let told = loser.args.get("account").map(String::as_str);
        assert_eq!(told, (won == b).then_some("B"), "only Administrators learn the account's name");
    }
    assert_eq!(events(portal, actor.account_id).await.len(), 8);
}

/// ORD-13, ORD-19 only active customer accounts within reach are taken
#[tokio::test]
async fn the_target_must_be_within_reach() {
    let test = TestPortal::start().await;
    let portal = &test.portal;
    let (ours, theirs) = (test.partner("Northwind").await, test.partner("Harbour").await);
    let (a, b) = (customer(&test, &ours, "A", "UTC").await, customer(&test, &ours, "B", "UTC").await);
    let foreign = customer(&test, &theirs, "C", "UTC").await;
    let id = store(portal, &ours, &[input(portal, "A-1", Some(200))]).await[0];
    let manager = manager(portal, &ours, &[a]).await;
    assert_eq!(code(assign(portal, &ours, id, foreign).await.unwrap_err()), (404, "account.not_found".into()));
    assert_eq!(code(assign(portal, &manager, id, b).await.unwrap_err()), (404, "account.not_found".into()));
    assert_eq!(code(assign(portal, &theirs, id, foreign).await.unwrap_err()), (404, "order.not_found".into()));
    assert_eq!(code(assign(portal, &ours, id, ours.account_id).await.unwrap_err()), (422, "input.invalid".into()));
    set_state(portal, b, "deactivated").await;
    assert_eq!(code(assign(portal, &ours, id, b).await.unwrap_err()), (409, "account.deactivated".into()));
    assert_eq!(stored(portal, id).await.account_id, None);
    assign(portal, &manager, id, a).await.unwrap();
}

/// SUB-12 deleting an account returns its running orders; a renamed account's orders are found by the new name
#[tokio::test]
async fn orders_follow_their_account() {
    let test = TestPortal::start().await;
    let (portal, actor) = (&test.portal, test.partner("Northwind").await);
    let account = customer(&test, &actor, "Ballad", "UTC").await;
    let ids = store(portal, &actor, &[input(portal, "A-running", Some(200)), input(portal, "A-ended", Some(1))]).await;
    for id in &ids {
        assign(portal, &actor, *id, account).await.unwrap();
    }
    portal.clock.advance_secs(3 * 24 * 3600);
    let mut tx = portal.begin(&actor).await.unwrap();
    let mut model = account::Entity::find_by_id(account.0).one(tx.conn()).await.unwrap().unwrap();
    model.name = "Sonnet".into();
    account_renamed(&tx, &model).await.unwrap();
    crate::accounts::row::update(&tx, &model).await.unwrap();
    tx.commit_without_history("test data").await.unwrap();
    assert_eq!(numbers(portal, &actor, "search=sonnet").await.len(), 2);
    tx = portal.begin(&actor).await.unwrap();
    release(&mut tx, &model).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(numbers(portal, &actor, "filter.view=unassigned").await, ["A-running"]);
    assert_eq!(numbers(portal, &actor, "search=sonnet").await, ["A-ended"]);
    assert_eq!(events(portal, actor.account_id).await.last().unwrap(), "Unassign A-running");
    assert_eq!(Action::Unassign.as_str(), "Unassign");
}
