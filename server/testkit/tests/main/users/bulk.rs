use super::users;
use reqwest::Method;
use serde_json::{Value, json};
use switchroom_core::jobs;
use switchroom_testkit::{Answer, World, add_users, assert_denied, assert_not_found};

async fn finish(world: &World, answer: &Answer) -> Vec<(String, Option<String>)> {
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
    use switchroom_entity::job_item;
    assert_eq!(answer.status, 202, "{}", answer.text());
    let started = answer.value();
    let id: uuid::Uuid = started["job_id"].as_str().unwrap().parse().unwrap();
    assert_eq!(answer.header("location"), format!("/api/v1/jobs/{id}"));
    loop {
        jobs::run_due(&world.portal).await.unwrap();
        let items = job_item::Entity::find().filter(job_item::Column::JobId.eq(id)).order_by_asc(job_item::Column::Idx);
        let items = items.all(world.portal.db.read()).await.unwrap();
        assert_eq!(items.len() as u64, started["total"].as_u64().unwrap());
        if items.iter().all(|item| item.state != "pending") {
            return items.into_iter().map(|item| (item.state, item.code)).collect();
        }
        tokio::task::yield_now().await;
    }
}

/// USR-28, USR-29, USR-30 bulk actions become jobs with a result for each user
#[tokio::test]
async fn mails_and_resets() {
    let world = World::start().await;
    let first = &world.a.first;
    add_users(&world.portal, first.account_id, 2, |_, _| {}).await;
    let path = format!("{}/bulk", users(first.account_id));
    let all = json!({"matching": {"query": {}, "except": []}});
    let answer = first.admin.post(&path, json!({"action": "welcome_mails", "selection": all})).await;
    let registered = || ("skipped".to_owned(), Some("users.already_registered".to_owned()));
    let done = || ("done".to_owned(), None);
    assert_eq!(finish(&world, &answer).await, [registered(), done(), done(), registered()]);
    let two = json!({"ids": [first.user.id, first.admin.id]});
    let answer = world.a.manager.post(&path, json!({"action": "password_resets", "selection": two})).await;
    assert_eq!(finish(&world, &answer).await, [done(), done()]);
    assert!(world.mailed_links(&first.user.email).await[0].starts_with("/reset/"));
}

/// USR-29, USR-37 more than a hundred deletions need their number; the caller stays
#[tokio::test]
async fn deletion() {
    let world = World::start().await;
    let first = &world.a.first;
    add_users(&world.portal, first.account_id, 120, |_, _| {}).await;
    let path = format!("{}/bulk", users(first.account_id));
    let mut request = json!({"action": "delete", "selection": {"matching": {"query": {}, "except": [first.user.id]}}});
    let problem = first.admin.post(&path, &request).await.problem(409, "users.confirm_count");
    assert!(problem["detail"].as_str().unwrap().contains("121"));
    request["confirmed"] = json!(121);
    let answer = first.admin.post(&path, &request).await;
    let results = finish(&world, &answer).await;
    assert_eq!(results.iter().filter(|(state, _)| state == "done").count(), 120);
    assert!(results.contains(&("skipped".to_owned(), Some("users.self".to_owned()))));
    let page: Value = first.admin.get(&users(first.account_id)).await.json();
    assert_eq!(page["total"]["value"], 2);
}

/// ROLE-03, ROLE-24 who may start them, and on whom
#[tokio::test]
async fn access() {
    let world = World::start().await;
    let first = &world.a.first;
    let path = format!("{}/bulk", users(first.account_id));
    let body = json!({"action": "delete", "selection": {"ids": [first.user.id]}});
    assert_denied(&[("user", &first.user)], Method::POST, &path, Some(&body)).await;
    let strangers = [("other customer", &world.a.second.admin), ("other partner", &world.b.administrator), ("operator", &world.operator)];
    assert_not_found(&strangers, Method::POST, &path, Some(&body), "account").await;
    let foreign = json!({"action": "delete", "selection": {"ids": [world.a.second.user.id, world.b.first.user.id]}});
    let problem = first.admin.post(&path, &foreign).await.problem(422, "input.invalid");
    assert_eq!(problem["errors"][0]["code"], "users.none_selected");
    first.admin.post(&path, json!({"action": "promote", "selection": {"ids": []}})).await.problem(422, "input.invalid");
}
