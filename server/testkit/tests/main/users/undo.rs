use super::users;
use reqwest::Method;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use switchroom_core::jobs;
use switchroom_testkit::{Answer, Person, World, add_users, assert_not_found};
use switchroom_types::UserId;

/// Sets something for these people, as an ended job; its path.
async fn change(world: &World, person: &Person, path: &str, people: &[uuid::Uuid], change: Value) -> String {
    let body = json!({"action": "change", "change": change, "selection": {"ids": people}});
    finish(world, person, &person.post(&format!("{path}/bulk"), body).await).await
}

async fn finish(world: &World, person: &Person, started: &Answer) -> String {
    assert_eq!(started.status, 202, "{}", started.text());
    let started = started.value();
    let id = started["job_id"].as_str().or(started["id"].as_str()).unwrap().to_owned();
    let path = format!("/api/v1/jobs/{id}");
    while person.get(&path).await.success().value()["finished_at"].is_null() {
        jobs::run_due(&world.portal).await.unwrap();
        tokio::task::yield_now().await;
    }
    path
}

async fn results(person: &Person, job: &str) -> Vec<(String, Option<String>)> {
    let page = person.get(&format!("{job}/items?limit=200")).await.success().value();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    page["items"].as_array().unwrap().iter().map(|item| (text(&item["state"]).unwrap(), text(&item["code"]))).collect()
}

fn done() -> (String, Option<String>) {
    ("done".to_owned(), None)
}

fn skipped(code: &str) -> (String, Option<String>) {
    ("skipped".to_owned(), Some(code.to_owned()))
}

/// USR-B6 a bulk role change is taken back for whoever has not been changed since; the others are listed with the reason
#[tokio::test]
async fn roles_return() {
    let world = World::start().await;
    let first = &world.a.first;
    let people: Vec<_> = add_users(&world.portal, first.account_id, 3, |_, _| {}).await.into_iter().map(|user| user.id).collect();
    let path = users(first.account_id);
    let job = change(&world, &first.admin, &path, &people, json!({"role": "admin"})).await;
    assert_eq!(results(&first.admin, &job).await, [done(), done(), done()]);
    let notice = |page: Value| page["items"][0]["args"]["undo_until"].clone();
    assert!(notice(first.admin.get("/api/v1/notifications").await.value()).is_string(), "the notification offers it");
    let shown = first.admin.get(&job).await.value();
    assert_eq!((&shown["undo"]["can_undo"], &shown["undo"]["job_id"]), (&json!(true), &Value::Null));
    first.admin.patch(&format!("{path}/{}", people[1]), json!({"name": "Changed Since"})).await.success();
    let undo = first.admin.post(&format!("{job}/undo"), ()).await;
    assert!(notice(first.admin.get("/api/v1/notifications?filter.status=succeeded").await.value()).is_null(), "and then no more");
    let undo = finish(&world, &first.admin, &undo).await;
    let mut found = results(&first.admin, &undo).await;
    found.sort();
    assert_eq!(found, [done(), done(), skipped("users.changed_since")]);
    let role = async |id| world.stored_user(UserId(id)).await.role;
    assert_eq!((role(people[0]).await, role(people[1]).await, role(people[2]).await), ("user".into(), "admin".into(), "user".into()));
    first.admin.post(&format!("{job}/undo"), ()).await.problem(409, "job.undone");
    assert_eq!(first.admin.get(&job).await.value()["undo"]["can_undo"], false);
    first.admin.post(&format!("{undo}/undo"), ()).await.problem(409, "job.no_undo");
    let edits = world.history(first.account_id).await.into_iter().filter(|(action, _)| action == "Edit").count();
    assert!(edits >= 6, "every change and its return stands in the history");
}

/// USR-B6 status returns too; who has it already is skipped, and so is oneself; after 24 hours it is too late
#[tokio::test]
async fn status_and_time() {
    let world = World::start().await;
    let first = &world.a.first;
    let people = add_users(&world.portal, first.account_id, 2, |n, user| {
        if n == 0 {
            user.status = "inactive".to_owned();
        }
    });
    let mut people: Vec<_> = people.await.into_iter().map(|user| user.id).collect();
    people.push(first.admin.id.0);
    let path = users(first.account_id);
    let job = change(&world, &first.admin, &path, &people, json!({"status": "inactive"})).await;
    assert_eq!(results(&first.admin, &job).await, [skipped("users.self"), skipped("users.unchanged"), done()]);
    // Whoever may edit users and reaches the account may undo it, not only who started it.
    let undo = world.a.manager.post(&format!("{job}/undo"), ()).await;
    finish(&world, &world.a.manager, &undo).await;
    assert_eq!(world.stored_user(UserId(people[1])).await.status, "active");
    let late = change(&world, &first.admin, &path, &people[1..2], json!({"status": "inactive"})).await;
    let id: uuid::Uuid = late.rsplit('/').next().unwrap().parse().unwrap();
    let day = world.portal.clock.now().plus_secs(-86_401).0;
    sql(&world, "UPDATE jobs SET finished_at = $1 WHERE id = $2", [day.into(), id.into()]).await;
    first.admin.post(&format!("{late}/undo"), ()).await.problem(409, "job.undo_expired");
}

