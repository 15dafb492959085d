//! Against both databases: the bell and the inbox.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use switchroom_types::AppError;
use switchroom_types::list::ListQuery;
use switchroom_types::notifications::{NotificationRow, NotificationStatus};

use super::*;
use crate::access::Actor;
use crate::test::TestPortal;

async fn ring(test: &TestPortal, actor: &Actor, title: &str, status: NotificationStatus) {
    let mut tx = test.portal.begin_as_system().await.unwrap();
    let notice = Notice {
        user_id: actor.user_id,
        account_id: actor.account_id,
        about: Some(actor.account_id),
        kind: "mail",
        status,
        code: "mail.failed",
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
        ring(&test, &actor, title, NotificationStatus::Failed).await;
    }
    let rows = inbox(&test, &actor, "").await;
    assert_eq!(rows.iter().map(|row| row.title.as_str()).collect::<Vec<_>>(), ["three", "two", "one"]);
    assert_eq!(rows[0].about_account_name.as_deref(), Some("Northwind"));
    assert_eq!(pending(&test.portal, actor.user_id).await.unwrap(), 3);
    assert_eq!(mark_read(&test.portal, &actor, &[rows[0].id]).await.unwrap(), 1);
    assert_eq!(pending(&test.portal, actor.user_id).await.unwrap(), 2);
    let dismissed = dismiss(&test.portal, &actor, None).await.unwrap();
    assert_eq!((dismissed.len(), pending(&test.portal, actor.user_id).await.unwrap()), (3, 0));
    ring(&test, &actor, "four", NotificationStatus::Info).await;
    assert_eq!(inbox(&test, &actor, "filter.dismissed=true").await.len(), 3, "they come back as earlier ones");
    assert_eq!(pending(&test.portal, actor.user_id).await.unwrap(), 1, "and never count again");
    assert_eq!(restore(&test.portal, &actor, &dismissed[..2]).await.unwrap(), 2);
    assert_eq!(inbox(&test, &actor, "filter.dismissed=false").await.len(), 3);
    delete(&test.portal, &actor, rows[0].id).await.unwrap();
    assert_eq!(AppError::from(delete(&test.portal, &actor, rows[0].id).await.unwrap_err()).code, "notification.not_found");
    assert_eq!(inbox(&test, &actor, "search=TWO").await.len(), 1);
    assert_eq!(inbox(&test, &actor, "filter.status=info&filter.kind=mail").await[0].title, "four");
}

/// NOTIF-01 nobody reads or changes another person's notifications
#[tokio::test]
async fn the_bell_is_personal() {
    let test = TestPortal::start().await;
    let (actor, other) = (test.partner("Northwind").await, test.partner("Harbour").await);
    ring(&test, &actor, "one", NotificationStatus::Failed).await;
    let id = inbox(&test, &actor, "").await[0].id;
    assert!(inbox(&test, &other, "").await.is_empty());
    assert_eq!(mark_read(&test.portal, &other, &[id]).await.unwrap(), 0);
    assert!(dismiss(&test.portal, &other, Some(&[id])).await.unwrap().is_empty());
    assert_eq!(AppError::from(delete(&test.portal, &other, id).await.unwrap_err()).status, 404);
    assert_eq!(pending(&test.portal, actor.user_id).await.unwrap(), 1);
    let unknown = list(&test.portal, &actor, ListQuery { filters: vec![("kind".into(), "spoon".into())], ..Default::default() });
    assert_eq!(AppError::from(unknown.await.unwrap_err()).status, 422);
}
