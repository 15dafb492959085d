//! Appends events to a tenant's history within the transaction of the change.

use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseTransaction, EntityTrait, Statement};
use switchroom_entity::event;
use switchroom_types::{AccountId, Timestamp};
use uuid::Uuid;

use crate::access::Signature;
use crate::dashboard;
use crate::error::{Error, Result};
use crate::history::Event;

/// Rows per statement: PostgreSQL takes 65,535 parameters, an event has 19.
const BATCH: usize = 1_000;

/// Writes the events and returns the first and last sequence number. The counter row is taken last in a change, so the
/// tenant is held only from here to the commit, and sequence numbers are in commit order.
pub(crate) async fn append(
    conn: &DatabaseTransaction,
    account: AccountId,
    by: &Signature,
    at: Timestamp,
    events: Vec<Event>,
) -> Result<(i64, i64)> {
    let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
    let statement = Statement::from_sql_and_values(
        conn.get_database_backend(),
        "INSERT INTO event_counters (account_id, last_seq) VALUES ($1, $2) \
         ON CONFLICT (account_id) DO UPDATE SET last_seq = event_counters.last_seq + $2 RETURNING last_seq",
        [account.0.into(), count.into()],
    );
    let row = conn.query_one_raw(statement).await?.ok_or_else(|| Error::corrupt("the event counter gave no number"))?;
    let last: i64 = row.try_get("", "last_seq")?;
    dashboard::count(conn, account, at, count).await?;
    let first = last - count + 1;
    let mut rows = Vec::with_capacity(events.len().min(BATCH));
    for (seq, event) in (first..).zip(events) {
        rows.push(event::ActiveModel {
            id: Set(Uuid::now_v7()),
            account_id: Set(account.0),
            seq: Set(seq),
            at: Set(at.0),
            actor_kind: Set(by.kind.as_str().to_owned()),
            actor_id: Set(by.id.clone()),
            actor_name: Set(by.name.clone()),
            acting_for: Set(by.acting_for.clone()),
            action: Set(event.action.as_str().to_owned()),
            event_type: Set(event.event_type.as_str().to_owned()),
            asset: Set(event.asset.as_str().to_owned()),
            asset_id: Set(event.asset_id),
            asset_name: Set(event.asset_name),
            changes: Set(serde_json::to_value(&event.changes).unwrap_or_default()),
            core: Set(event.core.into()),
            extra: Set(event.extra.into()),
            tags: Set(event.tags.into()),
            request_id: Set(by.request_id.clone()),
            source_ip: Set(by.ip.clone()),
        });
        if rows.len() == BATCH {
            event::Entity::insert_many(std::mem::take(&mut rows)).exec_without_returning(conn).await?;
        }
    }
    if !rows.is_empty() {
        event::Entity::insert_many(rows).exec_without_returning(conn).await?;
    }
    Ok((first, last))
}
