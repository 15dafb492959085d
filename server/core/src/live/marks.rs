//! The stored marks, in an order that never skips one.
//!
//! On SQLite the row's number is the order of commits: there is one writer. On PostgreSQL transactions commit in another
//! order than they took their numbers, so a mark carries its transaction's id, and a mark is *settled* once every
//! transaction with a smaller id has ended (`pg_snapshot_xmin`). Up to the last settled mark nothing can appear any more;
//! that is the place where reading, and a page that reconnects, goes on. Marks that are not settled yet are delivered at
//! once all the same, so that one long transaction does not hold up everybody's pages, and again to those who reconnect:
//! a mark only says "look again", twice does no harm.

use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};
use std::fmt;
use std::str::FromStr;
use switchroom_types::live::{Mark, Topic};
use switchroom_types::{AccountId, PartnerId, UserId};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::live::LiveMark;
use crate::portal::Portal;

/// How long marks are kept for pages that reconnect, in seconds.
const KEPT: i64 = 3_600;
pub(super) const BATCH: usize = 500;

/// A place in the stream of marks; travels as `Last-Event-ID`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor {
    pub txid: i64,
    pub id: i64,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.txid, self.id)
    }
}

impl FromStr for Cursor {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self> {
        let parts = text.split_once('-').and_then(|(txid, id)| Some(Self { txid: txid.parse().ok()?, id: id.parse().ok()? }));
        parts.ok_or_else(|| Error::corrupt("not a live cursor"))
    }
}

fn settled(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => "txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
        _ => "TRUE",
    }
}

/// At most [`BATCH`] marks after `from`, each with whether it is settled. `resume` is `floor` or the mark itself.
pub(super) async fn page(portal: &Portal, from: Cursor, floor: &mut Cursor) -> Result<Vec<(LiveMark, bool)>> {
    let backend = portal.db.backend();
    let sql = format!(
        "SELECT id, txid, partner_id, account_id, user_id, topic, data, {} AS settled FROM live_marks \
         WHERE (txid, id) > ($1, $2) ORDER BY txid, id LIMIT {BATCH}",
        settled(backend)
    );
    let statement = Statement::from_sql_and_values(backend, sql, [from.txid.into(), from.id.into()]);
    let rows = portal.db.read().query_all_raw(statement).await?;
    let mut marks = Vec::with_capacity(rows.len());
    for row in &rows {
        let is_settled: bool = row.try_get("", "settled")?;
        let cursor = Cursor { txid: row.try_get("", "txid")?, id: row.try_get("", "id")? };
        if is_settled {
            *floor = cursor;
        }
        marks.push((read(row, cursor, *floor)?, is_settled));
    }
    Ok(marks)
}

/// All marks after `cursor`, oldest first, up to `limit`.
pub async fn marks_after(portal: &Portal, cursor: Cursor, limit: usize) -> Result<Vec<LiveMark>> {
    let (mut from, mut floor) = (cursor, cursor);
    let mut marks = Vec::new();
    loop {
        let page = page(portal, from, &mut floor).await?;
        let full = page.len() == BATCH;
        marks.extend(page.into_iter().map(|(mark, _)| mark));
        match marks.last() {
            Some(last) if full && marks.len() < limit => from = last.cursor,
            _ => return Ok(marks),
        }
    }
}

fn read(row: &QueryResult, cursor: Cursor, resume: Cursor) -> Result<LiveMark> {
    let topic: String = row.try_get("", "topic")?;
    let data: serde_json::Value = row.try_get("", "data")?;
    Ok(LiveMark {
        cursor,
        resume,
        partner_id: row.try_get::<Option<Uuid>>("", "partner_id")?.map(PartnerId),
        account_id: row.try_get::<Option<Uuid>>("", "account_id")?.map(AccountId),
        user_id: row.try_get::<Option<Uuid>>("", "user_id")?.map(UserId),
        topic: Topic::parse(&topic).ok_or_else(|| Error::corrupt("live topic"))?,
        data: serde_json::from_value::<Mark>(data).unwrap_or_default(),
    })
}

/// Where the stream stands now: the last settled mark.
pub(super) async fn latest(portal: &Portal) -> Result<Cursor> {
    let backend = portal.db.backend();
    let sql = format!("SELECT txid, id FROM live_marks WHERE {} ORDER BY txid DESC, id DESC LIMIT 1", settled(backend));
    let row = portal.db.read().query_one_raw(Statement::from_string(backend, sql)).await?;
    Ok(match row {
        Some(row) => Cursor { txid: row.try_get("", "txid")?, id: row.try_get("", "id")? },
        None => Cursor::default(),
    })
}

/// Whether nothing after this place has been swept away.
pub(super) async fn is_kept(portal: &Portal, cursor: Cursor) -> Result<bool> {
    // A page that was opened when nothing was settled stands before the first mark, whose row tells that none has gone.
    let sql = "SELECT 1 AS found FROM live_marks WHERE (txid = $1 AND id = $2) OR ($1 = 0 AND $2 = 0 AND id = 1)";
    let statement = Statement::from_sql_and_values(portal.db.backend(), sql, [cursor.txid.into(), cursor.id.into()]);
    Ok(portal.db.read().query_one_raw(statement).await?.is_some())
}

/// Removes marks that no page will ask for any more; the newest stays, so that a quiet hour costs nobody a reload.
pub async fn sweep(portal: &Portal) -> Result<()> {
    let before = portal.clock.now().plus_secs(-KEPT);
    let sql = "DELETE FROM live_marks WHERE at < $1 AND id < (SELECT MAX(id) FROM live_marks)";
    portal.db.write().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, [before.0.into()])).await?;
    Ok(())
}
