use super::*;
use std::collections::HashSet;

/// IMP-B4, 10-15 a server killed while it adds rows continues after its restart: no row doubled, none lost; people stay signed in
#[tokio::test]
async fn killed_in_the_middle() {
    continues_and_is_undone(4_000).await;
}

/// IMP-B4, IMP-B5, 10-15 the same at full size; takes minutes without optimisation
#[tokio::test]
#[ignore = "full size: run it with an optimised build"]
async fn a_hundred_thousand() {
    continues_and_is_undone(100_000).await;
}

async fn continues_and_is_undone(rows: usize) {
    let mut world = World::start().await;
    world.restart().await;
    let account = world.a.first.account_id;
    let report = upload(&world.a.first.admin, account, "", "people.csv", people(rows)).await.success().value();
    let job = format!("/api/v1/jobs/{}", report["job_id"].as_str().unwrap());
    let done = async |world: &World| world.a.first.admin.get(&job).await.success().value()["succeeded"].as_u64().unwrap();
    // Its first steps are there, the others not yet.
    while done(&world).await == 0 {
        tokio::task::yield_now().await;
    }
    world.app.kill();
    world.restart().await;
    let before = done(&world).await;
    assert!((1..rows as u64).contains(&before), "{before} rows were added before the end: not in the middle");
    // The dead server's claim lapses.
    world.portal.clock.advance_secs(120);
    let ended = ended(&world, &world.a.first.admin, &report["job_id"]).await;
    assert_eq!((ended["state"].as_str(), ended["succeeded"].as_u64()), (Some("succeeded"), Some(rows as u64)), "{ended}");
    let export = world.a.first.admin.get(&format!("/api/v1/accounts/{account}/users.csv?search=import.test")).await.text();
    let found: Vec<&str> = export.split([',', '\n']).filter(|cell| cell.ends_with("@import.test")).collect();
    assert_eq!((found.len(), found.iter().collect::<HashSet<_>>().len()), (rows, rows));
    let users = async |world: &World| world.a.administrator.get(&format!("/api/v1/accounts/{account}")).await.value()["users"].as_u64();
    assert_eq!(users(&world).await, Some(rows as u64 + 2));
    // IMP-B5: and all of them go again.
    let undo = format!("{}/finished/{}/undo", path(account), report["job_id"].as_str().unwrap());
    let undo = world.a.first.admin.post(&undo, ()).await.success().value();
    let undone = super::ended(&world, &world.a.first.admin, &undo["job_id"]).await;
    assert_eq!((undone["state"].as_str(), undone["succeeded"].as_u64()), (Some("succeeded"), Some(rows as u64)), "{undone}");
    assert_eq!(users(&world).await, Some(2));
}

/// IMP-B4 a running import can be cancelled; what is done stays done, the rest waits for review
#[tokio::test]
async fn cancelled() {
    let world = World::start().await;
    let first = &world.a.first;
    let report = upload(&first.admin, first.account_id, "", "people.csv", people(4_000)).await.success().value();
    let job = format!("/api/v1/jobs/{}", report["job_id"].as_str().unwrap());
    first.user.post(&format!("{job}/cancel"), ()).await.problem(404, "job.not_found");
    assert_eq!(first.admin.post(&format!("{job}/cancel"), ()).await.success().value()["cancel_requested"], true);
    let ended = ended(&world, &first.admin, &report["job_id"]).await;
    assert_eq!(ended["state"], "cancelled", "{ended}");
    let import = first.admin.get(&format!("{}/{}", path(first.account_id), report["import_id"].as_str().unwrap())).await.value();
    assert_eq!(import["rows"].as_u64().unwrap() + ended["succeeded"].as_u64().unwrap(), 4_000);
    assert_eq!(import["state"], "review");
}
