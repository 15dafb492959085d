//! The job that adds users: history, races, interruptions, two runners, cancellation.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use switchroom_entity::{account, event, job, job_item};
use switchroom_types::JobId;
use switchroom_types::access::Role;
use switchroom_types::imports::ImportState;
use switchroom_types::jobs::JobState;
use switchroom_types::list::ListQuery;

use super::{World, people, person};
use crate::imports::perform::{BATCH, step};
use crate::imports::{Mode, cancel, get};
use crate::jobs::{self, JobContext};
use crate::users;

async fn stored(world: &World, id: JobId) -> job::Model {
    job::Entity::find_by_id(id.0).one(world.portal().db.write()).await.unwrap().unwrap()
}

/// The claim of a runner that is then forgotten, as by `kill -9`.
async fn claimed(world: &World) -> JobContext {
    jobs::claimed(world.portal()).await.unwrap().unwrap()
}

/// IMP-15 one event per user and the job's events with file name and counts; the account counts its people
#[tokio::test]
async fn history_and_counts() {
    let world = World::start().await;
    let report = world.upload(&world.admin, "staff.csv", people(7), Mode::Commit).await.unwrap();
    let before = world.events("User").await;
    assert!(jobs::run_due(world.portal()).await.unwrap());
    assert_eq!(world.events("User").await - before, 7);
    let events = event::Entity::find().filter(event::Column::AccountId.eq(world.account.0)).filter(event::Column::Asset.eq("Job"));
    let events = events.all(world.portal().db.read()).await.unwrap();
    let end = events.iter().find(|event| event.action == "Import").unwrap();
    assert_eq!((end.asset_name.as_str(), end.core["succeeded"].as_i64(), end.core["failed"].as_i64()), ("staff.csv", Some(7), Some(0)));
    assert_eq!((end.actor_id.clone(), end.event_type.as_str()), (world.admin.user_id.to_string(), "Job"));
    let job = stored(&world, report.job_id.unwrap()).await;
    assert_eq!((job.state.as_str(), job.succeeded, job.total), ("succeeded", 7, 7));
    let account = account::Entity::find_by_id(world.account.0).one(world.portal().db.read()).await.unwrap().unwrap();
    assert_eq!(account.user_count, 8);
    let query = ListQuery { filters: vec![("import".into(), report.job_id.unwrap().to_string())], ..Default::default() };
    let new = users::list(world.portal(), &world.admin, world.account, &query).await.unwrap();
    assert_eq!(new.total.value, 7);
}

/// IMP-14 an address that somebody took after the preview becomes a row error; the rest is added
#[tokio::test]
async fn a_race_becomes_a_row_error() {
    let world = World::start().await;
    let report = world.upload(&world.admin, "people.csv", people(5), Mode::Commit).await.unwrap();
    person(&world.test, world.account, "Person3@import.example", Role::User).await;
    assert!(jobs::run_due(world.portal()).await.unwrap());
    assert_eq!(world.people().await.len(), 4);
    let job = stored(&world, report.job_id.unwrap()).await;
    assert_eq!((job.state.as_str(), job.succeeded, job.failed), (JobState::PartlyFailed.as_str(), 4, 1));
    let import = get(world.portal(), &world.admin, world.account, report.import_id.unwrap()).await.unwrap();
    assert_eq!((import.state, import.rows, import.invalid), (ImportState::Review, 1, 1));
    let items = job_item::Entity::find().filter(job_item::Column::State.eq("failed")).all(world.portal().db.read()).await.unwrap();
    assert_eq!(items.iter().map(|item| (item.idx, item.code.as_deref())).collect::<Vec<_>>(), [(5, Some("users.email_taken"))]);
}

