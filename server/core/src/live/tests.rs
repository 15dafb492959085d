//! Against both databases: what reaches an open page, and when its stream ends.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use futures::StreamExt;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, TransactionTrait};
use std::time::Duration;
use switchroom_entity::account_manager;
use switchroom_types::AccountId;
use switchroom_types::access::{Role, Scope};
use switchroom_types::history::{Action, Asset};
use switchroom_types::live::Topic;
use switchroom_types::partner_access::{AccessApproval, AccessMode, AccessRequestForm};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::*;
use crate::access::Actor;
use crate::history::Event;
use crate::partner_access;
use crate::portal::Portal;
use crate::test::TestPortal;
use crate::users::row::NewUser;

/// A portal whose pump runs until the guard is dropped.
async fn started() -> (TestPortal, DropGuard) {
    let test = TestPortal::start().await;
    let stop = CancellationToken::new();
    start(&test.portal, &stop).await.unwrap();
    (test, stop.drop_guard())
}

async fn next(stream: &mut LiveStream) -> LiveItem {
    tokio::time::timeout(Duration::from_secs(5), stream.next()).await.expect("nothing came").expect("the stream ended")
}

/// Past what a page hears of that was written before it opened.
async fn next_change(stream: &mut LiveStream) -> LiveItem {
    loop {
        let item = next(stream).await;
        if !item.data.assets.contains(&Asset::Account) {
            return item;
        }
    }
}

/// A change in the account that only leaves its event.
async fn touch(portal: &Portal, actor: &Actor, account: AccountId) {
    let mut tx = portal.begin(actor).await.unwrap();
    tx.record(Event::new(account, actor.partner_id, Action::Edit, Asset::User).of("x", "X"));
    tx.commit().await.unwrap();
}

async fn person(test: &TestPortal, account: AccountId, role: Role, scope: Option<Scope>, email: &str) -> Actor {
    let id = test.person(NewUser { role, scope, ..NewUser::member(account, email) }).await;
    test.sign_in(id, account).await
}

/// HIST-B2, NOTIF-B1 each page hears of what its viewer may see, and of nothing else
#[tokio::test]
async fn marks_reach_those_who_may_know() {
    let (test, _stop) = started().await;
    let portal = &test.portal;
    let (ours, theirs) = (test.partner("Northwind").await, test.partner("Harbour").await);
    let manager = person(&test, ours.account_id, Role::Partner, Some(Scope::Assigned), "manager@northwind.example").await;
    let admin = person(&test, ours.account_id, Role::Admin, None, "admin@northwind.example").await;
    let user = person(&test, ours.account_id, Role::User, None, "user@northwind.example").await;
    let mut streams = Vec::new();
    for actor in [&ours, &manager, &admin, &user, &theirs] {
        let mut stream = stream(portal, actor, None).await.unwrap();
        assert_eq!(next(&mut stream).await.topic, Topic::Ready);
        streams.push(stream);
    }
    touch(portal, &ours, ours.account_id).await;
    touch(portal, &theirs, theirs.account_id).await;
    let mut tx = portal.begin_as_system().await.unwrap();
    for actor in [&manager, &user] {
        tx.wake_user(actor.user_id, Topic::Notifications, &Default::default());
    }
    tx.commit_without_history("test data").await.unwrap();
    let (administrator, account_admin, other) =
        (next_change(&mut streams[0]).await, next_change(&mut streams[2]).await, next_change(&mut streams[4]).await);
    assert_eq!((administrator.topic, administrator.data.account_id), (Topic::History, Some(ours.account_id)));
    assert_eq!(administrator.data.assets, [Asset::User]);
    assert_eq!(account_admin.data.account_id, Some(ours.account_id));
    assert_eq!(other.data.account_id, Some(theirs.account_id));
    assert_eq!(next_change(&mut streams[1]).await.topic, Topic::Notifications, "an Account Manager hears nothing of accounts not assigned");
    assert_eq!(next_change(&mut streams[3]).await.topic, Topic::Notifications, "plain users hear only what is addressed to them");
    let assignment = account_manager::ActiveModel {
        account_id: Set(ours.account_id.0),
        user_id: Set(manager.user_id.0),
        assigned_at: Set(0),
        assigned_by: Set("test".into()),
    };
    account_manager::Entity::insert(assignment).exec_without_returning(portal.db.write()).await.unwrap();
    touch(portal, &ours, ours.account_id).await;
    assert_eq!(next_change(&mut streams[1]).await.data.account_id, Some(ours.account_id), "a new assignment acts on the open stream");
}

/// ACC-B4 of an account that lets its partner in on approval a partner user's open page hears nothing but the answer
#[tokio::test]
async fn a_closed_account_is_silent() {
    let (test, _stop) = started().await;
    let portal = &test.portal;
    let partner = test.partner("Northwind").await;
    let account = test.customer(&partner, "Ballad", |_| ()).await;
    let admin = person(&test, account, Role::Admin, None, "admin@ballad.example").await;
    let mut page = stream(portal, &partner, None).await.unwrap();
    assert_eq!(next(&mut page).await.topic, Topic::Ready);
    touch(portal, &admin, account).await;
    assert_eq!(next_change(&mut page).await.data.assets, [Asset::User]);
    partner_access::set_mode(portal, &admin, account, AccessMode::OnApproval).await.unwrap();
    assert_eq!(next_change(&mut page).await.data.assets, [Asset::PartnerAccess]);
    touch(portal, &admin, account).await;
    let form = AccessRequestForm { reason: "Line down".to_owned(), hours: 1 };
    let asked = partner_access::request(portal, &partner, account, &form).await.unwrap();
    assert_eq!(next_change(&mut page).await.data.assets, [Asset::PartnerAccess], "what happened in between is not told");
    partner_access::approve(portal, &admin, account, asked.requests[0].id, AccessApproval::default()).await.unwrap();
    touch(portal, &admin, account).await;
    let heard = loop {
        let item = next_change(&mut page).await;
        if item.topic == Topic::History && item.data.assets != [Asset::PartnerAccess] {
            break item.data.assets;
        }
    };
    assert_eq!(heard, [Asset::User]);
}

