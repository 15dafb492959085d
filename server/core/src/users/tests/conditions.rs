//! Conditions over the columns: what they find, how they combine, and which indexes find it.

use sea_orm::{ConnectionTrait, EntityTrait, Statement, StatementBuilder};
use serde_json::{Value, json};
use switchroom_entity::user_product;
use switchroom_types::access::Permission;
use switchroom_types::list::{ListQuery, Selection};
use switchroom_types::users::{BulkAction, BulkRequest};

use super::super::{bulk, list};
use super::*;

fn query(conditions: &Value) -> ListQuery {
    ListQuery { conditions: conditions.to_string(), ..ListQuery::default() }
}

fn test(column: &str, op: &str, value: &str) -> Value {
    json!({"column": column, "op": op, "value": value})
}

async fn names(world: &World, conditions: &Value) -> Vec<String> {
    let page = list(world.portal(), &world.admin, world.account, &query(conditions)).await.unwrap();
    assert_eq!(page.total.value as usize, page.items.len(), "{conditions}");
    page.items.into_iter().map(|row| row.name).collect()
}

/// Ada (admin), Émile Zola (SMS number, extension, licence), Bernd Ünal (inactive, from a PBX).
async fn people() -> World {
    let world = World::start().await;
    let form = UserForm { extension: Some("2014".to_owned()), login_id: Some("Emil".to_owned()), ..form("Émile", "Zola") };
    let emile = super::super::create(world.portal(), &world.admin, world.account, &form).await.unwrap();
    let bernd = world.add("Bernd", "Ünal").await;
    world
        .store(emile.id, |user| {
            user.sms_number = Some("+4930123456".to_owned());
            user.mobile = Some("+491711234567".to_owned());
            user.last_sign_in_at = Some(user.created_at);
            user.licenses = "Mitel One".to_owned();
        })
        .await;
    world
        .store(bernd.id, |user| {
            user.status = "inactive".to_owned();
            user.source = "pbx".to_owned();
            user.modified_at -= 10 * 24 * 3_600 * 1_000_000;
            user.modified_by = "System".to_owned();
        })
        .await;
    let row = user_product::Model {
        account_id: world.account.0,
        user_id: emile.id.0,
        product: "Mitel One".to_owned(),
        tier: None,
        setup_complete: true,
        source: "portal".to_owned(),
        assigned_at: 0,
    };
    user_product::Entity::insert(user_product::ActiveModel::from(row)).exec_without_returning(world.portal().db.write()).await.unwrap();
    world
}

/// USR-B1 every column can be asked about, with the operators of its kind
#[tokio::test]
async fn every_column() {
    let world = people().await;
    let (ada, bernd, emile) = ("Ada Lovelace", "Bernd Ünal", "Émile Zola");
    let ahead = world.portal().clock.now().plus_secs(3_600).to_string();
    for (column, op, value, expected) in [
        ("name", "contains", "UNAL", vec![bernd]),
        ("name", "not_contains", "a", vec![]),
        ("name", "is", "emile  zola", vec![emile]),
        ("name", "is_not", "Ada Lovelace", vec![bernd, emile]),
        ("name", "starts_with", "é", vec![emile]),
        ("name", "contains", "%", vec![]),
        ("name", "contains", "la", vec![ada, emile]),
        ("email", "contains", "ADA.LOVE", vec![ada]),
        ("email", "starts_with", "bernd", vec![bernd]),
        ("extension", "is_empty", "", vec![ada, bernd]),
        ("extension", "is_not_empty", "", vec![emile]),
        ("extension", "is_not", "2014", vec![ada, bernd]),
        ("extension", "starts_with", "20", vec![emile]),
        ("login_id", "is", "EMIL", vec![emile]),
        ("sms_number", "is", "030 123456", vec![emile]),
        ("sms_number", "contains", "030 123", vec![emile]),
        ("sms_number", "not_contains", "123", vec![ada, bernd]),
        ("sms_number", "starts_with", "+49 30", vec![emile]),
        ("mobile", "is", "+49 (171) 1234567", vec![emile]),
        ("phone", "is_empty", "", vec![ada, bernd, emile]),
        ("licenses", "contains", "Mitel One", vec![emile]),
        ("licenses", "not_contains", "Mitel One", vec![ada, bernd]),
        ("licenses", "is_empty", "", vec![ada, bernd]),
        ("contact_center", "is_not_empty", "", vec![]),
        ("contact_center", "is_empty", "", vec![ada, bernd, emile]),
        ("role", "is", "admin", vec![ada]),
        ("role", "is", "user", vec![bernd, emile]),
        ("role", "is_not", "user", vec![ada]),
        ("role", "is", "Receptionist", vec![]),
        ("status", "is", "inactive", vec![bernd]),
        ("status", "is_not", "inactive", vec![ada, emile]),
        ("registration", "is", "invited", vec![ada, bernd, emile]),
        ("source", "is", "pbx", vec![bernd]),
        ("modified_at", "within_days", "7", vec![ada, emile]),
        ("modified_at", "not_within_days", "7", vec![bernd]),
        ("modified_at", "before", ahead.as_str(), vec![ada, bernd, emile]),
        ("created_at", "after", ahead.as_str(), vec![]),
        ("modified_by", "is", "system", vec![bernd]),
        ("modified_by", "starts_with", "SYS", vec![bernd]),
        ("last_sign_in_at", "is_empty", "", vec![ada, bernd]),
        ("last_sign_in_at", "not_within_days", "1", vec![ada, bernd]),
        ("last_sign_in_at", "within_days", "1", vec![emile]),
    ] {
        assert_eq!(names(&world, &test(column, op, value)).await, expected, "{column} {op} {value}");
    }
}

