//! From pages of rows to a stream of bytes.

use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt};
use std::future::Future;
use switchroom_types::Timestamp;
use switchroom_types::list::ListQuery;
use tokio::io::AsyncReadExt;
use tokio::sync::mpsc;

use crate::access::{Actor, Signature};
use crate::error::{Error, Result};
use crate::export::{Column, Format, csv, xlsx};
use crate::history::Event;
use crate::portal::Portal;
use crate::tx::Tx;

/// Bytes read from a finished workbook at once.
const CHUNK: usize = 64 * 1024;

/// Writes a row as one line of JSON, without the line break.
pub type JsonLine<R> = fn(&R) -> serde_json::Result<Vec<u8>>;

/// What is exported, besides the rows.
pub struct Export<R: 'static> {
    /// Beginning of the file name; the date and the ending are added.
    pub name: String,
    pub format: Format,
    pub columns: &'static [Column<R>],
    pub json: Option<JsonLine<R>>,
    /// What the history will say; the filter, the format and the row count are added.
    log: Event,
}

impl<R> Export<R> {
    pub fn new(name: impl Into<String>, format: Format, columns: &'static [Column<R>], log: Event, query: &ListQuery) -> Self {
        let filter: serde_json::Map<_, _> = query.to_pairs(false).into_iter().fold(serde_json::Map::new(), |mut map, (name, value)| {
            // A repeated name keeps all its values.
            match map.get_mut(&name) {
                Some(serde_json::Value::String(first)) => {
                    let joined = format!("{first}, {value}");
                    *first = joined;
                }
                _ => {
                    map.insert(name, value.into());
                }
            }
            map
        });
        let log = log.core("format", format.ending()).core("filter", filter);
        Self { name: name.into(), format, columns, json: None, log }
    }

    /// Adds a fact to what the history will say.
    pub fn log_core(&mut self, name: &str, value: impl Into<serde_json::Value>) {
        self.log.core.insert(name.to_owned(), value.into());
    }

    pub fn json(mut self, json: JsonLine<R>) -> Self {
        self.json = Some(json);
        self
    }
}

/// A file on its way to the caller.
pub struct Download {
    pub file_name: String,
    pub content_type: &'static str,
    /// Ends with an error if not everything could be read, so that nobody takes a part for the whole.
    pub body: BoxStream<'static, Result<Bytes>>,
}

/// Reads the first page, so that bad input and a missing database are answered properly, then streams.
///
/// `page` reads the rows after a cursor and says where to go on; `None` begins, and ends.
///
/// # Errors
/// Those of `page`; 404 for JSON lines of a list that has none.
pub async fn stream<R, F, Fut>(portal: &Portal, actor: &Actor, export: Export<R>, mut page: F) -> Result<Download>
where
    R: Send + Sync + 'static,
    F: FnMut(Option<String>) -> Fut + Send + 'static,
    Fut: Future<Output = Result<(Vec<R>, Option<String>)>> + Send,
{
    let json = match (export.format, export.json) {
        (Format::Jsonl, None) => return Err(switchroom_types::AppError::not_found("page").into()),
        (_, json) => json,
    };
    let first = page(None).await?;
    let file_name = format!("{}-{}.{}", export.name, day(portal.clock.now()), export.format.ending());
    let content_type = export.format.content_type();
    let reader = Reader { portal: portal.clone(), signature: actor.signature(), log: export.log, page };
    // One page waits while another is written and a third is read.
    let (rows, received) = mpsc::channel::<Vec<R>>(1);
    let reading = async move { reader.run(first, rows).await };
    let columns = export.columns;
    let body = match export.format {
        Format::Csv { bom } => text(reading, received, csv::header(columns, bom), move |page| Ok(csv::rows(columns, page))),
        Format::Jsonl => text(reading, received, Vec::new(), move |page| lines(json, page)),
        Format::Xlsx => workbook(reading, received, columns),
    };
    Ok(Download { file_name, content_type, body })
}

fn day(now: Timestamp) -> String {
    now.to_utc().map(|at| at.format("%Y-%m-%d").to_string()).unwrap_or_default()
}

