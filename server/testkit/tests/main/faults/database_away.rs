use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use serde_json::json;
use std::time::{Duration, Instant};
use switchroom_testkit::World;

/// Another way to the server on which the world's database lives.
async fn admin() -> Option<DatabaseConnection> {
    match std::env::var("TEST_DATABASE_URL") {
        Ok(url) => Some(Database::connect(url).await.unwrap()),
        Err(_) => None,
    }
}

async fn name(world: &World) -> String {
    let ask = Statement::from_string(DbBackend::Postgres, "SELECT current_database()::text AS name");
    world.portal.db.read().query_one_raw(ask).await.unwrap().unwrap().try_get("", "name").unwrap()
}

async fn cut(admin: &DatabaseConnection, name: &str) {
    let sql = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    admin.execute_unprepared(&sql).await.unwrap();
}

/// 00 connections that break are replaced: at most the requests on them fail, with 503, and nothing has to be restarted
#[tokio::test]
async fn broken_connections() {
    let Some(admin) = admin().await else { return };
    let world = World::start().await;
    let name = name(&world).await;
    let path = format!("/api/v1/accounts/{}", world.a.first.account_id);
    for round in 0..3 {
        cut(&admin, &name).await;
        // As many as the pool may hold.
        for _ in 0..25 {
            let answer = world.a.administrator.patch(&path, json!({"bandwidth_optimization": round % 2 == 0})).await;
            if answer.status.is_success() {
                break;
            }
            answer.problem(503, "unavailable");
        }
        world.a.administrator.get(&path).await.success();
        world.app.client().get("/readyz").await.success();
    }
}

/// 00 while the database is away `/readyz` and every request say 503 and the process stays; when it is back, so are requests,
/// jobs and the live stream's listener, without a restart
#[tokio::test]
async fn away_and_back() {
    let Some(admin) = admin().await else { return };
    let world = World::start().await;
    let name = name(&world).await;
    let first = &world.a.first;
    let users = format!("/api/v1/accounts/{}/users", first.account_id);
    admin.execute_unprepared(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await.unwrap();
    cut(&admin, &name).await;
    world.app.client().get("/readyz").await.problem(503, "ready.database");
    assert_eq!(world.app.client().get("/healthz").await.status, 200);
    let answer = first.admin.get(&users).await;
    answer.problem(503, "unavailable");
    assert!(!answer.header("retry-after").is_empty());
    assert_eq!(first.admin.get("/dashboard").await.status, 503);
    admin.execute_unprepared(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await.unwrap();
    let back = Instant::now();
    while world.app.client().get("/readyz").await.status != 200 {
        assert!(back.elapsed() < Duration::from_secs(30), "it does not find the database again");
    }
    first.admin.get(&users).await.success();
    let bulk = json!({"action": "password_resets", "selection": {"matching": {"query": {}, "except": []}}});
    let started = first.admin.post(&format!("{users}/bulk"), bulk).await.success().value();
    let job = format!("/api/v1/jobs/{}", started["job_id"].as_str().unwrap());
    // By the server's own runner: it has not given up.
    while first.admin.get(&job).await.success().value()["finished_at"].is_null() {
        assert!(back.elapsed() < Duration::from_secs(60), "the job runner did not come back");
        tokio::task::yield_now().await;
    }
}