/// USR-B1 groups join by AND and OR, with everything else that is set; SMS number and search text no longer exclude each
/// other (USR-08 is for the simple filters)
#[tokio::test]
async fn groups() {
    let world = people().await;
    let either = json!({"any": [test("sms_number", "contains", "30"), test("status", "is", "inactive")]});
    assert_eq!(names(&world, &either).await, ["Bernd Ünal", "Émile Zola"]);
    let both = json!({"all": [either, {"any": [test("name", "contains", "zola"), test("name", "contains", "nobody")]}]});
    assert_eq!(names(&world, &both).await, ["Émile Zola"]);
    let (account, admin) = (world.account, &world.admin);
    let with_search = ListQuery { search: "bernd".to_owned(), ..query(&either) };
    assert_eq!(list(world.portal(), admin, account, &with_search).await.unwrap().items[0].name, "Bernd Ünal");
    let mut with_property = query(&test("sms_number", "contains", "30"));
    with_property.set_filter("property", Some("users"));
    assert_eq!(list(world.portal(), admin, account, &with_property).await.unwrap().items[0].name, "Émile Zola");
    let injected = test("name", "is", "' OR 1=1 --");
    assert_eq!(names(&world, &injected).await, [""; 0]);
}

/// USR-B1 pages and "everybody matching" follow the conditions
#[tokio::test]
async fn pages_and_bulk() {
    let world = World::start().await;
    world.crowd(90).await;
    let some = test("extension", "is_not_empty", "");
    let mut asked = ListQuery { limit: Some(25), sort: Some("-extension".to_owned()), ..query(&some) };
    let mut seen = Vec::new();
    loop {
        let page = list(world.portal(), &world.admin, world.account, &asked).await.unwrap();
        seen.extend(page.items.into_iter().map(|row| row.extension.unwrap()));
        let Some(next) = page.next_cursor else { break };
        asked.cursor = Some(next);
    }
    assert_eq!(seen.len(), 60);
    assert!(seen.is_sorted_by(|one, other| one > other));
    let selection = Selection::Matching { query: query(&some), except: Vec::new() };
    let request = BulkRequest { selection, ..request(BulkAction::WelcomeMails) };
    let started = bulk::start(world.portal(), &world.admin, world.account, &request).await.unwrap();
    assert_eq!(started.total, 60);
}

fn request(action: BulkAction) -> BulkRequest {
    BulkRequest { action, selection: Selection::Ids(Vec::new()), include_registered: false, change: Default::default(), confirmed: None }
}

/// USR-B1, USR-01 conditions use the indexes that are there: the list's order, the trigrams of what must be contained
#[tokio::test]
async fn plans() {
    let world = World::start().await;
    world.crowd(3_000).await;
    let portal = world.portal();
    let postgres = !portal.db.is_sqlite();
    let scope = world.admin.account(portal, world.account, Permission::USERS_VIEW).await.unwrap();
    if postgres {
        portal.db.write().execute_unprepared("ANALYZE users").await.unwrap();
    }
    for (conditions, index) in [
        (test("name", "contains", "person 00007"), "VIRTUAL TABLE INDEX"),
        (test("name", "starts_with", "person 0000"), "users_by_name"),
        (test("status", "is", "inactive"), "users_inactive"),
        (test("extension", "is", "20001"), "users_"),
    ] {
        let statement = super::super::list::statement(portal, &scope, &query(&conditions)).await.unwrap();
        let mut select = statement.select;
        crate::paging::seek(&mut select, &statement.key, sea_orm::sea_query::Expr::cust("users.id"), &ListQuery::default()).unwrap();
        let explained = StatementBuilder::build(&select, &portal.db.backend());
        let verb = if postgres { "EXPLAIN" } else { "EXPLAIN QUERY PLAN" };
        let sql = format!("{verb} {}", explained.sql);
        let plan = Statement::from_sql_and_values(portal.db.backend(), sql, explained.values.map(|values| values.0).unwrap_or_default());
        let conn = portal.db.begin().await.unwrap();
        if postgres {
            // A table of this size is read faster than any index; the question is whether there is one.
            conn.execute_unprepared("SET LOCAL enable_seqscan = off").await.unwrap();
        }
        let rows = conn.query_all_raw(plan).await.unwrap();
        conn.rollback().await.unwrap();
        let column = if postgres { "QUERY PLAN" } else { "detail" };
        let lines: Vec<String> = rows.iter().map(|row| row.try_get("", column).unwrap()).collect();
        // Which of several PostgreSQL takes depends on statistics and what else the table went through.
        let index = if postgres { "Index" } else { index };
        assert!(lines.iter().any(|line| line.contains(index)), "{conditions}: {lines:#?}");
        assert!(!lines.iter().any(|line| line.starts_with("SCAN users") && !line.contains("INDEX")), "{conditions}: {lines:#?}");
    }
}
