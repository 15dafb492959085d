//! Against both databases: the bell and the inbox.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use switchroom_types::AppError;
use switchroom_types::list::ListQuery;
use switchroom_types::notifications::{NoticeCode, NotificationRow, NotificationStatus};

use super::*;
use crate::access::Actor;
use crate::test::TestPortal;

async fn ring(test: &TestPortal, actor: &Actor, title: &str, code: NoticeCode) {
    let mut tx = test.portal.begin_as_system().await.unwrap();
    let notice = Notice {
        user_id: actor.user_id,
        account_id: actor.account_id,
        about: Some(actor.account_id),
        code,
        args: serde_json::Map::new(),
        title: title.to_owned(),
        detail: Some(format!("{title}: 550 no such box")),
        link: None,
    };
    notify(&mut tx, notice).await.unwrap();
    tx.commit_without_history("test data").await.unwrap();
}

async fn inbox(test: &TestPortal, actor: &Actor, url: &str) -> Vec<NotificationRow> {
    let pairs: Vec<(&str, &str)> = url.split('&').filter_map(|pair| pair.split_once('=')).collect();
    list(&test.portal, actor, ListQuery::from_pairs(pairs).unwrap()).await.unwrap().items
}

/// NOTIF-02, NOTIF-05, NOTIF-06, NOTIF-B2 reading, dismissing, bringing back and deleting
#[tokio::test]
async fn a_person_tidies_up() {
    let test = TestPortal::start().await;
    let actor = test.partner("Northwind").await;
    for title in ["one", "two", "three"] {
        ring(&test, &actor, title, NoticeCode::MailFailed).await;
    }
    let rows = inbox(&test, &actor, "").await;
    assert_eq!(rows.iter().map(|row| row.title.as_str()).collect::<Vec<_>>(), ["three", "two", "one"]);
    assert_eq!(rows[0].about_account_name.as_deref(), Some("Northwind"));
    assert_eq!(pending(&test.portal, actor.user_id).await.unwrap(), 3);
    assert_eq!(mark_read(&test.portal, &actor, &[rows[0].id]).await.unwrap(), 1);
    assert_eq!(pending(&test.portal, actor.user_id).await.unwrap(), 2);
    let dismissed = dismiss(&test.portal, &actor, None).await.unwrap();
    assert_eq!((dismissed.len(), pending(&test.portal, actor.user_id).await.unwrap()), (3, 0));
    ring(&test, &actor, "four", NoticeCode::AccountReactivated).await;
    assert_eq!(inbox(&test, &actor, "filter.dismissed=true").await.len(), 3, "they come back as earlier ones");
    assert_eq!(pending(&test.portal, actor.user_id).await.unwrap(), 1, "and never count again");
    assert_eq!(restore(&test.portal, &actor, &dismissed[..2]).await.unwrap(), 2);
    assert_eq!(inbox(&test, &actor, "filter.dismissed=false").await.len(), 3);
    delete(&test.portal, &actor, rows[0].id).await.unwrap();
    assert_eq!(AppError::from(delete(&test.portal, &actor, rows[0].id).await.unwrap_err()).code, "notification.not_found");
    assert_eq!(inbox(&test, &actor, "search=TWO").await.len(), 1);
    assert_eq!(inbox(&test, &actor, "filter.status=info&filter.kind=account").await[0].title, "four");
}

/// NOTIF-01 nobody reads or changes another person's notifications
#[tokio::test]
async fn the_bell_is_personal() {
    let test = TestPortal::start().await;
    let (actor, other) = (test.partner("Northwind").await, test.partner("Harbour").await);
    ring(&test, &actor, "one", NoticeCode::MailFailed).await;
    let id = inbox(&test, &actor, "").await[0].id;
    assert!(inbox(&test, &other, "").await.is_empty());
    assert_eq!(mark_read(&test.portal, &other, &[id]).await.unwrap(), 0);
    assert!(dismiss(&test.portal, &other, Some(&[id])).await.unwrap().is_empty());
    assert_eq!(AppError::from(delete(&test.portal, &other, id).await.unwrap_err()).status, 404);
    assert_eq!(pending(&test.portal, actor.user_id).await.unwrap(), 1);
    let unknown = list(&test.portal, &actor, ListQuery { filters: vec![("kind".into(), "spoon".into())], ..Default::default() });
    assert_eq!(AppError::from(unknown.await.unwrap_err()).status, 422);
}

