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
    let started = world.a.administrator.delete(&format!("{at}?keep_days=0")).await;
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

/// ACC-B2, ACC-26 a deleted account waits in the bin, closed; restoring opens it again with its people
#[tokio::test]
async fn the_bin() {
    let world = World::start().await;
    let first = &world.a.first;
    let at = path(first.account_id);
    world.a.administrator.delete(&format!("{at}?keep_days=91")).await.problem(422, "input.invalid");
    let deleted = world.a.administrator.delete(&at).await;
    assert_eq!((deleted.status.as_u16(), deleted.value()["job_id"].is_null()), (202, true));
    first.admin.get("/api/v1/me").await.problem(401, "auth.required");
    let listed = world.a.administrator.get("/api/v1/accounts?filter.state=pending_deletion").await.success().value();
    assert_eq!(listed["items"][0]["id"], first.account_id.to_string());
    let account = world.a.administrator.get(&at).await.success().value();
    assert!(account["delete_after"].is_string(), "{account}");
    world.a.administrator.patch(&at, json!({"city": "x"})).await.problem(409, "account.deactivated");
    world.b.administrator.post(&format!("{at}/restore"), ()).await.problem(404, "account.not_found");
    let back = world.a.administrator.post(&format!("{at}/restore"), ()).await.success().value();
    assert_eq!((back["state"].as_str(), &back["delete_after"]), (Some("active"), &Value::Null));
    world.a.administrator.post(&format!("{at}/restore"), ()).await.problem(409, "account.active");
    let body = json!({"email": first.admin.email, "password": switchroom_testkit::PASSWORD});
    world.app.client().post("/api/v1/sessions", body).await.success();
    let actions: Vec<String> = world.history(first.account_id).await.into_iter().map(|(action, _)| action).collect();
    assert!(actions.contains(&"Restore".to_owned()), "{actions:?}");
}

/// ACC-B2, ACC-22 after its days in the bin, or when that is asked for, an account is erased
#[tokio::test]
async fn the_bin_is_emptied() {
    let world = World::start().await;
    let (first, second) = (path(world.a.first.account_id), path(world.a.second.account_id));
    world.a.administrator.delete(&format!("{first}?keep_days=1")).await.success();
    world.a.administrator.delete(&format!("{second}?keep_days=90")).await.success();
    world.a.administrator.post(&format!("{second}/purge"), json!({"confirm": "no"})).await.problem(422, "input.invalid");
    world.a.administrator.post(&format!("{second}/purge"), json!({"confirm": "delete"})).await.success();
    let gone = async |at: &str, client: &switchroom_testkit::Client| {
        for _ in 0..500 {
            let _ = jobs::run_due(&world.portal).await;
            if client.get(at).await.status == 404 {
                return true;
            }
            tokio::task::yield_now().await;
        }
        false
    };
    assert!(gone(&second, &world.a.administrator.client).await);
    assert_eq!(world.a.administrator.get(&first).await.success().value()["state"], "pending_deletion");
    world.portal.clock.advance_secs(24 * 60 * 60 + 1);
    switchroom_core::maintenance::sweep(&world.portal).await.unwrap();
    let client = world.app.client();
    let body = json!({"email": world.a.administrator.email, "password": switchroom_testkit::PASSWORD});
    client.post("/api/v1/sessions", body).await.success();
    client.post(&format!("{first}/restore"), ()).await;
    assert!(gone(&first, &client).await);
}

/// ACC-B1 what closing or deleting touches is counted before
#[tokio::test]
async fn impact() {
    let world = World::start().await;
    let at = path(world.a.first.account_id);
    let impact = world.a.administrator.get(&format!("{at}/impact")).await.success().value();
    assert_eq!((impact["users"].as_u64(), impact["sessions"].as_u64(), impact["orders"].as_u64()), (Some(2), Some(2), Some(0)), "{impact}");
    world.a.first.admin.get(&format!("{at}/impact")).await.problem(403, "permission.denied");
}

/// ACC-15, ACC-16 a subscribed product without its integration is told to those who see subscriptions, until it is added
#[tokio::test]
async fn a_missing_integration() {
    let world = World::start().await;
    let at = path(world.a.first.account_id);
    let db = world.portal.db.write();
    let item = switchroom_entity::order_item::Model {
        order_id: uuid::Uuid::now_v7(),
        position: 1,
        partner_id: world.a.partner_id.0,
        account_id: Some(world.a.first.account_id.0),
        sku: "54014848".to_owned(),
        quantity: 1,
    };
    sea_orm::ActiveModelTrait::insert(switchroom_entity::order_item::ActiveModel::from(item), db).await.unwrap();
    let missing = world.a.administrator.get(&at).await.success().value()["missing_integrations"].clone();
    let told: Vec<(&str, &str)> =
        missing.as_array().unwrap().iter().map(|one| (one["product"].as_str().unwrap(), one["integration"].as_str().unwrap())).collect();
    assert_eq!(told, [("Zoom Hybrid", "zoom")]);
    let zoom = switchroom_entity::account_integration::Model {
        account_id: world.a.first.account_id.0,
        kind: "zoom".to_owned(),
        state: "added".to_owned(),
        added_at: 0,
    };
    sea_orm::ActiveModelTrait::insert(switchroom_entity::account_integration::ActiveModel::from(zoom), db).await.unwrap();
    assert_eq!(world.a.administrator.get(&at).await.success().value()["missing_integrations"], json!([]));
}
