//! The demonstration holds what `00-overview.md` promises, and two runs give the same people.

#![allow(clippy::unwrap_used)]

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Statement};
use switchroom_entity::{account, event, user};

use super::*;
use crate::test::TestPortal;

async fn number(test: &TestPortal, sql: &str) -> i64 {
    let db = test.portal.db.read();
    db.query_one_raw(Statement::from_string(test.portal.db.backend(), sql)).await.unwrap().unwrap().try_get("", "n").unwrap()
}

/// The demo data set has the sizes, people and states that newcomers are promised
#[tokio::test]
async fn the_demonstration_is_complete_and_repeatable() {
    let test = TestPortal::start().await;
    demo(&test.portal).await.unwrap();
    let db = test.portal.db.read();
    assert!(account::Entity::find().filter(account::Column::Kind.eq("customer")).count(db).await.unwrap() >= 25);
    assert!(user::Entity::find().count(db).await.unwrap() >= 3_000);
    assert!(event::Entity::find().count(db).await.unwrap() >= 20_000);
    assert!(number(&test, "SELECT COUNT(*) AS n FROM orders").await >= 120);
    assert!(number(&test, "SELECT COUNT(*) AS n FROM orders WHERE account_id IS NULL").await >= 30);
    assert_eq!(number(&test, "SELECT COUNT(DISTINCT state) AS n FROM orders").await, 3);
    for email in ["operator@demo.test", "partner@demo.test", "manager@demo.test", "admin@demo.test", "user@demo.test"] {
        let person = user::Entity::find().filter(user::Column::Email.eq(email)).one(db).await.unwrap().unwrap();
        assert!(crate::password::verify(DEMO_PASSWORD, person.password_hash.as_deref()).await.unwrap(), "{email}");
    }
    // The counters agree with what they count.
    assert_eq!(
        number(&test, "SELECT COUNT(*) AS n FROM accounts a WHERE user_count <> (SELECT COUNT(*) FROM users u WHERE u.account_id = a.id)")
            .await,
        0
    );
    assert_eq!(
        number(
            &test,
            "SELECT COUNT(*) AS n FROM event_counters c WHERE last_seq <> (SELECT COUNT(*) FROM events e WHERE e.account_id = c.account_id)"
        )
        .await,
        0
    );
    assert!(number(&test, "SELECT COUNT(DISTINCT state) AS n FROM account_integrations").await >= 4);
    assert!(demo(&test.portal).await.is_err(), "a second run would mix the data");
    let again = TestPortal::start().await;
    demo(&again.portal).await.unwrap();
    let sql = "SELECT SUM(LENGTH(name) + LENGTH(email)) AS n FROM users";
    assert_eq!(number(&test, sql).await, number(&again, sql).await);
}

/// The bench data set is as large as asked for
#[tokio::test]
async fn bench_sizes_are_kept() {
    let test = TestPortal::start().await;
    let report = bench(&test.portal, BenchSizes { accounts: 10, users: 3_000, orders: 40, events: 6_000 }, |_| {}).await.unwrap();
    let db = test.portal.db.read();
    let in_large = user::Entity::find().filter(user::Column::AccountId.eq(report.large_account.0)).count(db).await.unwrap();
    assert_eq!(in_large, 3_000);
    assert_eq!(event::Entity::find().count(db).await.unwrap(), 6_000);
}
