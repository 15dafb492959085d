use super::{entered, path};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Statement};
use serde_json::{Value, json};
use switchroom_core::jobs;
use switchroom_entity::{event, session, user};
use switchroom_testkit::World;

/// ACC-17, ACC-18, AUTH-16 deactivating signs everybody out at once, tells the admins, and can be taken back
#[tokio::test]
async fn deactivate_and_reactivate() {
    let world = World::start().await;
    let first = &world.a.first;
    let at = path(first.account_id);
    let other = world.a.administrator.post(&format!("{at}/deactivate"), json!({"confirm": "delete"})).await.problem(422, "input.invalid");
    assert_eq!(other["errors"][0]["code"], "confirm.word");
    first.admin.post(&format!("{at}/deactivate"), json!({})).await.problem(403, "permission.denied");
    let closed: Value = world.a.administrator.post(&format!("{at}/deactivate"), json!({"confirm": "Deactivate"})).await.json();
    assert_eq!(closed["state"], "deactivated");
    first.admin.get("/api/v1/me").await.problem(401, "auth.required");
    world.a.second.admin.get("/api/v1/me").await.success();
    let left =
        session::Entity::find().filter(session::Column::AccountId.eq(first.account_id.0)).count(world.portal.db.read()).await.unwrap();
    assert_eq!(left, 0);
    assert!(world.mails(&first.admin.email).await[0].contains("deactivated"));
    world.a.administrator.patch(&at, json!({"city": "x"})).await.problem(409, "account.deactivated");
    world.a.administrator.delete(&at).await.problem(409, "account.deactivated");
    let open: Value = world.a.administrator.post(&format!("{at}/reactivate"), json!({"confirm": "reactivate"})).await.json();
    assert_eq!(open["state"], "active");
    assert!(world.mails(&first.admin.email).await[0].contains("reactivated"));
}

/// ACC-04, ACC-21, ACC-22 deletion closes at once; the job erases people, keeps the history, and retires the number
#[tokio::test]
async fn delete() {
    let world = World::start().await;
    let first = &world.a.first;
    let at = path(first.account_id);
    first.admin.delete(&at).await.problem(403, "permission.denied");
    let started = world.a.administrator.delete(&at).await;
    assert_eq!(started.status, 202);
    assert!(started.header("location").starts_with("/api/v1/jobs/"));
    first.admin.get("/api/v1/me").await.problem(401, "auth.required");
    world.a.administrator.delete(&at).await;
    while jobs::run_due(&world.portal).await.unwrap() {}
    let db = world.portal.db.read();
    let gone = async || {
        let people = user::Entity::find().filter(user::Column::AccountId.eq(first.account_id.0)).count(db).await.unwrap();
        let status = world.a.administrator.get(&at).await.status;
        (people, status.as_u16())
    };
    // The server's own runner may be on it.
    for _ in 0..200 {
        if gone().await == (0, 404) {
            break;
        }
        tokio::task::yield_now().await;
        let _ = jobs::run_due(&world.portal).await;
    }
    assert_eq!(gone().await, (0, 404));
    let history = event::Entity::find().filter(event::Column::AccountId.eq(first.account_id.0));
    let actions: Vec<String> = history.all(db).await.unwrap().into_iter().map(|event| event.action).collect();
    assert!(actions.contains(&"Delete".to_owned()) && actions.contains(&"Purge".to_owned()), "{actions:?}");
    let retired = format!("SELECT 1 FROM retired_account_numbers WHERE number = {}", first.number.get());
    let retired = Statement::from_string(db.get_database_backend(), retired);
    assert!(db.query_one_raw(retired).await.unwrap().is_some(), "the number could be given again");
    world.a.second.admin.get("/api/v1/me").await.success();
}

/// ACC-23 the Partner Account can be neither deactivated nor deleted
#[tokio::test]
async fn the_partner_account_stays() {
    let world = World::start().await;
    let at = path(world.a.account_id);
    world.a.administrator.delete(&at).await.problem(409, "account.partner_account");
    world.a.administrator.post(&format!("{at}/deactivate"), json!({})).await.problem(409, "account.partner_account");
    world.a.administrator.post("/api/v1/accounts", entered("Other")).await.success();
}
