//! Against both databases: a partner's creation runs through every foundation (transaction, history, outbox, links).

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Statement};
use switchroom_entity::{event, live_mark, mail};

use super::*;
use crate::test::TestPortal;

/// AUTH-03 creating a partner stores account, Administrator, welcome mail and history in one transaction
#[tokio::test]
async fn a_partner_is_created_with_its_account_and_administrator() {
    let test = TestPortal::start().await;
    let new = NewPartner {
        name: "Northwind Voice".into(),
        country: "DE".into(),
        first_name: "Mira".into(),
        last_name: "Okafor".into(),
        email: "mira@northwind.example".into(),
        language: "de".into(),
        ..Default::default()
    };
    let created = create(&test.portal, new).await.unwrap();
    assert!(created.registration_link.starts_with("http://127.0.0.1:3000/register/"));
    let db = test.portal.db.read();
    let events = event::Entity::find().all(db).await.unwrap();
    assert_eq!(events.iter().map(|event| (event.seq, event.actor_name.as_str())).collect::<Vec<_>>(), [(1, "System"), (2, "System")]);
    let mails = mail::Entity::find().all(db).await.unwrap();
    assert_eq!((mails.len(), mails[0].subject.as_str()), (1, "Willkommen bei Switchroom"));
    assert!(!String::from_utf8_lossy(&mails[0].body_sealed).contains("register"), "the link is sealed at rest");
    // The migration leaves one with the id 0, where readers begin.
    assert_eq!(live_mark::Entity::find().filter(live_mark::Column::Id.gt(0)).count(db).await.unwrap(), 1);
    let marks = crate::live::marks_after(&test.portal, crate::live::Cursor::default(), 500).await.unwrap();
    assert_eq!(marks[0].data.seq, Some((1, 2)));
}

/// AUTH-03 a partner without a name or with a bad address is refused at the fields
#[tokio::test]
async fn bad_input_creates_nothing() {
    let test = TestPortal::start().await;
    let error = create(&test.portal, NewPartner { email: "nobody".into(), ..Default::default() }).await.unwrap_err();
    let error = switchroom_types::AppError::from(error);
    assert_eq!(error.status, 422);
    assert!(["name", "first_name", "last_name", "email"].iter().all(|field| error.field(field).is_some()));
    let row = test.portal.db.read().query_one_raw(Statement::from_string(test.portal.db.backend(), "SELECT COUNT(*) AS n FROM accounts"));
    assert_eq!(row.await.unwrap().unwrap().try_get::<i64>("", "n").unwrap(), 0);
}
