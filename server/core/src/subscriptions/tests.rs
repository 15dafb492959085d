//! Against both databases: pools, ended subscriptions, and who sees the panel.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use sea_orm::{ActiveValue::Set, EntityTrait};
use switchroom_entity::user_product;
use switchroom_types::access::{Permission, Role};
use switchroom_types::accounts::{AccountForm, AccountKind};
use switchroom_types::orders::{OrderState, OrderStatus};
use switchroom_types::{AccountId, AppError};
use uuid::Uuid;

use super::*;
use crate::access::Actor;
use crate::orders::row::{self, OrderInput};
use crate::test::TestPortal;

async fn prepare(test: &TestPortal) -> (Actor, AccountId) {
    let portal = &test.portal;
    let mut actor = test.partner("Northwind").await;
    actor.subscriptions_visible = true;
    let tx = portal.begin(&actor).await.unwrap();
    let number = crate::accounts::row::unused_number(tx.conn()).await.unwrap();
    let form = AccountForm { name: "Ballad".into(), country: "DE".into(), ..Default::default() };
    let account = crate::accounts::row::new(&tx, actor.partner_id.unwrap(), AccountKind::Customer, number, &form);
    crate::accounts::row::insert(&tx, &account).await.unwrap();
    let day = |offset: i64| portal.clock.now().to_utc().unwrap().date_naive() + chrono::Duration::days(offset);
    let orders = [
        ("A-1", OrderState::Active, -100, Some(40), vec![("54014848", 25), ("54019081", 2)]),
        ("A-2", OrderState::Active, -500, Some(-1), vec![("54014847", 7)]),
        ("A-3", OrderState::Cancelled, -50, Some(300), vec![("54014847", 9)]),
        ("A-4", OrderState::Active, -50, None, vec![("54014777", 3), ("UNKNOWN-1", 1)]),
    ];
    for (number, state, start, left, items) in orders {
        let input = OrderInput {
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
            purchase_date: day(start),
            start_date: day(start),
            expiry_date: left.map(day),
            term: "12 Month".into(),
            state,
            replaces: None,
            items: items.into_iter().map(|(sku, quantity)| (sku.to_owned(), quantity)).collect(),
        };
        let (mut model, mut items) = row::new(&tx, actor.partner_id.unwrap(), &input);
        row::set_account(&mut model, &tx, Some(&account), switchroom_types::orders::AssignedHow::Manual);
        for item in &mut items {
            item.account_id = Some(account.id);
        }
        row::insert(&tx, &[model], &items).await.unwrap();
    }
    for _ in 0..3 {
        let held = user_product::ActiveModel {
            account_id: Set(account.id),
            user_id: Set(Uuid::now_v7()),
            product: Set("Zoom PSI".into()),
            tier: Set(None),
            setup_complete: Set(true),
            source: Set("portal".into()),
            assigned_at: Set(0),
        };
        user_product::Entity::insert(held).exec_without_returning(tx.conn()).await.unwrap();
    }
    tx.commit_without_history("test data").await.unwrap();
    (actor, AccountId(account.id))
}

/// SUB-01, SUB-02, SUB-10 groups by plan, licences held and left; what ended is listed outside the total
#[tokio::test]
async fn orders_become_pools() {
    let test = TestPortal::start().await;
    let (actor, account) = prepare(&test).await;
    let found = list(&test.portal, &actor, account).await.unwrap();
    let groups: Vec<_> = found
        .groups
        .iter()
        .map(|group| (group.plan.as_str(), group.per_user, group.assigned, group.total, group.subscriptions.len()))
        .collect();
    assert_eq!(
        groups,
        [("UNKNOWN-1", false, 0, 1, 1), ("Workflow Studio", false, 0, 5, 2), ("Zoom Hybrid - hMitel Indirect", true, 3, 25, 3)]
    );
    let zoom = &found.groups[2];
    assert_eq!((zoom.remaining(), zoom.over()), (22, 0));
    let lines: Vec<_> = zoom.subscriptions.iter().map(|line| (line.subscription_number.as_str(), line.status, line.running)).collect();
    assert_eq!(
        lines,
        [("A-2", OrderStatus::Expired, false), ("A-1", OrderStatus::ExpiringSoon, true), ("A-3", OrderStatus::Cancelled, false)]
    );
    assert!(found.can_add);
}

/// SUB-04, SUB-05, SUB-06 who sees subscriptions, and who may add orders
#[tokio::test]
async fn who_sees_the_panel() {
    let test = TestPortal::start().await;
    let (actor, account) = prepare(&test).await;
    let code = |result: crate::Result<switchroom_types::subscriptions::Subscriptions>| {
        let error = AppError::from(result.unwrap_err());
        (error.status, error.code.to_string())
    };
    let hidden = Actor { subscriptions_visible: false, ..actor.clone() };
    assert_eq!(code(list(&test.portal, &hidden, account).await).0, 404);
    let without =
        |dropped: Permission| Actor { permissions: actor.permissions.iter().filter(|one| *one != dropped).collect(), ..actor.clone() };
    let denied = list(&test.portal, &without(Permission::SUBSCRIPTIONS_VIEW), account).await;
    assert_eq!(code(denied), (403, "permission.denied".into()));
    assert!(!list(&test.portal, &without(Permission::SUBSCRIPTIONS_ADD), account).await.unwrap().can_add);
    let admin = Actor { role: Role::Admin, account_id: account, scope: None, ..actor.clone() };
    assert!(!list(&test.portal, &admin, account).await.unwrap().can_add);
    let foreign = Actor { subscriptions_visible: true, ..test.partner("Harbour").await };
    assert_eq!(code(list(&test.portal, &foreign, account).await).0, 404);
}
