use super::*;
use serde_json::Value;
use switchroom_types::UserId;
use switchroom_types::access::Role;
use switchroom_types::notifications::{NotificationKind, NotificationRow};

use crate::notifications;
use crate::users::row::NewUser;

const DAY: i64 = 24 * 3_600;

/// Days and count of the reminders of a person, the newest first.
async fn reminders(portal: &Portal, actor: &Actor) -> Vec<NotificationRow> {
    let query = ListQuery { filters: vec![("kind".into(), "expiry".into())], ..Default::default() };
    notifications::list(portal, actor, query).await.unwrap().items
}

fn told(rows: &[NotificationRow]) -> Vec<(u64, u64)> {
    let number = |row: &NotificationRow, name: &str| row.args.get(name).and_then(Value::as_u64).unwrap();
    rows.iter().map(|row| (number(row, "days"), number(row, "count"))).collect()
}

async fn admin(test: &TestPortal, account: AccountId, email: &str) -> (UserId, Actor) {
    let id = test.person(NewUser { role: Role::Admin, ..NewUser::member(account, email) }).await;
    (id, test.sign_in(id, account).await)
}

/// NOTIF-08, ORD-26 each threshold is told once, the nearest only, to admins and the partner; later ones follow as time passes
#[tokio::test]
async fn thresholds_are_told_once() {
    let test = TestPortal::start().await;
    let (portal, actor) = (&test.portal, test.partner("Northwind").await);
    let account = customer(&test, &actor, "Ballad", "UTC").await;
    let other = customer(&test, &actor, "Crane", "UTC").await;
    let (_, ada) = admin(&test, account, "ada@ballad.example").await;
    let (_, carl) = admin(&test, other, "carl@crane.example").await;
    let ids =
        store(portal, &actor, &[input(portal, "A-1", Some(50)), input(portal, "A-2", Some(50)), input(portal, "A-3", Some(91))]).await;
    for id in &ids {
        assign(portal, &actor, *id, account).await.unwrap();
    }
    for _ in 0..2 {
        remind(portal).await.unwrap();
    }
    let rows = reminders(portal, &ada).await;
    assert_eq!(told(&rows), [(60, 2)], "not 90 besides 60, and one notice for both");
    assert_eq!(rows[0].kind, NotificationKind::Expiry);
    assert_eq!(rows[0].title, "2 subscriptions of Ballad end within 60 days");
    assert_eq!(rows[0].link.as_deref(), Some(format!("/accounts/{account}/subscriptions").as_str()));
    let rows = reminders(portal, &actor).await;
    assert_eq!((told(&rows), rows[0].link.as_deref()), (vec![(60, 2)], Some("/orders?filter.within=60")));
    assert!(reminders(portal, &carl).await.is_empty(), "other accounts hear nothing");
    portal.clock.advance_secs(2 * DAY);
    remind(portal).await.unwrap();
    assert_eq!(told(&reminders(portal, &ada).await), [(90, 1), (60, 2)]);
    portal.clock.advance_secs(20 * DAY);
    remind(portal).await.unwrap();
    assert_eq!(told(&reminders(portal, &ada).await)[0], (30, 2));
    portal.clock.advance_secs(22 * DAY);
    remind(portal).await.unwrap();
    assert_eq!(told(&reminders(portal, &ada).await)[..2], [(60, 1), (7, 2)]);
}

/// NOTIF-08 two replicas that remind at the same moment tell it once
#[tokio::test]
async fn replicas_do_not_double_reminders() {
    let test = TestPortal::start().await;
    let (portal, actor) = (&test.portal, test.partner("Northwind").await);
    store(portal, &actor, &[input(portal, "A-1", Some(5))]).await;
    let rounds = futures::future::join_all((0..4).map(|_| remind(portal))).await;
    // On PostgreSQL one of them may have waited in vain; it tries again in the next round.
    assert!(rounds.iter().any(Result::is_ok));
    let rows = reminders(portal, &actor).await;
    assert_eq!((told(&rows), rows[0].title.as_str()), (vec![(7, 1)], "The unassigned order A-1 ends within 7 days"));
}

/// NOTIF-08, SUB-05, AM-02 managers hear of their accounts only, people of a prime partner's accounts of no subscription
#[tokio::test]
async fn reminders_stay_in_scope() {
    use sea_orm::ConnectionTrait;
    let test = TestPortal::start().await;
    let (portal, actor, stranger) = (&test.portal, test.partner("Northwind").await, test.partner("Harbour").await);
    let (managed, other) = (customer(&test, &actor, "Ballad", "UTC").await, customer(&test, &actor, "Crane", "UTC").await);
    let new = NewUser { role: Role::Partner, scope: Some(Scope::Assigned), ..NewUser::member(actor.account_id, "max@northwind.example") };
    let max = test.person(new).await;
    let manages = account_manager::ActiveModel {
        account_id: Set(managed.0),
        user_id: Set(max.0),
        assigned_at: Set(0),
        assigned_by: Set(String::new()),
    };
    account_manager::Entity::insert(manages).exec_without_returning(portal.db.write()).await.unwrap();
    let max = test.sign_in(max, actor.account_id).await;
    let (_, ada) = admin(&test, managed, "ada@ballad.example").await;
    portal.db.write().execute_unprepared("UPDATE partners SET kind = 'prime' WHERE name = 'Northwind'").await.unwrap();
    let ids = store(portal, &actor, &[input(portal, "A-1", Some(5)), input(portal, "A-2", Some(5))]).await;
    assign(portal, &actor, ids[0], managed).await.unwrap();
    assign(portal, &actor, ids[1], other).await.unwrap();
    remind(portal).await.unwrap();
    let titles = |rows: Vec<NotificationRow>| rows.into_iter().map(|row| row.title).collect::<Vec<_>>();
    assert_eq!(titles(reminders(portal, &max).await), ["Subscription A-1 of Ballad ends within 7 days"]);
    assert_eq!(reminders(portal, &actor).await.len(), 2);
    assert!(reminders(portal, &ada).await.is_empty());
    assert!(reminders(portal, &stranger).await.is_empty());
}
