use super::*;
use NoticeCode::{AgentOffline, AgentOnline, MailFailed};
use sea_orm::{ConnectionTrait, Statement};
use switchroom_core::notifications::send_digests;

const DAILY: &str = r#"[{"to": {"mail": "daily"}}]"#;
const AT_ONCE: &str = r#"[{"to": {"mail": "instant"}}]"#;

fn rules(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

async fn sql(world: &World, sql: &str, values: impl IntoIterator<Item = sea_orm::Value>) {
    let statement = Statement::from_sql_and_values(world.portal.db.backend(), sql, values);
    world.portal.db.write().execute_raw(statement).await.unwrap();
}

async fn count(world: &World, table: &str) -> i64 {
    let statement = Statement::from_string(world.portal.db.backend(), format!("SELECT COUNT(*) AS n FROM {table}"));
    world.portal.db.read().query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
}

/// Past the next seven o'clock, wherever somebody is.
fn a_day_later(world: &World) {
    world.portal.clock.advance_secs(26 * 3_600);
}

/// NOTIF-B3 a mail at once, in the reader's language, with a link into the portal; nothing before the change is stored
#[tokio::test]
async fn at_once() {
    let world = World::start().await;
    let (admin, manager) = (&world.a.first.admin, &world.a.manager);
    sql(&world, "UPDATE users SET language = 'de' WHERE id = $1", [admin.id.0.into()]).await;
    for person in [admin, manager] {
        set(person, OWN, rules(AT_ONCE)).await;
    }
    let mut tx = Tx::begin_as(&world.portal, Signature::system()).await.unwrap();
    tell(&mut tx, &world.a.first, AgentOffline, "lost").await;
    drop(tx);
    assert_eq!(subjects(&world, admin).await, [""; 0], "what did not happen is not mailed");
    happen(&world, &world.a.first, AgentOffline, "<b>Gate</b>").await;
    assert_eq!(subjects(&world, admin).await, ["Der Agent <b>Gate</b> von A-first ist offline"]);
    assert_eq!(subjects(&world, manager).await, ["The agent <b>Gate</b> of A-first is offline"]);
    let link = format!("{}/accounts/{}/info", world.app.url, world.a.first.account_id);
    for person in [admin, manager] {
        assert!(world.mails(&person.email).await[0].contains(&link));
    }
    assert_eq!(subjects(&world, &world.a.administrator).await, [""; 0], "without a rule nothing is mailed");
    assert_eq!(crate::notifications::titles(admin).await.len(), 1, "and the bell rings, too");
}

/// NOTIF-B3, NOTIF-B5 the same failure is mailed again after an hour only, another one at once, and good news each time
#[tokio::test]
async fn repeated_failures() {
    let world = World::start().await;
    let admin = &world.a.first.admin;
    set(admin, OWN, json!([{"to": {"mail": "instant", "portal": false}}])).await;
    for _ in 0..3 {
        happen(&world, &world.a.first, AgentOffline, "one").await;
    }
    happen(&world, &world.a.first, AgentOffline, "two").await;
    assert_eq!(subjects(&world, admin).await.len(), 2);
    world.portal.clock.advance_secs(3_601);
    happen(&world, &world.a.first, AgentOffline, "one").await;
    assert_eq!(subjects(&world, admin).await.len(), 3);
    for _ in 0..2 {
        happen(&world, &world.a.first, AgentOnline, "one").await;
    }
    assert_eq!(subjects(&world, admin).await.len(), 5);
}

/// NOTIF-B3 only people who can sign in and see the account are mailed, and whoever caused it learns nothing of their mail
#[tokio::test]
async fn who_is_not_mailed() {
    use sea_orm::EntityTrait;
    let world = World::start().await;
    let (admin, manager) = (&world.a.first.admin, &world.a.manager);
    set(&world.a.administrator, &of(world.a.account_id), rules(AT_ONCE)).await;
    set(admin, OWN, rules(AT_ONCE)).await;
    // Deactivated between the event's two sides: told directly, as jobs and mails tell.
    let signature = admin.actor(&world.portal).await.signature();
    let ring = async |person: &Person| {
        let mut tx = Tx::begin_as(&world.portal, signature.clone()).await.unwrap();
        let notice = switchroom_core::notifications::Notice {
            user_id: person.id,
            account_id: person.account_id,
            about: Some(world.a.first.account_id),
            code: MailFailed,
            args: serde_json::Map::from_iter([("address".to_owned(), json!(person.email))]),
            title: "x".to_owned(),
            detail: None,
            link: None,
        };
        switchroom_core::notifications::notify(&mut tx, notice).await.unwrap();
        tx.commit_without_history("test data").await.unwrap();
    };
    ring(manager).await;
    assert_eq!(subjects(&world, manager).await.len(), 1);
    let mail = switchroom_entity::mail::Entity::find().one(world.portal.db.read()).await.unwrap().unwrap();
    assert_eq!((mail.sender_user_id, mail.account_id), (None, world.a.account_id.0));
    world.portal.clock.advance_secs(7_200);
    sql(&world, "DELETE FROM account_managers WHERE user_id = $1", [manager.id.0.into()]).await;
    ring(manager).await;
    assert_eq!(subjects(&world, manager).await.len(), 1, "the account is not theirs any more");
    sql(&world, "UPDATE users SET status = 'inactive' WHERE id = $1", [world.a.administrator.id.0.into()]).await;
    ring(&world.a.administrator).await;
    assert_eq!(subjects(&world, &world.a.administrator).await.len(), 0);
    ring(&world.b.administrator).await;
    assert_eq!(subjects(&world, &world.b.administrator).await.len(), 0);
}

/// NOTIF-B3 the mail of the day: grouped by account with counts, once even with two workers, not before it is due
#[tokio::test]
async fn the_mail_of_the_day() {
    let world = World::start().await;
    let person = &world.a.administrator;
    sql(&world, "UPDATE users SET language = 'de' WHERE id = $1", [person.id.0.into()]).await;
    set(person, OWN, rules(DAILY)).await;
    for _ in 0..2 {
        happen(&world, &world.a.first, AgentOffline, "Gate").await;
    }
    happen(&world, &world.a.first, AgentOnline, "Gate").await;
    happen(&world, &world.a.second, AgentOffline, "Door").await;
    send_digests(&world.portal).await.unwrap();
    assert_eq!(subjects(&world, person).await, [""; 0]);
    a_day_later(&world);
    let workers = futures::future::join_all((0..2).map(|_| send_digests(&world.portal))).await;
    assert!(workers.into_iter().all(|done| done.is_ok()));
    assert_eq!(subjects(&world, person).await, ["3 Benachrichtigungen des letzten Tages"]);
    let text = world.mails(&person.email).await.remove(0);
    for part in ["A-first (2)", "A-second (1)", "Der Agent Gate von A-first ist offline ×2", "wieder online", &world.app.url] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(text.find("A-first (2)") < text.find("A-second (1)"));
    assert_eq!(count(&world, "notification_digest_items").await, 0);
    send_digests(&world.portal).await.unwrap();
    assert_eq!(subjects(&world, person).await.len(), 1);
}

/// NOTIF-B3 what cannot be seen any more is left out, and without anything left there is no mail
#[tokio::test]
async fn what_became_invisible() {
    let world = World::start().await;
    let (manager, admin) = (&world.a.manager, &world.a.first.admin);
    for person in [manager, admin] {
        set(person, OWN, rules(DAILY)).await;
    }
    let assign = "INSERT INTO account_managers (account_id, user_id, assigned_at, assigned_by) VALUES ($1, $2, 0, 'x')";
    sql(&world, assign, [world.a.second.account_id.0.into(), manager.id.0.into()]).await;
    happen(&world, &world.a.first, AgentOffline, "Gate").await;
    happen(&world, &world.a.second, AgentOffline, "Door").await;
    sql(&world, "DELETE FROM account_managers WHERE account_id = $1", [world.a.first.account_id.0.into()]).await;
    sql(&world, "UPDATE users SET status = 'inactive' WHERE id = $1", [admin.id.0.into()]).await;
    a_day_later(&world);
    send_digests(&world.portal).await.unwrap();
    let text = world.mails(&manager.email).await.remove(0);
    assert!(text.contains("Door") && !text.contains("Gate") && !text.contains("A-first"), "{text}");
    assert_eq!(subjects(&world, admin).await, [""; 0]);
    happen(&world, &world.a.second, AgentOffline, "Door").await;
    sql(&world, "DELETE FROM account_managers WHERE user_id = $1", [manager.id.0.into()]).await;
    a_day_later(&world);
    send_digests(&world.portal).await.unwrap();
    assert_eq!(subjects(&world, manager).await.len(), 1);
    assert_eq!(count(&world, "notification_digest_items").await, 0);
}

/// NOTIF-B3 two hundred lines, and how many there are beyond
#[tokio::test]
async fn a_long_day() {
    let world = World::start().await;
    let person = &world.a.administrator;
    set(person, OWN, rules(DAILY)).await;
    let mut tx = Tx::begin_as(&world.portal, Signature::system()).await.unwrap();
    for n in 0..205 {
        tell(&mut tx, &world.a.first, AgentOnline, &format!("Gate {n}")).await;
    }
    tx.commit_without_history("test data").await.unwrap();
    a_day_later(&world);
    send_digests(&world.portal).await.unwrap();
    let text = world.mails(&person.email).await.remove(0);
    assert_eq!(text.matches("- The agent Gate ").count(), 200);
    assert!(text.contains("A-first (205)") && text.contains("… and 5 more."), "{text}");
}

/// NOTIF-B3, ACC-22 what belongs to a deleted person goes with them, and what belongs to a purged account with it
#[tokio::test]
async fn nothing_is_left() {
    let world = World::start().await;
    let (admin, account) = (&world.a.first.admin, world.a.first.account_id);
    set(admin, OWN, json!([{"kinds": ["agent"], "to": {"mail": "daily"}}, {"to": {"mail": "instant"}}])).await;
    set(admin, &of(account), rules(DAILY)).await;
    happen(&world, &world.a.first, AgentOffline, "Gate").await;
    happen(&world, &world.a.first, MailFailed, "x").await;
    let left = async || {
        let tables = ["notification_rules", "notification_digest_items", "notification_mails"];
        [count(&world, tables[0]).await, count(&world, tables[1]).await, count(&world, tables[2]).await]
    };
    assert_eq!(left().await, [2, 1, 1]);
    world.a.administrator.delete(&format!("/api/v1/accounts/{account}/users/{}", admin.id)).await.success();
    assert_eq!(left().await, [1, 0, 0]);
    // The end of the purge itself is not mailed.
    set(&world.a.administrator, OWN, json!([{"kinds": ["agent"], "to": {"mail": "daily"}}])).await;
    happen(&world, &world.a.first, AgentOffline, "Gate").await;
    assert_eq!(left().await, [2, 1, 0]);
    world.a.administrator.delete(&format!("/api/v1/accounts/{account}?keep_days=0")).await.success();
    for _ in 0..2_000 {
        switchroom_core::jobs::run_due(&world.portal).await.unwrap();
        if left().await == [1, 0, 0] {
            return;
        }
        tokio::task::yield_now().await;
    }
    panic!("{:?} is left", left().await);
}
