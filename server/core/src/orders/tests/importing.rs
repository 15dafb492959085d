use super::*;
use sea_orm::PaginatorTrait;
use switchroom_entity::{event, job};
use switchroom_types::ImportId;
use switchroom_types::orders::{AssignedHow, OrderImport, OrderImportState};

use crate::orders::import::{self, Upload};

async fn operator(test: &TestPortal) -> Actor {
    let user = crate::partners::create_operator(&test.portal, "Olga", "olga@operator.example", None).await.unwrap();
    let account = switchroom_entity::user::Entity::find_by_id(user.0).one(test.portal.db.write()).await.unwrap().unwrap().account_id;
    test.sign_in(user, AccountId(account)).await
}

async fn upload(portal: &Portal, operator: &Actor, partner: &Actor, text: &str) -> Result<OrderImport, AppError> {
    let upload = Upload {
        file_name: "orders.csv".into(),
        bytes: text.as_bytes().to_vec().into(),
        feed: "Northern".into(),
        partner: partner.partner_id,
    };
    import::upload(portal, operator, upload).await.map_err(AppError::from)
}

async fn take_over(portal: &Portal, operator: &Actor, id: ImportId) -> OrderImport {
    import::commit(portal, operator, id).await.unwrap();
    while crate::jobs::run_due(portal).await.unwrap() {}
    import::get(portal, operator, id).await.unwrap()
}

const HEAD: &str = "subscription_number,start_date,expiry_date,items,account_number,customer_number,state,replaces,sap_order_id\n";

/// ORD-22 good rows are taken over, bad ones stay behind with their reasons
#[tokio::test]
async fn a_partial_import_keeps_its_failed_rows() {
    let test = TestPortal::start().await;
    let (portal, operator, partner) = (&test.portal, operator(&test).await, test.partner("Northwind").await);
    let text = format!("{HEAD}A-1,2026-01-01,2031-01-01,54014848:25,,,,,=1+1\nA-2,1.1.2026,,,,,,,\nA-1,2026-01-01,,54014848,,,,,\n");
    let preview = upload(portal, &operator, &partner, &text).await.unwrap();
    assert_eq!((preview.state, preview.rows, preview.valid, preview.failed), (OrderImportState::Preview, 3, 1, 2));
    assert_eq!((preview.creates, preview.updates, preview.preview[0].line), (1, 0, 3));
    assert_eq!(preview.preview[1].errors[0].code, "orders.twice");
    assert_eq!(order::Entity::find().count(portal.db.write()).await.unwrap(), 0, "a preview changes nothing");
    let done = take_over(portal, &operator, preview.id).await;
    assert_eq!((done.state, done.done, done.failed), (OrderImportState::Finished, 1, 2));
    assert_eq!(numbers(portal, &partner, "").await, ["A-1"]);
    let failed = String::from_utf8(import::failed_rows(portal, &operator, preview.id).await.unwrap()).unwrap();
    assert!(failed.starts_with("line,reason,partner_account,"));
    assert!(failed.contains("3,start_date: Write dates as YYYY-MM-DD"), "{failed}");
    assert_eq!(failed.lines().count(), 3);
    let again = upload(portal, &operator, &partner, &failed).await.unwrap();
    assert_eq!(again.rows, 2, "the failed rows can be uploaded as they are");
    assert_eq!(code(import::commit(portal, &operator, preview.id).await.unwrap_err()), (409, "orders.import_started".into()));
    let job = job::Entity::find().one(portal.db.write()).await.unwrap().unwrap();
    assert_eq!((job.state.as_str(), job.total, job.succeeded), ("succeeded", 1, 1));
}

/// ORD-22 importing again updates and never doubles; what did not change leaves no event
#[tokio::test]
async fn a_second_import_updates() {
    let test = TestPortal::start().await;
    let (portal, operator, partner) = (&test.portal, operator(&test).await, test.partner("Northwind").await);
    let first = format!("{HEAD}A-1,2026-01-01,2031-01-01,54014848:25,,,,,\nA-2,2026-01-01,,54014775,,,,,\n");
    let id = upload(portal, &operator, &partner, &first).await.unwrap().id;
    take_over(portal, &operator, id).await;
    let account = customer(&test, &partner, "Ballad", "UTC").await;
    let order = page(portal, &partner, "search=A-1").await.items[0].id;
    assign(portal, &partner, order, account).await.unwrap();
    let events = event::Entity::find().count(portal.db.write()).await.unwrap();
    let second = format!(
        "{HEAD}A-1,2026-01-01,2032-01-01,54014848:30;54014775,,,,,\nA-2,2026-01-01,,54014775,,,,,\nA-3,2026-02-01,,54014847:2,,,,A-2,\n"
    );
    let preview = upload(portal, &operator, &partner, &second).await.unwrap();
    assert_eq!((preview.creates, preview.updates), (1, 2));
    take_over(portal, &operator, preview.id).await;
    assert_eq!(numbers(portal, &partner, "sort=subscription_number").await, ["A-1", "A-2", "A-3"]);
    let detail = get(portal, &partner, order).await.unwrap();
    assert_eq!((detail.row.account.unwrap().name.as_str(), detail.items[0].quantity), ("Ballad", 30));
    let subscriptions = crate::subscriptions::list(portal, &visible(&partner), account).await.unwrap();
    assert_eq!(subscriptions.groups.iter().map(|group| group.total).collect::<Vec<_>>(), [1, 30], "new items belong to the account too");
    // A-1 edited (partner and account), A-2 cancelled by its successor, A-3 created; a job's start and end.
    assert_eq!(event::Entity::find().count(portal.db.write()).await.unwrap() - events, 2 + 1 + 1 + 2);
    let ended = get(portal, &partner, page(portal, &partner, "search=A-2").await.items[0].id).await.unwrap();
    assert_eq!((ended.state, ended.row.assignable), (OrderState::Cancelled, false));
}

