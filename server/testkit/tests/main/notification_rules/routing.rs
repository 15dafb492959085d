use super::*;
use crate::notifications::titles;
use NoticeCode::{AgentOffline, AgentOnline, MailFailed, SecretExpiring};

async fn pending(person: &Person) -> u64 {
    person.get("/api/v1/notifications/pending").await.value()["count"].as_u64().unwrap()
}

/// NOTIF-B3 the first rule that matches decides, by kind and severity; what none matches rings as always
#[tokio::test]
async fn the_first_match_wins() {
    let world = World::start().await;
    let admin = &world.a.first.admin;
    let quiet = json!({"portal": false});
    set(
        admin,
        OWN,
        json!([
            {"kinds": ["agent"], "minimum_severity": "error"},
            {"kinds": ["agent"], "to": quiet},
            {"kinds": ["expiry"], "minimum_severity": "error", "to": quiet},
        ]),
    )
    .await;
    for code in [AgentOffline, AgentOnline, SecretExpiring] {
        happen(&world, &world.a.first, code, "x").await;
    }
    assert_eq!(titles(admin).await, ["secret.expiring x", "agent.offline x"]);
    assert_eq!(pending(admin).await, 2, "what is not in the portal does not count");
    assert_eq!(titles(&world.a.manager).await.len(), 3, "others have rules of their own");
    set(admin, OWN, json!([{"to": quiet}])).await;
    happen(&world, &world.a.first, MailFailed, "x").await;
    assert_eq!(titles(admin).await.len(), 2);
}

/// NOTIF-B3 an account's rules hold for its people, a person's own rule comes before, and partner users follow their
/// Partner Account's
#[tokio::test]
async fn person_before_account() {
    let world = World::start().await;
    let (admin, manager) = (&world.a.first.admin, &world.a.manager);
    set(admin, &of(world.a.first.account_id), json!([{"kinds": ["agent", "mail"], "to": {"portal": false}}])).await;
    set(admin, OWN, json!([{"kinds": ["mail"]}])).await;
    for code in [AgentOffline, MailFailed] {
        happen(&world, &world.a.first, code, "x").await;
    }
    assert_eq!(titles(admin).await, ["mail.failed x"]);
    assert_eq!(titles(manager).await.len(), 2);
    set(&world.a.administrator, &of(world.a.account_id), json!([{"accounts": [world.a.first.account_id], "to": {"portal": false}}])).await;
    happen(&world, &world.a.first, AgentOffline, "y").await;
    happen(&world, &world.a.second, AgentOffline, "z").await;
    assert_eq!(titles(manager).await.len(), 2);
    assert_eq!(titles(&world.a.administrator).await[0], "agent.offline z", "another account is no target");
}

/// NOTIF-B3 a group is looked up when something happens: accounts that join or leave it are judged anew
#[tokio::test]
async fn groups_as_they_are() {
    let world = World::start().await;
    let person = &world.a.administrator;
    let made = person.post("/api/v1/account-groups", json!({"name": "North"})).await;
    let group = made.success().value()["id"].clone();
    set(person, OWN, json!([{"groups": [group], "to": {"portal": false}}])).await;
    let assign = async |what: &str| {
        let mut body = json!({"selection": {"ids": [world.a.first.account_id]}, "add": [], "remove": []});
        body[what] = json!([group]);
        person.post("/api/v1/account-groups/assign", body).await.success();
    };
    happen(&world, &world.a.first, AgentOffline, "before").await;
    assign("add").await;
    happen(&world, &world.a.first, AgentOffline, "within").await;
    happen(&world, &world.a.second, AgentOffline, "beside").await;
    assign("remove").await;
    happen(&world, &world.a.first, AgentOffline, "after").await;
    assert_eq!(titles(person).await, ["agent.offline after", "agent.offline beside", "agent.offline before"]);
}