/// NOTIF-B1 a page that was away gets what it missed; one that was away for too long is told to load again
#[tokio::test]
async fn a_stream_is_taken_up_again_without_loss() {
    let (test, _stop) = started().await;
    let portal = &test.portal;
    let actor = test.partner("Northwind").await;
    let mut first = stream(portal, &actor, None).await.unwrap();
    next(&mut first).await;
    touch(portal, &actor, actor.account_id).await;
    let seen = next_change(&mut first).await;
    drop(first);
    for _ in 0..3 {
        touch(portal, &actor, actor.account_id).await;
    }
    let mut again = stream(portal, &actor, Some(seen.resume)).await.unwrap();
    assert_eq!(next(&mut again).await.topic, Topic::Ready);
    let mut last = seen.data.seq.unwrap().1;
    while last < seen.data.seq.unwrap().1 + 3 {
        let (from, to) = next_change(&mut again).await.data.seq.unwrap();
        assert!(from <= last + 1, "nothing is skipped");
        last = last.max(to);
    }
    let mut stale = stream(portal, &actor, Some(Cursor { txid: 0, id: 900_000 })).await.unwrap();
    assert_eq!(next(&mut stale).await.topic, Topic::Resync);
}

/// NOTIF-B1 a page that was opened before anything was settled goes on from the beginning, until that has been swept away
#[tokio::test]
async fn the_beginning_is_a_place() {
    let (test, _stop) = started().await;
    let portal = &test.portal;
    let actor = test.partner("Northwind").await;
    touch(portal, &actor, actor.account_id).await;
    // The sweep takes the row that stands for the beginning as soon as there is another one.
    sweep(portal).await.unwrap();
    let mut page = stream(portal, &actor, Some(Cursor::default())).await.unwrap();
    assert_eq!(next(&mut page).await.topic, Topic::Ready);
    assert_eq!(next_change(&mut page).await.data.assets, [Asset::User]);
    portal.db.write().execute_unprepared("DELETE FROM live_marks WHERE id <= 1").await.unwrap();
    let mut page = stream(portal, &actor, Some(Cursor::default())).await.unwrap();
    assert_eq!(next(&mut page).await.topic, Topic::Resync);
}

/// AUTH-16, AUTH-26 a revoked session, a deactivated person and a changed role end the stream
#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let (test, _stop) = started().await;
    let portal = &test.portal;
    let partner = test.partner("Northwind").await;
    for (n, sql) in [
        "DELETE FROM sessions WHERE user_id = $1",
        "UPDATE users SET status = 'inactive' WHERE id = $1",
        "UPDATE users SET role = 'user' WHERE id = $1",
        "UPDATE accounts SET state = 'deactivated' WHERE id = (SELECT account_id FROM users WHERE id = $1)",
    ]
    .into_iter()
    .enumerate()
    {
        let admin = person(&test, partner.account_id, Role::Admin, None, &format!("admin{n}@northwind.example")).await;
        let mut stream = stream(portal, &admin, None).await.unwrap();
        next(&mut stream).await;
        let statement = sea_orm::Statement::from_sql_and_values(portal.db.backend(), sql, [admin.user_id.0.into()]);
        portal.db.write().execute_raw(statement).await.unwrap();
        while next(&mut stream).await.topic != Topic::Session {}
        assert!(stream.next().await.is_none());
    }
}

/// A person cannot open streams without end
#[tokio::test]
async fn open_streams_are_limited() {
    let (test, _stop) = started().await;
    let actor = test.partner("Northwind").await;
    let mut open = Vec::new();
    let refused = loop {
        match stream(&test.portal, &actor, None).await {
            Ok(stream) => open.push(stream),
            Err(error) => break switchroom_types::AppError::from(error),
        }
    };
    assert_eq!((refused.status, open.len()), (429, 16));
    open.pop();
    assert!(stream(&test.portal, &actor, None).await.is_ok());
}

/// A transaction that takes long neither holds up other people's marks nor loses its own
#[tokio::test]
async fn a_long_transaction_does_not_hold_up_the_others() {
    let (test, _stop) = started().await;
    let portal = &test.portal;
    if portal.db.is_sqlite() {
        return; // One writer: there is no other order than that of the commits.
    }
    let actor = test.partner("Northwind").await;
    let other = test.partner("Harbour").await;
    let mut open = stream(portal, &actor, None).await.unwrap();
    next(&mut open).await;
    let mut slow = portal.begin(&actor).await.unwrap();
    slow.conn().execute_unprepared("SELECT pg_current_xact_id()").await.unwrap();
    slow.record(Event::new(actor.account_id, actor.partner_id, Action::Edit, Asset::Order).of("slow", "Slow"));
    let unrelated = portal.db.write().begin().await.unwrap();
    unrelated.execute_unprepared("SELECT pg_current_xact_id()").await.unwrap();
    touch(portal, &actor, actor.account_id).await;
    touch(portal, &other, other.account_id).await;
    let fast = next_change(&mut open).await;
    assert_eq!(fast.data.assets, [Asset::User]);
    slow.commit().await.unwrap();
    assert_eq!(next_change(&mut open).await.data.assets, [Asset::Order]);
    let mut again = stream(portal, &actor, Some(fast.resume)).await.unwrap();
    assert!(matches!(next(&mut again).await.topic, Topic::Ready | Topic::Resync));
    unrelated.rollback().await.unwrap();
}
