//! Manage: jobs over many users.

use sea_orm::{ConnectionTrait, QueryOrder, Statement};
use switchroom_entity::{job, job_item};
use switchroom_types::JobId;
use switchroom_types::list::{ListQuery, Selection};
use switchroom_types::users::{BulkAction, BulkRequest, UserPatch};

use super::super::bulk;
use super::*;
use crate::jobs;

fn all(action: BulkAction) -> BulkRequest {
    let selection = Selection::Matching { query: ListQuery::default(), except: Vec::new() };
    BulkRequest { action, selection, include_registered: false, change: Default::default(), confirmed: None }
}

async fn job(world: &World, id: JobId) -> (job::Model, Vec<job_item::Model>) {
    let db = world.portal().db.write();
    let items =
        job_item::Entity::find().filter(job_item::Column::JobId.eq(id.0)).order_by_asc(job_item::Column::Idx).all(db).await.unwrap();
    (job::Entity::find_by_id(id.0).one(db).await.unwrap().unwrap(), items)
}

/// USR-28, USR-29, USR-30 a job mails everybody who needs it and says why others were skipped
#[tokio::test]
async fn welcome_mails_and_resets() {
    let world = World::start().await;
    let (bea, carl) = (world.add("Bea", "Abel").await, world.add("Carl", "Baum").await);
    world.register(bea.id).await;
    let before = world.mails("welcome").await.len();
    let started = bulk::start(world.portal(), &world.admin, world.account, &all(BulkAction::WelcomeMails)).await.unwrap();
    assert_eq!(started.total, 3);
    assert!(jobs::run_due(world.portal()).await.unwrap());
    let (done, items) = job(&world, started.job_id).await;
    assert_eq!((done.state.as_str(), done.succeeded, done.skipped), ("succeeded", 2, 1));
    let outcome: Vec<_> = items.iter().map(|item| (item.label.as_str(), item.state.as_str(), item.code.as_deref())).collect();
    let expected = [("Ada Lovelace", "done", None), ("Bea Abel", "skipped", Some("users.already_registered")), ("Carl Baum", "done", None)];
    assert_eq!(outcome, expected);
    assert_eq!(world.mails("welcome").await.len(), before + 2);
    let again = BulkRequest { include_registered: true, selection: Selection::Ids(vec![bea.id]), ..all(BulkAction::WelcomeMails) };
    bulk::start(world.portal(), &world.admin, world.account, &again).await.unwrap();
    assert!(jobs::run_due(world.portal()).await.unwrap());
    assert_eq!(world.mails("welcome").await.len(), before + 3);
    world.store(bea.id, |user| user.sso_only = true).await;
    world.register(carl.id).await;
    let started = bulk::start(world.portal(), &world.admin, world.account, &all(BulkAction::PasswordResets)).await.unwrap();
    assert!(jobs::run_due(world.portal()).await.unwrap());
    let codes: Vec<_> = job(&world, started.job_id).await.1.into_iter().map(|item| item.code).collect();
    assert_eq!(codes, [Some("users.not_registered".to_owned()), Some("users.sso_only".to_owned()), None]);
}

/// USR-B6, ROLE-22 the rights of the moment count: nobody gives back a role that they could not give
#[tokio::test]
async fn undoing_needs_the_rights_of_doing() {
    let world = World::start().await;
    let bea = world.add("Bea", "Abel").await;
    world.store(bea.id, |user| user.role = "admin".to_owned()).await;
    let change = UserPatch { role: Some(Role::User), ..UserPatch::default() };
    let request = BulkRequest { selection: Selection::Ids(vec![bea.id]), change, ..all(BulkAction::Change) };
    let started = bulk::start(world.portal(), &world.admin, world.account, &request).await.unwrap();
    assert!(jobs::run_due(world.portal()).await.unwrap());
    assert_eq!(world.row(bea.id).await.unwrap().role, "user");
    let undo = jobs::undo(world.portal(), &world.admin, started.job_id).await.unwrap();
    // As if they had been made a plain user with the right to assign roles before the job began.
    let sqlite = "UPDATE jobs SET payload = json_set(payload, '$.powers.role', 'user') WHERE id = $1";
    let postgres = "UPDATE jobs SET payload = jsonb_set(payload, '{powers,role}', '\"user\"') WHERE id = $1";
    let db = &world.portal().db;
    let lower = Statement::from_sql_and_values(db.backend(), if db.is_sqlite() { sqlite } else { postgres }, [undo.0.into()]);
    db.write().execute_raw(lower).await.unwrap();
    assert!(jobs::run_due(world.portal()).await.unwrap());
    let codes: Vec<_> = job(&world, undo).await.1.into_iter().map(|item| item.code).collect();
    assert_eq!(codes, [Some("users.more_rights".to_owned())]);
    assert_eq!(world.row(bea.id).await.unwrap().role, "user");
}

