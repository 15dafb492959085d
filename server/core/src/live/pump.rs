//! Reads new marks from the database, in commit order, and hands them to the hub. The rows are the truth: a lost
//! notification costs at most the re-read interval, never a mark.

use sea_orm::sqlx::postgres::PgListener;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;
use switchroom_types::live::{Mark, Topic};
use switchroom_types::{AccountId, PartnerId, Timestamp, UserId};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::live::LiveMark;
use crate::portal::Portal;

/// How often the rows are read although nobody said that there are new ones.
const RE_READ: Duration = Duration::from_secs(15);
/// How long marks are kept for pages that reconnect, in seconds.
const KEPT: i64 = 3_600;
const BATCH: u64 = 500;

/// A place in the stream of marks; travels as `Last-Event-ID`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
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

fn visible(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => " AND txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
        _ => "",
    }
}

/// The marks after `cursor`, oldest first, at most 500.
pub async fn marks_after(portal: &Portal, cursor: Cursor) -> Result<Vec<LiveMark>> {
    let backend = portal.db.backend();
    let sql = format!(
        "SELECT id, txid, partner_id, account_id, user_id, topic, data FROM live_marks \
         WHERE (txid, id) > ($1, $2){} ORDER BY txid, id LIMIT {BATCH}",
        visible(backend)
    );
    let statement = Statement::from_sql_and_values(backend, sql, [cursor.txid.into(), cursor.id.into()]);
    portal.db.read().query_all_raw(statement).await?.iter().map(read).collect()
}

fn read(row: &QueryResult) -> Result<LiveMark> {
    let topic: String = row.try_get("", "topic")?;
    let data: serde_json::Value = row.try_get("", "data")?;
    Ok(LiveMark {
        cursor: Cursor { txid: row.try_get("", "txid")?, id: row.try_get("", "id")? },
        partner_id: row.try_get::<Option<Uuid>>("", "partner_id")?.map(PartnerId),
        account_id: row.try_get::<Option<Uuid>>("", "account_id")?.map(AccountId),
        user_id: row.try_get::<Option<Uuid>>("", "user_id")?.map(UserId),
        topic: Topic::parse(&topic).ok_or_else(|| Error::corrupt("live topic"))?,
        data: serde_json::from_value::<Mark>(data).unwrap_or_default(),
    })
}

/// Where the stream stands now.
pub async fn latest(portal: &Portal) -> Result<Cursor> {
    let backend = portal.db.backend();
    let sql = format!("SELECT txid, id FROM live_marks WHERE 1 = 1{} ORDER BY txid DESC, id DESC LIMIT 1", visible(backend));
    let row = portal.db.read().query_one_raw(Statement::from_string(backend, sql)).await?;
    Ok(match row {
        Some(row) => Cursor { txid: row.try_get("", "txid")?, id: row.try_get("", "id")? },
        None => Cursor::default(),
    })
}

/// Runs until `stop`; one per process.
pub async fn pump(portal: Portal, stop: CancellationToken) {
    if portal.db.backend() == DbBackend::Postgres {
        tokio::spawn(listen(portal.clone(), stop.clone()));
    }
    let mut cursor = None;
    loop {
        let mut behind = false;
        let step = async {
            let from = match cursor {
                Some(cursor) => cursor,
                None => latest(&portal).await?,
            };
            cursor = Some(from);
            let marks = marks_after(&portal, from).await?;
            behind = marks.len() as u64 == BATCH;
            for mark in marks {
                cursor = Some(mark.cursor);
                portal.live.send(mark);
            }
            Ok::<_, Error>(())
        };
        if let Err(error) = step.await {
            tracing::warn!(%error, "live marks could not be read; trying again");
        }
        if behind {
            continue;
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = portal.live.woken() => {
                // On PostgreSQL a mark becomes readable when older transactions have ended; look again shortly.
                if portal.db.backend() == DbBackend::Postgres {
                    let portal = portal.clone();
                    tokio::spawn(async move {
                        tokio::time::sleep(Duration::from_millis(150)).await;
                        if latest(&portal).await.is_ok_and(|latest| Some(latest) > cursor) {
                            portal.live.wake();
                        }
                    });
                }
            }
            () = tokio::time::sleep(RE_READ) => {}
        }
    }
}

async fn listen(portal: Portal, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let heard = async {
            let mut listener = PgListener::connect_with(portal.db.write().get_postgres_connection_pool()).await?;
            listener.listen("switchroom_live").await?;
            portal.live.wake();
            loop {
                listener.recv().await?;
                portal.live.wake();
            }
            #[allow(unreachable_code)]
            Ok::<(), sea_orm::sqlx::Error>(())
        };
        tokio::select! {
            () = stop.cancelled() => return,
            result = heard => {
                if let Err(error) = result {
                    tracing::warn!(%error, "listening for live marks ended; connecting again");
                }
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// Removes marks that no page will ask for any more.
pub async fn sweep(portal: &Portal) -> Result<()> {
    let before: Timestamp = portal.clock.now().plus_secs(-KEPT);
    let statement = Statement::from_sql_and_values(portal.db.backend(), "DELETE FROM live_marks WHERE at < $1", [before.0.into()]);
    portal.db.write().execute_raw(statement).await?;
    Ok(())
}
