#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use calamine::{Data, Reader as _};
use futures::TryStreamExt;
use sea_orm::{EntityTrait, QueryOrder};
use switchroom_entity::event;
use switchroom_types::history::{Action, Asset};
use switchroom_types::{AppError, Timestamp};

use super::*;
use crate::Actor;
use crate::error::{Error, Result};
use crate::history::Event;
use crate::test::TestPortal;
use switchroom_types::list::ListQuery;

#[derive(Clone, Debug, serde::Serialize)]
struct Row {
    name: String,
    count: i64,
    at: Option<Timestamp>,
}

const COLUMNS: &[Column<Row>] = &[
    Column::new("Name", |row| Cell::text(&row.name)),
    Column::new("Count", |row| Cell::Int(row.count)),
    Column::new("At", |row| Cell::time(row.at)),
];

fn row(name: &str, count: i64) -> Row {
    Row { name: name.to_owned(), count, at: Some(Timestamp(1_700_000_000_000_000)) }
}

fn export(actor: &Actor, format: Format) -> Export<Row> {
    let mut query = ListQuery { search: "ada".into(), ..Default::default() };
    query.set_filter("product", Some("one"));
    let log = Event::new(actor.account_id, actor.partner_id, Action::Export, Asset::User).of(actor.account_id, "Users");
    Export::new("users", format, COLUMNS, log, &query).json(serde_json::to_vec)
}

type Answer = std::future::Ready<Result<(Vec<Row>, Option<String>)>>;

/// Pages of the given sizes, one after the other.
fn pages(pages: Vec<Vec<Row>>) -> impl FnMut(Option<String>) -> Answer + Send + 'static {
    move |cursor| {
        let at: usize = cursor.map(|cursor| cursor.parse().unwrap()).unwrap_or_default();
        let next = (at + 1 < pages.len()).then(|| (at + 1).to_string());
        std::future::ready(Ok((pages[at].clone(), next)))
    }
}

async fn bytes(download: Download) -> Result<Vec<u8>> {
    download
        .body
        .try_fold(Vec::new(), |mut all, chunk| async move {
            all.extend_from_slice(&chunk);
            Ok(all)
        })
        .await
}

async fn last_event(test: &TestPortal) -> event::Model {
    event::Entity::find().order_by_desc(event::Column::Seq).one(test.portal.db.read()).await.unwrap().unwrap()
}

/// HIST-B3 CSV is safe against formulas, quoted by RFC 4180, and its export is an event with filter and row count
#[tokio::test]
async fn csv_is_quoted_neutralised_and_logged() {
    let test = TestPortal::start().await;
    let actor = test.partner("Northwind").await;
    let rows = vec![
        vec![row("=1+1", -5), row("+49 30 1234", 0), row("Ada \"Countess\" Lovelace, London", 1)],
        vec![row("two\nlines", 2), row("@SUM(A1)", 3), row("-x", 4), row("\tx", 5), row("Ünal", 6)],
    ];
    let download = stream(&test.portal, &actor, export(&actor, Format::Csv { bom: true }), pages(rows)).await.unwrap();
    assert!(download.file_name.starts_with("users-20") && download.file_name.ends_with(".csv"));
    let text = String::from_utf8(bytes(download).await.unwrap()).unwrap();
    let at = "2023-11-14T22:13:20.000000Z";
    let expected = format!(
        "\u{feff}Name,Count,At\r\n'=1+1,-5,{at}\r\n'+49 30 1234,0,{at}\r\n\"Ada \"\"Countess\"\" Lovelace, London\",1,{at}\r\n\
         \"two\nlines\",2,{at}\r\n'@SUM(A1),3,{at}\r\n'-x,4,{at}\r\n\"'\tx\",5,{at}\r\nÜnal,6,{at}\r\n"
    );
    assert_eq!(text, expected);
    let event = last_event(&test).await;
    assert_eq!((event.action.as_str(), event.asset.as_str()), ("Export", "User"));
    assert_eq!((&event.core["rows"], &event.core["complete"]), (&8.into(), &true.into()));
    assert_eq!(event.core["filter"], serde_json::json!({"search": "ada", "filter.product": "one"}));
}

/// HIST-B3 JSON lines carry one row each; a list without them answers as if they were not there
#[tokio::test]
async fn json_lines() {
    let test = TestPortal::start().await;
    let actor = test.partner("Northwind").await;
    let download = stream(&test.portal, &actor, export(&actor, Format::Jsonl), pages(vec![vec![row("=a", 1)], vec![row("b", 2)]])).await;
    let text = String::from_utf8(bytes(download.unwrap()).await.unwrap()).unwrap();
    assert_eq!(text.lines().count(), 2);
    assert!(text.starts_with("{\"name\":\"=a\",\"count\":1,"));
    let mut without = export(&actor, Format::Jsonl);
    without.json = None;
    let error = AppError::from(stream(&test.portal, &actor, without, pages(vec![vec![]])).await.err().unwrap());
    assert_eq!(error.status, 404);
}

/// A workbook holds the same rows, text as text
#[tokio::test]
async fn workbook_holds_every_row_as_text() {
    let test = TestPortal::start().await;
    let actor = test.partner("Northwind").await;
    let rows: Vec<Vec<Row>> = (0..3).map(|page| (0..500).map(|n| row(&format!("=row {page} {n}"), n)).collect()).collect();
    let download = stream(&test.portal, &actor, export(&actor, Format::Xlsx), pages(rows)).await.unwrap();
    let file = std::io::Cursor::new(bytes(download).await.unwrap());
    let mut book = calamine::Xlsx::new(file).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    assert_eq!(sheet.height(), 1_501);
    assert_eq!(sheet.get_value((1_500, 0)), Some(&Data::String("=row 2 499".into())));
    assert_eq!(sheet.get_value((1_500, 1)), Some(&Data::Float(499.0)));
    assert_eq!(last_event(&test).await.core["rows"], 1_500);
}

/// HIST-B3 a reader that goes away stops the reading, and the history tells how far it came
#[tokio::test]
async fn an_abandoned_export_is_logged_as_incomplete() {
    let test = TestPortal::start().await;
    let actor = test.partner("Northwind").await;
    let rows: Vec<Vec<Row>> = (0..50).map(|_| vec![row("x", 1); 10]).collect();
    let download = stream(&test.portal, &actor, export(&actor, Format::Csv { bom: false }), pages(rows)).await.unwrap();
    let mut body = download.body;
    body.try_next().await.unwrap();
    drop(body);
    let event = loop {
        let event = event::Entity::find().order_by_desc(event::Column::Seq).one(test.portal.db.read()).await.unwrap().unwrap();
        if event.action == "Export" {
            break event;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!(event.core["complete"], false);
    assert!(event.core["rows"].as_i64().unwrap() < 500);
}

/// A failure in the middle ends the stream with an error, never with a file that looks complete
#[tokio::test]
async fn a_failure_in_the_middle_is_not_an_end() {
    let test = TestPortal::start().await;
    let actor = test.partner("Northwind").await;
    for format in [Format::Csv { bom: false }, Format::Xlsx] {
        let page = |cursor: Option<String>| {
            std::future::ready(match cursor {
                None => Ok((vec![row("x", 1)], Some("1".to_owned()))),
                Some(_) => Err(Error::corrupt("gone")),
            })
        };
        let download = stream(&test.portal, &actor, export(&actor, format), page).await.unwrap();
        assert!(bytes(download).await.is_err());
        assert_eq!(last_event(&test).await.core["complete"], false);
    }
}