/// ORD-20 an arriving order is matched only where exactly one active account fits
#[tokio::test]
async fn arriving_orders_are_matched_without_guessing() {
    let test = TestPortal::start().await;
    let (portal, operator, partner) = (&test.portal, operator(&test).await, test.partner("Northwind").await);
    let foreign = test.partner("Harbour").await;
    let (a, b, c) = (
        customer(&test, &partner, "A", "UTC").await,
        customer(&test, &partner, "B", "UTC").await,
        customer(&test, &partner, "C", "UTC").await,
    );
    let theirs = customer(&test, &foreign, "D", "UTC").await;
    for (account, number) in [(b, "C-1"), (c, "C-2"), (a, "C-2")] {
        let model = account::Entity::find_by_id(account.0).one(portal.db.write()).await.unwrap().unwrap();
        let mut row = account::ActiveModel::from(model);
        row.billing_customer_number = Set(Some(number.into()));
        row.update(portal.db.write()).await.unwrap();
    }
    let number = async |account: AccountId| account::Entity::find_by_id(account.0).one(portal.db.write()).await.unwrap().unwrap().number;
    let text = format!(
        "{HEAD}by-number,2026-01-01,,54014848,{},,,,\nby-customer,2026-01-01,,54014848,,C-1,,,\ntwo-fit,2026-01-01,,54014848,,C-2,,,\nforeign,2026-01-01,,54014848,{},,,,\npending,2026-01-01,,54014848,{},,pending,,\n",
        number(a).await,
        number(theirs).await,
        number(a).await
    );
    let id = upload(portal, &operator, &partner, &text).await.unwrap().id;
    take_over(portal, &operator, id).await;
    let rows = page(portal, &partner, "sort=subscription_number").await.items;
    let found: Vec<_> =
        rows.iter().map(|row| (row.subscription_number.as_str(), row.account.as_ref().map(|account| account.name.as_str()))).collect();
    assert_eq!(found, [("by-customer", Some("B")), ("by-number", Some("A")), ("foreign", None), ("pending", None), ("two-fit", None)]);
    let detail = get(portal, &partner, rows[0].id).await.unwrap();
    assert_eq!((detail.assigned_how, detail.assigned_by.as_deref()), (Some(AssignedHow::Auto), Some("System")));
}

/// ORD-22 the import is the operator's alone
#[tokio::test]
async fn only_the_operator_imports() {
    let test = TestPortal::start().await;
    let (portal, operator, partner) = (&test.portal, operator(&test).await, test.partner("Northwind").await);
    let text = format!("{HEAD}A-1,2026-01-01,,54014848,,,,,\n");
    assert_eq!(upload(portal, &partner, &partner, &text).await.unwrap_err().status, 404);
    let preview = upload(portal, &operator, &partner, &text).await.unwrap();
    assert_eq!(code(import::get(portal, &partner, preview.id).await.unwrap_err()).0, 404);
    assert_eq!(code(import::failed_rows(portal, &partner, preview.id).await.unwrap_err()).0, 404);
    assert_eq!(code(import::commit(portal, &partner, preview.id).await.unwrap_err()).0, 404);
    let bad = Upload { file_name: String::new(), bytes: text.clone().into_bytes().into(), feed: "a b".into(), partner: None };
    assert_eq!(AppError::from(import::upload(portal, &operator, bad).await.unwrap_err()).errors[0].code, "orders.bad_feed");
    let nobody = Upload { file_name: String::new(), bytes: text.into_bytes().into(), feed: "x".into(), partner: None };
    let preview = import::upload(portal, &operator, nobody).await.unwrap();
    assert_eq!((preview.valid, preview.preview[0].errors[0].code.as_ref()), (0, "orders.partner_missing"));
    assert_eq!(code(import::commit(portal, &operator, preview.id).await.unwrap_err()), (422, "orders.nothing_valid".into()));
}

/// With a billing account, so that subscriptions are not hidden (SUB-05).
fn visible(actor: &Actor) -> Actor {
    Actor { subscriptions_visible: true, ..actor.clone() }
}
