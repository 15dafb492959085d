use super::*;
use futures::TryStreamExt;
use switchroom_types::orders::{OrderStatus, OrderView};

use crate::export::Format;

/// ORD-03 sorted by SAP order ID, missing ones last; every column sorts
#[tokio::test]
async fn missing_values_come_last() {
    let test = TestPortal::start().await;
    let (portal, actor) = (&test.portal, test.partner("Northwind").await);
    let order = |number: &str, sap: Option<&str>, po: Option<&str>, left| OrderInput {
        sap_order_id: sap.map(str::to_owned),
        reseller_po: po.map(str::to_owned),
        ..input(portal, number, left)
    };
    let orders = [
        order("A-S3", None, Some("po 2"), None),
        order("A-S1", Some("0003581992"), None, Some(40)),
        order("A-S2", Some("000123456"), Some("PO 1"), Some(30)),
    ];
    store(portal, &actor, &orders).await;
    assert_eq!(numbers(portal, &actor, "").await, ["A-S2", "A-S1", "A-S3"]);
    assert_eq!(numbers(portal, &actor, "sort=reseller_po").await, ["A-S2", "A-S3", "A-S1"]);
    assert_eq!(numbers(portal, &actor, "sort=expiry_date").await, ["A-S2", "A-S1", "A-S3"]);
    assert_eq!(numbers(portal, &actor, "sort=-subscription_number").await, ["A-S3", "A-S2", "A-S1"]);
    let first = page(portal, &actor, "limit=2").await;
    let next = page(portal, &actor, &format!("limit=2&cursor={}", first.next_cursor.unwrap())).await;
    assert_eq!((next.items.len(), next.items[0].subscription_number.as_str(), next.next_cursor), (1, "A-S3", None));
}

/// ORD-04, ORD-05 badges at the borders, and views whose counts follow the search
#[tokio::test]
async fn views_and_their_counts() {
    let test = TestPortal::start().await;
    let (portal, actor) = (&test.portal, test.partner("Northwind").await);
    let mut orders: Vec<OrderInput> = [91, 90, 0, -1].iter().map(|left| input(portal, &format!("A-{left}"), Some(*left))).collect();
    orders.push(OrderInput { start_date: today(portal) + Duration::days(1), ..input(portal, "A-future", Some(30)) });
    orders.push(OrderInput { state: OrderState::Cancelled, ..input(portal, "B-cancelled", Some(30)) });
    orders.push(input(portal, "B-perpetual", None));
    let ids = store(portal, &actor, &orders).await;
    let account = customer(&test, &actor, "Ballad", "UTC").await;
    assign(portal, &actor, ids[1], account).await.unwrap();
    let found = page(portal, &actor, "sort=subscription_number").await;
    let badges: Vec<_> = found.items.iter().map(|row| (row.subscription_number.as_str(), row.status, row.assignable)).collect();
    assert_eq!(
        badges,
        [
            ("A--1", OrderStatus::Expired, false),
            ("A-0", OrderStatus::ExpiringSoon, true),
            ("A-90", OrderStatus::ExpiringSoon, false),
            ("A-91", OrderStatus::Assign, true),
            ("A-future", OrderStatus::PendingActivation, false),
            ("B-cancelled", OrderStatus::Cancelled, false),
            ("B-perpetual", OrderStatus::Assign, true),
        ]
    );
    let count = async |search: &str| {
        let counts = counts(portal, &actor, search).await.unwrap();
        [OrderView::All, OrderView::Unassigned, OrderView::Expiring].map(|view| counts.of(view).value)
    };
    assert_eq!(count("").await, [7, 6, 2]);
    assert_eq!(count("b-").await, [2, 2, 0]);
    assert_eq!(numbers(portal, &actor, "filter.view=expiring&sort=subscription_number").await, ["A-0", "A-90"]);
    assert_eq!(numbers(portal, &actor, "filter.view=unassigned&search=A-").await.len(), 4);
    let bad = OrdersQuery::parse(ListQuery::from_pairs([("filter.view", "lost")]).unwrap()).unwrap_err();
    assert_eq!(bad.errors[0].code, "list.unknown_value");
}

/// ORD-04 "today" is the account's, not the server's
#[tokio::test]
async fn the_day_is_that_of_the_account() {
    let test = TestPortal::start().await;
    let (portal, actor) = (&test.portal, test.partner("Northwind").await);
    // 25 hours apart: it is never the same day in both.
    let (early, late) =
        (customer(&test, &actor, "Kiribati", "Pacific/Kiritimati").await, customer(&test, &actor, "Samoa", "Pacific/Pago_Pago").await);
    let there = portal.clock.now().to_utc().unwrap().with_timezone(&chrono_tz::Pacific::Pago_Pago).date_naive();
    let orders = ["A-early", "A-late"].map(|number| OrderInput { expiry_date: Some(there), ..input(portal, number, None) });
    let ids = store(portal, &actor, &orders).await;
    let tx = portal.begin(&actor).await.unwrap();
    for (id, account) in ids.iter().zip([early, late]) {
        let account = account::Entity::find_by_id(account.0).one(tx.conn()).await.unwrap().unwrap();
        let mut model = order::Entity::find_by_id(id.0).one(tx.conn()).await.unwrap().unwrap();
        row::set_account(&mut model, &tx, Some(&account), switchroom_types::orders::AssignedHow::Manual);
        row::update(&tx, &model).await.unwrap();
    }
    tx.commit_without_history("test data").await.unwrap();
    let found = page(portal, &actor, "sort=subscription_number").await;
    assert_eq!(found.items.iter().map(|row| row.status).collect::<Vec<_>>(), [OrderStatus::Expired, OrderStatus::ExpiringSoon]);
    assert_eq!(numbers(portal, &actor, "filter.view=expiring").await, ["A-late"]);
    assert_eq!(counts(portal, &actor, "").await.unwrap().expiring.value, 1);
}