/// USR-B6 whose job it is not, for them it does not exist
#[tokio::test]
async fn out_of_reach() {
    let world = World::start().await;
    let first = &world.a.first;
    let admin = add_users(&world.portal, first.account_id, 1, |_, user| user.role = "admin".to_owned()).await.remove(0);
    let job = change(&world, &first.admin, &users(first.account_id), &[admin.id], json!({"role": "user"})).await;
    let body = Some(json!({}));
    let strangers = [("user", &first.user), ("other customer", &world.a.second.admin), ("other partner", &world.b.administrator)];
    assert_not_found(&strangers, Method::POST, &format!("{job}/undo"), body.as_ref(), "job").await;
    assert_eq!(world.stored_user(UserId(admin.id)).await.role, "user");
}

/// USR-35, USR-B6 only role and status are settings for many, and what the account has
#[tokio::test]
async fn refusals() {
    let world = World::start().await;
    let first = &world.a.first;
    let path = format!("{}/bulk", users(first.account_id));
    for (change, code) in [
        (json!({}), "field.required"),
        (json!({"name": "Everybody"}), "users.not_for_many"),
        (json!({"role": "partner"}), "users.role_unfit"),
        (json!({"scope": "all"}), "users.role_unfit"),
    ] {
        let body = json!({"action": "change", "change": change, "selection": {"ids": [first.user.id]}});
        let problem = first.admin.post(&path, &body).await.problem(422, "input.invalid");
        assert_eq!(problem["errors"][0]["code"], code, "{change}");
    }
    let mails = json!({"action": "welcome_mails", "include_registered": true, "selection": {"ids": [first.user.id]}});
    let mails = first.admin.post(&path, mails).await;
    let mails = finish(&world, &first.admin, &mails).await;
    first.admin.post(&format!("{mails}/undo"), ()).await.problem(409, "job.no_undo");
}

/// USR-B6 a server killed while it undoes continues after its restart: nobody twice, nobody left out
#[tokio::test]
async fn killed_in_the_middle() {
    let mut world = World::start().await;
    world.restart().await;
    let account = world.a.first.account_id;
    add_users(&world.portal, account, 600, |_, _| {}).await;
    let bulk = format!("{}/bulk", users(account));
    let conditions = json!({"column": "name", "op": "starts_with", "value": "Person"}).to_string();
    let selection = json!({"matching": {"query": {"conditions": conditions}, "except": []}});
    let body = json!({"action": "change", "change": {"status": "inactive"}, "selection": selection, "confirmed": 600});
    let started = world.a.first.admin.post(&bulk, body).await.success().value();
    let job = format!("/api/v1/jobs/{}", started["job_id"].as_str().unwrap());
    let over = async |world: &World, job: &str| {
        loop {
            let now = world.a.first.admin.get(job).await.success().value();
            if !now["finished_at"].is_null() {
                return now;
            }
            tokio::task::yield_now().await;
        }
    };
    assert_eq!(over(&world, &job).await["succeeded"], 600);
    let undo = world.a.first.admin.post(&format!("{job}/undo"), ()).await.success().value();
    let undo = format!("/api/v1/jobs/{}", undo["id"].as_str().unwrap());
    while world.a.first.admin.get(&undo).await.value()["succeeded"] == 0 {
        tokio::task::yield_now().await;
    }
    world.app.kill();
    world.restart().await;
    world.portal.clock.advance_secs(120);
    let ended = over(&world, &undo).await;
    assert_eq!((&ended["state"], &ended["succeeded"]), (&json!("succeeded"), &json!(600)), "{ended}");
    let left = world.a.first.admin.get(&format!("{}?filter.property=inactive&limit=1", users(account))).await.value();
    assert_eq!(left["total"]["value"], 0);
}

async fn sql<const N: usize>(world: &World, text: &str, values: [sea_orm::Value; N]) {
    let statement = Statement::from_sql_and_values(world.portal.db.backend(), text, values);
    world.portal.db.write().execute_raw(statement).await.unwrap();
}