/// NOTIF-B3 an account's first matching rule says which of its webhooks get something; without one, or without a word on
/// webhooks, each gets what it subscribes to, and disabled ones get nothing
#[tokio::test]
async fn webhooks_by_rule() {
    let world = World::start().await;
    let (admin, account) = (&world.a.first.admin, world.a.first.account_id);
    let add = async |person: &Person, account: AccountId, name: &str, kinds: Value, enabled: bool| -> Value {
        let form = json!({"name": name, "url": "https://hooks.example.com/x", "kinds": kinds, "enabled": enabled});
        person.post(&format!("/api/v1/accounts/{account}/webhooks"), form).await.success().value()["webhook"]["id"].clone()
    };
    let all = add(admin, account, "All", json!([]), true).await;
    let orders = add(admin, account, "Orders", json!(["order"]), true).await;
    let off = add(admin, account, "Off", json!([]), false).await;
    let partners = add(&world.a.administrator, world.a.account_id, "Partner", json!([]), true).await;
    let got = async |name: &str| {
        use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
        use switchroom_entity::webhook_delivery::{Column, Entity};
        let rows = Entity::find().filter(Column::Title.contains(name)).all(world.portal.db.read()).await.unwrap();
        let mut ids: Vec<Value> = rows.into_iter().map(|row| json!(row.webhook_id)).collect();
        ids.sort_by_key(ToString::to_string);
        ids
    };
    let expect = |ids: &[&Value]| {
        let mut ids: Vec<Value> = ids.iter().map(|id| (*id).clone()).collect();
        ids.sort_by_key(ToString::to_string);
        ids
    };
    happen(&world, &world.a.first, AgentOffline, "one").await;
    assert_eq!(got("one").await, expect(&[&all, &partners]));
    set(
        admin,
        &of(account),
        json!([
            {"kinds": ["agent"], "to": {"webhooks": [orders, off]}},
            {"kinds": ["mail"], "to": {"webhooks": []}},
            {"kinds": ["expiry"], "to": {"mail": "none"}},
        ]),
    )
    .await;
    // Rules of people do not concern webhooks.
    set(admin, OWN, json!([{"to": {"portal": false}}])).await;
    for (code, name) in [(AgentOffline, "two"), (MailFailed, "three"), (SecretExpiring, "four")] {
        happen(&world, &world.a.first, code, name).await;
    }
    assert_eq!(got("two").await, expect(&[&orders, &partners]), "the rule adds and takes away, for its own account only");
    assert_eq!(got("three").await, expect(&[&partners]));
    assert_eq!(got("four").await, expect(&[&all, &partners]));
    set(&world.a.administrator, &of(world.a.account_id), json!([{"accounts": [account], "to": {"webhooks": []}}])).await;
    happen(&world, &world.a.first, SecretExpiring, "five").await;
    assert_eq!(got("five").await, expect(&[&all]));
}

/// NOTIF-B3, NOTIF-03 a running job shows whatever the rules say; its end goes where they say
#[tokio::test]
async fn ends_of_jobs() {
    use sea_orm::ConnectionTrait;
    let world = World::start().await;
    let (person, account) = (&world.a.administrator, world.a.first.account_id);
    set(person, OWN, json!([{"kinds": ["job"], "to": {"portal": false, "mail": "instant"}}])).await;
    // Closed, so that the job fails as a whole.
    let close = "UPDATE accounts SET state = 'deactivated' WHERE name = 'A-first'";
    world.portal.db.write().execute_unprepared(close).await.unwrap();
    let actor = person.actor(&world.portal).await;
    let mut tx = Tx::begin_as(&world.portal, actor.signature()).await.unwrap();
    let new = switchroom_core::jobs::NewJob {
        account_id: account,
        partner_id: Some(world.a.partner_id),
        kind: switchroom_types::jobs::JobKind::UserImport,
        payload: json!({"import_id": account, "name": "May"}),
        total: 0,
        items: Vec::new(),
        link: None,
    };
    switchroom_core::jobs::enqueue(&mut tx, new).await.unwrap();
    let running = "SELECT COUNT(*) AS n FROM notifications WHERE kind = 'job'";
    let row = tx.conn().query_one_raw(sea_orm::Statement::from_string(world.portal.db.backend(), running)).await.unwrap().unwrap();
    assert_eq!(row.try_get::<i64>("", "n").unwrap(), 1);
    tx.commit().await.unwrap();
    while subjects(&world, person).await.is_empty() {
        switchroom_core::jobs::run_due(&world.portal).await.unwrap();
        tokio::task::yield_now().await;
    }
    assert_eq!(subjects(&world, person).await, ["Import of users: May"]);
    assert_eq!(titles(person).await, [""; 0]);
    let text = world.mails(&person.email).await.remove(0);
    assert!(text.contains("deactivated") && text.contains(&format!("{}/accounts/{account}", world.app.url)), "{text}");
}
