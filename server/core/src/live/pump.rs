//! Reads new marks from the database and hands them to the hub. The rows are the truth: a lost notification costs at
//! most the re-read interval, never a mark.

use sea_orm::DbBackend;
use sea_orm::sqlx::postgres::PgListener;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

use crate::error::Result;
use crate::live::marks::{self, BATCH, Cursor};
use crate::live::session;
use crate::portal::Portal;

/// How often the rows are read although nobody said that there are new ones.
const RE_READ: Duration = Duration::from_secs(15);
/// A burst of changes is read together.
const PAUSE: Duration = Duration::from_millis(25);

/// Begins delivering: everything committed after this returned reaches the streams. One per process, until `stop`.
///
/// # Errors
/// When the database cannot be read.
pub async fn start(portal: &Portal, stop: &CancellationToken) -> Result<()> {
    // Known before anybody can open a stream or commit: otherwise the first change could fall before the first reading.
    let floor = marks::latest(portal).await?;
    portal.live.set_floor(floor);
    if portal.db.backend() == DbBackend::Postgres {
        tokio::spawn(listen(portal.clone(), stop.clone()));
    }
    tokio::spawn(session::watch(portal.clone(), stop.clone()));
    tokio::spawn(pump(portal.clone(), stop.clone(), Reader { floor, delivered: BTreeSet::new() }));
    Ok(())
}

async fn pump(portal: Portal, stop: CancellationToken, mut reader: Reader) {
    loop {
        let read = reader.read(&portal).await;
        portal.live.set_floor(reader.floor);
        if let Err(error) = read {
            tracing::warn!(%error, "live marks could not be read; trying again");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = portal.live.woken() => tokio::time::sleep(PAUSE).await,
            () = tokio::time::sleep(RE_READ) => {}
        }
    }
}

/// Where the pump stands.
struct Reader {
    /// The last settled mark.
    floor: Cursor,
    /// Marks beyond it that have been delivered already.
    delivered: BTreeSet<Cursor>,
}

impl Reader {
    async fn read(&mut self, portal: &Portal) -> Result<()> {
        let mut from = self.floor;
        loop {
            let page = marks::page(portal, from, &mut self.floor).await?;
            let full = page.len() == BATCH;
            for (mark, settled) in page {
                from = mark.cursor;
                let known = if settled { self.delivered.remove(&mark.cursor) } else { !self.delivered.insert(mark.cursor) };
                if !known {
                    portal.live.send(mark);
                }
            }
            if !full {
                return Ok(());
            }
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