/// ORD-06 every field is searched, dates also in the viewer's form
#[tokio::test]
async fn search_finds_by_every_field() {
    let test = TestPortal::start().await;
    let (portal, mut actor) = (&test.portal, test.partner("Northwind").await);
    let order = OrderInput {
        sap_order_id: Some("0003414816".into()),
        reseller_po: Some("Résellers-9".into()),
        customer_po: Some("Subsc MiVO manual".into()),
        tracking_number: Some("1Z999AA1".into()),
        expiry_date: NaiveDate::from_ymd_opt(2031, 5, 29),
        ..input(portal, "A-S00371665", None)
    };
    let ids = store(portal, &actor, &[order, input(portal, "A-S0", Some(10))]).await;
    let account = customer(&test, &actor, "Ballad Industries", "UTC").await;
    assign(portal, &actor, ids[0], account).await.unwrap();
    for term in ["3414", "s00371665", "RESELLERS-9", "mivo man", "1z999", "ballad ind", "2031-05-29", "2031-05", "5/29/2031", "05/2031"] {
        assert_eq!(numbers(portal, &actor, &format!("search={term}")).await, ["A-S00371665"], "{term}");
    }
    actor.language = "de".to_owned();
    assert_eq!(numbers(portal, &actor, "search=29.5.2031").await, ["A-S00371665"]);
    assert_eq!(numbers(portal, &actor, "search=5/29/2031").await, [""; 0]);
}

/// ORD-19 Account Managers see unassigned orders and those of their accounts; other partners see nothing
#[tokio::test]
async fn what_is_seen_depends_on_the_scope() {
    let test = TestPortal::start().await;
    let portal = &test.portal;
    let (ours, theirs) = (test.partner("Northwind").await, test.partner("Harbour").await);
    let (a, b) = (customer(&test, &ours, "A", "UTC").await, customer(&test, &ours, "B", "UTC").await);
    let ids = store(portal, &ours, &["A-1", "A-2", "A-3"].map(|number| input(portal, number, Some(200)))).await;
    assign(portal, &ours, ids[0], a).await.unwrap();
    assign(portal, &ours, ids[1], b).await.unwrap();
    let manager = manager(portal, &ours, &[a]).await;
    assert_eq!(numbers(portal, &manager, "sort=subscription_number").await, ["A-1", "A-3"]);
    assert_eq!(counts(portal, &manager, "").await.unwrap().all.value, 2);
    assert_eq!(code(get(portal, &manager, ids[1]).await.unwrap_err()), (404, "order.not_found".into()));
    assert_eq!(get(portal, &manager, ids[0]).await.unwrap().items.len(), 2);
    assert_eq!(numbers(portal, &theirs, "").await, [""; 0]);
    assert_eq!(code(get(portal, &theirs, ids[0]).await.unwrap_err()), (404, "order.not_found".into()));
}

/// ORD-01 without Orders: View, and for anybody but partner users, there is nothing
#[tokio::test]
async fn the_permission_is_asked_for() {
    let test = TestPortal::start().await;
    let (portal, mut actor) = (&test.portal, test.partner("Northwind").await);
    actor.permissions =
        actor.permissions.iter().filter(|permission| *permission != switchroom_types::access::Permission::ORDERS_VIEW).collect();
    let query = || OrdersQuery::parse(ListQuery::default()).unwrap();
    assert_eq!(code(list(portal, &actor, query()).await.unwrap_err()), (403, "permission.denied".into()));
    assert_eq!(code(counts(portal, &actor, "").await.unwrap_err()).0, 403);
    actor.role = switchroom_types::access::Role::Admin;
    assert_eq!(code(list(portal, &actor, query()).await.unwrap_err()).0, 404);
}

/// ORD-27 the export has the rows of the list with tracking fields and items, safe for spreadsheets
#[tokio::test]
async fn the_export_is_the_list() {
    let test = TestPortal::start().await;
    let (portal, actor) = (&test.portal, test.partner("Northwind").await);
    let order =
        OrderInput { customer_po: Some("=HYPERLINK(\"x\")".into()), tracking_number: Some("1Z".into()), ..input(portal, "A-1", Some(200)) };
    let ids = store(portal, &actor, &[order, input(portal, "B-2", None)]).await;
    let account = customer(&test, &actor, "Ballad", "UTC").await;
    assign(portal, &actor, ids[1], account).await.unwrap();
    let query = OrdersQuery::parse(ListQuery::from_pairs([("sort", "subscription_number")]).unwrap()).unwrap();
    let file = export(portal, &actor, query, Format::Csv { bom: false }).await.unwrap();
    let bytes = file.body.try_fold(Vec::new(), async |mut all, chunk| {
        all.extend_from_slice(&chunk);
        Ok(all)
    });
    let text = String::from_utf8(bytes.await.unwrap()).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].starts_with("SAP Order ID,Subscription Number,"));
    assert!(lines[1].contains("\"'=HYPERLINK(\"\"x\"\")\""), "{}", lines[1]);
    assert!(lines[1].contains("\"54014848 × 25, 54014775 × 1\",1Z"), "{}", lines[1]);
    assert!(lines[2].contains(",Ballad,") && lines[2].contains("PERPETUAL") && lines[2].contains("manually"), "{}", lines[2]);
}
