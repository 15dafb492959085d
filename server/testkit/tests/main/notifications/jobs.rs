use serde_json::json;
use switchroom_core::{
    Tx,
    jobs::{NewItem, NewJob, enqueue},
};
use switchroom_testkit::{Client, World};
use switchroom_types::{JobId, jobs::JobKind};

/// A job that no runner of the test takes up before it is asked about: its account decides who sees it.
async fn start(world: &World) -> JobId {
    start_kind(world, JobKind::WelcomeMails).await
}

async fn start_kind(world: &World, kind: JobKind) -> JobId {
    let actor = world.a.administrator.actor(&world.portal).await;
    let mut tx = Tx::begin_as(&world.portal, actor.signature()).await.unwrap();
    let items = (0..3).map(|n| NewItem { label: format!("person {n}"), target_id: None }).collect();
    let new = NewJob {
        account_id: world.a.first.account_id,
        partner_id: Some(world.a.partner_id),
        kind,
        payload: json!({"import_id": JobId::NIL}),
        total: 0,
        items,
        link: None,
    };
    let id = enqueue(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// NOTIF-03 a job shows to those who reach its account, with its units, and as one notification of its starter
#[tokio::test]
async fn who_sees_a_job() {
    let world = World::start().await;
    let id = start(&world).await;
    let path = format!("/api/v1/jobs/{id}");
    for person in [&world.a.administrator, &world.a.manager, &world.a.first.admin] {
        let job = person.get(&path).await.success().value();
        assert_eq!((job["kind"].as_str(), job["total"].as_u64()), (Some("welcome_mails"), Some(3)));
        assert_eq!(person.get(&format!("{path}/items")).await.value()["items"].as_array().unwrap().len(), 3);
    }
    for person in [&world.a.first.user, &world.a.second.admin, &world.b.administrator, &world.operator] {
        person.get(&path).await.problem(404, "job.not_found");
        person.post(&format!("{path}/cancel"), json!({})).await.problem(404, "job.not_found");
    }
    let inbox = world.a.administrator.get("/api/v1/notifications?filter.kind=job").await.value();
    assert_eq!(inbox["items"].as_array().unwrap().len(), 1);
    assert_eq!(inbox["items"][0]["job_id"], id.to_string());
    world.a.administrator.get(&format!("{path}/items?filter.state=sleepy")).await.problem(422, "input.invalid");
}

/// ROLE-12 tokens follow jobs with the scope for it only
#[tokio::test]
async fn tokens_need_the_scope() {
    let world = World::start().await;
    let id = start(&world).await;
    for (scope, may) in [("users:write", false), ("jobs:read", true)] {
        let made = world.a.administrator.post("/api/v1/tokens", json!({"name": "Script", "scopes": [scope]})).await;
        let token = Client::with_token(&world.app.url, made.success().value()["secret"].as_str().unwrap());
        for path in [format!("/api/v1/jobs/{id}"), format!("/api/v1/jobs/{id}/items")] {
            match may {
                true => drop(token.get(&path).await.success()),
                false => drop(token.get(&path).await.problem(403, "auth.token_scope")),
            }
        }
    }
}

/// ACC-21, AM-02 an Account Manager who deletes an account can follow that job, though it is the partner's
#[tokio::test]
async fn a_manager_follows_the_deletion() {
    let world = World::start().await;
    let started = world.a.manager.delete(&format!("/api/v1/accounts/{}?keep_days=0", world.a.first.account_id)).await;
    let path = started.header("location").to_owned();
    assert_eq!(world.a.manager.get(&path).await.success().value()["kind"], "account_purge");
    world.a.administrator.get(&path).await.success();
    world.b.administrator.get(&path).await.problem(404, "job.not_found");
    world.b.manager.get(&path).await.problem(404, "job.not_found");
}

/// NOTIF-04, NOTIF-07 a job that fails tells its starter, with the full text of the error behind the notification
#[tokio::test]
async fn a_failed_job_says_why() {
    use sea_orm::ConnectionTrait;
    let world = World::start().await;
    let account = world.a.first.account_id;
    // Closed between the order and the work, and nobody has begun: so the job fails as a whole.
    let close = "UPDATE accounts SET state = 'deactivated' WHERE name = 'A-first'";
    world.portal.db.write().execute_unprepared(close).await.unwrap();
    start_kind(&world, JobKind::UserImport).await;
    let failed = loop {
        switchroom_core::jobs::run_due(&world.portal).await.unwrap();
        let page = world.a.administrator.get("/api/v1/notifications?filter.kind=job").await.value();
        if page["items"][0]["status"] != "running" {
            break page["items"][0].clone();
        }
        tokio::task::yield_now().await;
    };
    assert_eq!((failed["status"].as_str(), failed["code"].as_str()), (Some("failed"), Some("job.user_import")), "{failed}");
    assert!(failed["detail"].as_str().is_some_and(|detail| detail.contains("deactivated")), "{failed}");
    assert_eq!(failed["about_account_id"], account.to_string());
}