/// NOTIF-B5 the same failure again counts on the entry that is there; another one, or one already read of, is an entry of
/// its own
#[tokio::test]
async fn identical_failures_collapse() {
    let test = TestPortal::start().await;
    let (actor, other) = (test.partner("Northwind").await, test.partner("Harbour").await);
    ring(&test, &actor, "one", NoticeCode::MailFailed).await;
    let first = inbox(&test, &actor, "").await[0].clone();
    assert_eq!((first.times, first.first_at), (1, None));
    ring(&test, &actor, "two", NoticeCode::MailFailed).await;
    test.portal.clock.advance_secs(60);
    ring(&test, &actor, "one", NoticeCode::MailFailed).await;
    ring(&test, &actor, "one", NoticeCode::MailFailed).await;
    ring(&test, &other, "one", NoticeCode::MailFailed).await;
    let rows = inbox(&test, &actor, "").await;
    assert_eq!(rows.iter().map(|row| (row.title.as_str(), row.times)).collect::<Vec<_>>(), [("one", 3), ("two", 1)]);
    assert_eq!((rows[0].id, rows[0].first_at), (first.id, Some(first.created_at)));
    assert!(rows[0].created_at > first.created_at, "the time is that of the newest");
    assert_eq!(pending(&test.portal, actor.user_id).await.unwrap(), 2, "the badge counts one");
    assert_eq!(inbox(&test, &other, "").await[0].times, 1, "everybody's own");
    mark_read(&test.portal, &actor, &[first.id]).await.unwrap();
    ring(&test, &actor, "one", NoticeCode::MailFailed).await;
    let again = inbox(&test, &actor, "").await;
    assert_eq!((again.len(), again[0].times, again[1].times), (3, 1, 3), "what has been read of does not come back");
    dismiss(&test.portal, &actor, None).await.unwrap();
    ring(&test, &actor, "one", NoticeCode::MailFailed).await;
    assert_eq!(pending(&test.portal, actor.user_id).await.unwrap(), 1);
    for _ in 0..2 {
        ring(&test, &actor, "good news", NoticeCode::AccountReactivated).await;
    }
    assert_eq!(inbox(&test, &actor, "search=good").await.len(), 2, "only failures collapse");
}

/// NOTIF-B5 replicas that report the same failure at the same moment make one entry
#[tokio::test]
async fn simultaneous_failures_collapse() {
    let test = TestPortal::start().await;
    let actor = test.partner("Northwind").await;
    futures::future::join_all((0..6).map(|_| ring(&test, &actor, "one", NoticeCode::MailFailed))).await;
    let rows = inbox(&test, &actor, "").await;
    assert_eq!((rows.len(), rows[0].times), (1, 6));
}

/// NOTIF-08 every code has a kind and a severity, and failures are what needs most attention
#[test]
fn codes_are_classified() {
    use switchroom_types::notifications::Severity;
    for code in NoticeCode::ALL {
        let failed = code.status() == NotificationStatus::Failed;
        assert_eq!(failed, code.severity() == Severity::Error, "{code}");
        assert_eq!(Severity::of(code.as_str(), code.status()), code.severity());
    }
    assert_eq!(Severity::of("job.user_import", NotificationStatus::PartlyFailed), Severity::Warning);
    assert!(Severity::Info < Severity::Warning && Severity::Warning < Severity::Error);
}