/// IMP-B1 after kill -9 in the middle another runner continues: no row doubled, none lost
#[tokio::test]
async fn an_interrupted_import_continues() {
    let world = World::start().await;
    let count = usize::try_from(BATCH).unwrap() * 2 + 10;
    let report = world.upload(&world.admin, "people.csv", people(count), Mode::Commit).await.unwrap();
    let id = report.import_id.unwrap();
    let first = claimed(&world).await;
    assert!(step(&first, id).await.unwrap());
    // It dies in its second step, before the commit.
    let lost = first.step().await.unwrap().unwrap();
    lost.tx.conn().execute_unprepared("DELETE FROM import_rows").await.unwrap();
    drop(lost);
    assert_eq!(world.people().await.len(), usize::try_from(BATCH).unwrap());
    assert!(!jobs::run_due(world.portal()).await.unwrap(), "the lease still holds");
    world.portal().clock.advance_secs(120);
    // PostgreSQL may still hold the row of the step that was given up.
    while !jobs::run_due(world.portal()).await.unwrap() {}
    let people = world.people().await;
    assert_eq!((people.len(), people.iter().collect::<std::collections::HashSet<_>>().len()), (count, count));
    let job = stored(&world, report.job_id.unwrap()).await;
    assert_eq!((job.state.as_str(), job.succeeded), ("succeeded", i64::try_from(count).unwrap()));
    // The first runner wakes up: its claim is worth nothing any more.
    let error = switchroom_types::AppError::from(step(&first, id).await.unwrap_err());
    assert_eq!(error.code, "job.lost");
    assert_eq!(world.people().await.len(), count);
}

/// IMP-B1 two runners at once do each row once
#[tokio::test]
async fn two_runners() {
    let world = World::start().await;
    let count = usize::try_from(BATCH).unwrap() + 50;
    world.upload(&world.admin, "people.csv", people(count), Mode::Commit).await.unwrap();
    let (one, two) = tokio::join!(jobs::run_due(world.portal()), jobs::run_due(world.portal()));
    assert_ne!(one.unwrap(), two.unwrap(), "one of them claims it");
    assert_eq!(world.people().await.len(), count);
}

/// IMP-12 a preview cannot be changed while its rows are being added; a cancelled job leaves the rest for review
#[tokio::test]
async fn a_cancelled_job_leaves_the_rest() {
    let world = World::start().await;
    let count = usize::try_from(BATCH).unwrap() + 1;
    let report = world.upload(&world.admin, "people.csv", people(count), Mode::Commit).await.unwrap();
    let id = report.import_id.unwrap();
    let running = claimed(&world).await;
    let refused = switchroom_types::AppError::from(cancel(world.portal(), &world.admin, world.account, id).await.unwrap_err());
    assert_eq!(refused.code, "imports.running");
    assert!(step(&running, id).await.unwrap());
    world.portal().db.write().execute_unprepared("UPDATE jobs SET cancel_requested = TRUE").await.unwrap();
    assert!(!step(&running, id).await.unwrap());
    world.portal().clock.advance_secs(120);
    // PostgreSQL may still hold the row of the step that was given up.
    while !jobs::run_due(world.portal()).await.unwrap() {}
    assert_eq!(stored(&world, report.job_id.unwrap()).await.state, "cancelled");
    let import = get(world.portal(), &world.admin, world.account, id).await.unwrap();
    assert_eq!((import.state, import.rows), (ImportState::Review, 1));
    cancel(world.portal(), &world.admin, world.account, id).await.unwrap();
}

/// ACC-19 nobody is added to an account that was deactivated meanwhile
#[tokio::test]
async fn a_deactivated_account_takes_nobody() {
    let world = World::start().await;
    let report = world.upload(&world.admin, "people.csv", people(3), Mode::Commit).await.unwrap();
    world.portal().db.write().execute_unprepared("UPDATE accounts SET state = 'deactivated' WHERE kind = 'customer'").await.unwrap();
    assert!(jobs::run_due(world.portal()).await.unwrap());
    let job = stored(&world, report.job_id.unwrap()).await;
    assert_eq!((job.state.as_str(), job.error_code.as_deref()), ("failed", Some("account.deactivated")));
    assert!(world.people().await.is_empty());
}
