use sea_orm::{ConnectionTrait, DatabaseConnection};
use serde_json::json;
use switchroom_core::jobs;
use switchroom_testkit::{Answer, PASSWORD, World, add_users};

/// SQLite takes no page more than it has. The limit belongs to a connection, and one connection writes.
async fn fill(db: &DatabaseConnection) {
    db.execute_unprepared("PRAGMA max_page_count = 1").await.unwrap();
}

async fn free(db: &DatabaseConnection) {
    db.execute_unprepared("PRAGMA max_page_count = 4294967294").await.unwrap();
}

fn refused(answer: &Answer) {
    let problem = answer.problem(503, "unavailable");
    assert!(!answer.header("retry-after").is_empty());
    let detail = problem["detail"].as_str().unwrap().to_lowercase();
    assert!(!detail.contains("sql") && !detail.contains("disk") && !detail.contains("full"), "{detail} tells too much");
}

/// 00 a full disk refuses writes with 503 and leaves nothing half-done; reading goes on, and with room again so does writing
#[tokio::test]
async fn sqlite_without_room() {
    let world = World::start().await;
    if !world.portal.db.is_sqlite() {
        return;
    }
    let first = &world.a.first;
    let users = format!("/api/v1/accounts/{}/users", first.account_id);
    let create = async |n: usize| {
        let form = json!({"first_name": "x".repeat(80), "last_name": "y".repeat(80), "email": format!("new{n}@a-first.test")});
        first.admin.post(&users, form).await
    };
    let count = async || first.admin.get(&format!("{users}?search=new")).await.success().value()["total"]["value"].as_u64().unwrap();
    fill(world.portal.db.write()).await;
    let mut created = 0;
    // The pages that it has are filled first.
    let answer = loop {
        let answer = create(created).await;
        if answer.status != 201 {
            break answer;
        }
        created += 1;
        assert!(created < 500, "the disk is not full");
    };
    refused(&answer);
    assert_eq!(count().await, created as u64);
    // What is small may still fit.
    let sign_in = world.app.client().post("/api/v1/sessions", json!({"email": first.user.email, "password": PASSWORD})).await;
    assert!([201, 503].contains(&sign_in.status.as_u16()), "{}", sign_in.text());
    let history = world.history(first.account_id).await.len();
    for n in 0..3 {
        refused(&create(created + n).await);
    }
    first.admin.get("/api/v1/me").await.success();
    assert_eq!(first.admin.get(&format!("/accounts/{}/users", first.account_id)).await.status, 200);
    assert_eq!((count().await, world.history(first.account_id).await.len()), (created as u64, history));
    free(world.portal.db.write()).await;
    assert_eq!(create(created).await.status, 201);
    assert_eq!(count().await, created as u64 + 1);
}

/// 00 a job that meets a full disk waits and tries again instead of failing; it does each unit once
#[tokio::test]
async fn a_job_without_room() {
    let world = World::start().await;
    if !world.portal.db.is_sqlite() {
        return;
    }
    let first = &world.a.first;
    add_users(&world.portal, first.account_id, 120, |_, user| user.registration = "not_invited".to_owned()).await;
    let bulk =
        json!({"action": "welcome_mails", "selection": {"matching": {"query": {"search": "Person"}, "except": []}}, "confirmed": 120});
    let started = first.admin.post(&format!("/api/v1/accounts/{}/users/bulk", first.account_id), bulk).await.success().value();
    fill(world.portal.db.write()).await;
    let path = format!("/api/v1/jobs/{}", started["job_id"].as_str().unwrap());
    for _ in 0..3 {
        // Claiming it may fail, or its steps.
        let _ = jobs::run_due(&world.portal).await;
    }
    assert_ne!(first.admin.get(&path).await.success().value()["state"], "failed");
    free(world.portal.db.write()).await;
    let job = loop {
        world.portal.clock.advance_secs(60);
        let _ = jobs::run_due(&world.portal).await;
        let job =
            switchroom_core::jobs::get(&world.portal, &first.admin.actor(&world.portal).await, path[13..].parse().unwrap()).await.unwrap();
        if job.finished_at.is_some() {
            break job;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!((job.state.as_str(), job.succeeded), ("succeeded", 120));
}