/// USR-29 more than a hundred users need their number confirmed; exceptions and foreign ids are not touched
#[tokio::test]
async fn large_selections_are_confirmed() {
    let world = World::start().await;
    let crowd = world.crowd(130).await;
    let mut request = all(BulkAction::Delete);
    let error = refused(bulk::start(world.portal(), &world.admin, world.account, &request).await);
    assert_eq!((error.code.as_ref(), error.args["count"].as_str()), ("users.confirm_count", "131"));
    request.confirmed = Some(100);
    assert_eq!(refused(bulk::start(world.portal(), &world.admin, world.account, &request).await).status, 409);
    request.selection =
        Selection::Matching { query: ListQuery::default(), except: crowd.iter().take(40).map(|user| UserId(user.id)).collect() };
    request.confirmed = None;
    assert_eq!(bulk::start(world.portal(), &world.admin, world.account, &request).await.unwrap().total, 91);
    let elsewhere = customer(&world.test, &world.partner, "Cedar", 735_356_630).await;
    request.selection = Selection::Ids(vec![UserId(crowd[0].id)]);
    assert_eq!(refused(bulk::start(world.portal(), &world.partner, elsewhere, &request).await).errors[0].code, "users.none_selected");
    let bea = world.add("Zoe", "Plain").await;
    let bea = world.test.sign_in(bea.id, world.account).await;
    assert_eq!(refused(bulk::start(world.portal(), &bea, world.account, &request).await).code, "permission.denied");
}

/// USR-37, USR-26 deleting everybody spares the caller; a job that was interrupted goes on where it stopped
#[tokio::test]
async fn a_deletion_survives_a_crash() {
    let world = World::start().await;
    world.crowd(250).await;
    let request = BulkRequest { confirmed: Some(251), ..all(BulkAction::Delete) };
    let started = bulk::start(world.portal(), &world.admin, world.account, &request).await.unwrap();
    // A replica claims the job, finishes one step and dies: its lease runs out, another one takes over.
    let claim = "UPDATE jobs SET state = 'running', fence = 1, attempts = 1, lease_until = 0 WHERE id = $1";
    let statement = Statement::from_sql_and_values(world.portal().db.backend(), claim, [started.job_id.0.into()]);
    world.portal().db.write().execute_raw(statement).await.unwrap();
    let (claimed, _) = job(&world, started.job_id).await;
    let signature = serde_json::from_value(claimed.actor.clone()).unwrap();
    let context = jobs::JobContext { portal: world.portal().clone(), job: claimed, signature };
    super::super::bulk_job::step(&context, switchroom_types::jobs::JobKind::DeleteUsers).await.unwrap();
    assert_eq!(world.count().await, 151 + 1, "the caller stands first and was skipped");
    // The lease that the step renewed has run out.
    let expire = Statement::from_sql_and_values(
        world.portal().db.backend(),
        "UPDATE jobs SET lease_until = 0 WHERE id = $1",
        [started.job_id.0.into()],
    );
    world.portal().db.write().execute_raw(expire).await.unwrap();
    assert!(jobs::run_due(world.portal()).await.unwrap());
    let lost = super::super::bulk_job::step(&context, switchroom_types::jobs::JobKind::DeleteUsers).await;
    assert!(matches!(lost, Ok(false)) || refused(lost.map(|_| ())).is("job.lost"), "the dead replica's claim is over");
    let (done, items) = job(&world, started.job_id).await;
    assert_eq!((done.state.as_str(), done.succeeded, done.skipped, done.failed), ("succeeded", 250, 1, 0));
    assert_eq!(items.iter().filter(|item| item.code.as_deref() == Some("users.self")).count(), 1);
    assert_eq!(world.count().await, 1);
    assert!(!jobs::run_due(world.portal()).await.unwrap());
}