fn lines<R>(json: Option<JsonLine<R>>, page: &[R]) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(page.len() * 256);
    for row in page {
        if let Some(json) = json {
            out.extend_from_slice(&json(row).map_err(|error| Error::corrupt(error.to_string()))?);
            out.push(b'\n');
        }
    }
    Ok(out)
}

struct Reader<F> {
    portal: Portal,
    signature: Signature,
    log: Event,
    page: F,
}

impl<F> Reader<F> {
    /// Reads to the end, or until nobody takes the rows any more; then notes the export in the history.
    async fn run<R, Fut>(mut self, first: (Vec<R>, Option<String>), rows: mpsc::Sender<Vec<R>>) -> Result<()>
    where
        F: FnMut(Option<String>) -> Fut,
        Fut: Future<Output = Result<(Vec<R>, Option<String>)>>,
    {
        let mut count = 0;
        let mut complete = false;
        let mut failure = None;
        let mut next = Some(first);
        while let Some((page, cursor)) = next.take() {
            let length = page.len();
            if rows.send(page).await.is_err() {
                break;
            }
            count += length as u64;
            match cursor {
                None => complete = true,
                Some(cursor) => match (self.page)(Some(cursor)).await {
                    Ok(page) => next = Some(page),
                    Err(error) => failure = Some(error),
                },
            }
        }
        let mut tx = Tx::begin_as(&self.portal, self.signature).await?;
        tx.record(self.log.core("rows", count).core("complete", complete));
        tx.commit().await?;
        failure.map_or(Ok(()), Err)
    }
}

/// Text formats: each page becomes a chunk; the stream ends only after the reader has ended well.
fn text<R: Send + Sync + 'static>(
    reading: impl Future<Output = Result<()>> + Send + 'static,
    received: mpsc::Receiver<Vec<R>>,
    header: Vec<u8>,
    encode: impl Fn(&[R]) -> Result<Vec<u8>> + Send + 'static,
) -> BoxStream<'static, Result<Bytes>> {
    let reading = tokio::spawn(reading);
    let head = futures::stream::iter((!header.is_empty()).then(|| Ok(Bytes::from(header))));
    let rows = futures::stream::unfold(Some((received, reading, encode)), |state| async move {
        let (mut received, reading, encode) = state?;
        match received.recv().await {
            Some(page) => Some((encode(&page).map(Bytes::from), Some((received, reading, encode)))),
            None => match reading.await {
                Ok(Ok(())) => None,
                Ok(Err(error)) => Some((Err(error), None)),
                Err(error) => Some((Err(Error::corrupt(format!("the export stopped: {error}"))), None)),
            },
        }
    });
    head.chain(rows).boxed()
}

fn workbook<R: Send + 'static>(
    reading: impl Future<Output = Result<()>> + Send + 'static,
    received: mpsc::Receiver<Vec<R>>,
    columns: &'static [Column<R>],
) -> BoxStream<'static, Result<Bytes>> {
    let file = async move {
        let reading = tokio::spawn(reading);
        let written = tokio::task::spawn_blocking(move || xlsx::write(columns, received));
        let stopped = |error: tokio::task::JoinError| Error::corrupt(format!("the export stopped: {error}"));
        let file = written.await.map_err(stopped)??;
        reading.await.map_err(stopped)??;
        Ok::<_, Error>(tokio::fs::File::from_std(file))
    };
    futures::stream::once(file)
        .flat_map(|file| match file {
            Ok(file) => chunks(file).boxed(),
            Err(error) => futures::stream::iter([Err(error)]).boxed(),
        })
        .boxed()
}

fn chunks(file: tokio::fs::File) -> impl futures::Stream<Item = Result<Bytes>> + Send {
    futures::stream::unfold(Some(file), |file| async move {
        let mut file = file?;
        let mut chunk = Vec::with_capacity(CHUNK);
        match (&mut file).take(CHUNK as u64).read_to_end(&mut chunk).await {
            Ok(0) => None,
            Ok(_) => Some((Ok(Bytes::from(chunk)), Some(file))),
            Err(error) => Some((Err(Error::from(error)), None)),
        }
    })
}
