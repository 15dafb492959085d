//! Sends what is due. A delivery is leased before it is sent, so that two replicas do not send it at once.

use futures::future::join_all;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};
use std::time::Duration;
use switchroom_entity::{webhook, webhook_delivery};
use tokio_util::sync::CancellationToken;

use super::send;
use crate::error::Result;
use crate::portal::Portal;

/// Seconds that a replica has for one attempt.
pub(super) const LEASE: i64 = 60;
/// Sent side by side; of one webhook only so many, so that a slow receiver does not keep the others waiting.
const BATCH: u64 = 20;
const OF_ONE: u64 = 4;

/// Runs until `stop`.
pub async fn deliver(portal: Portal, stop: CancellationToken) {
    loop {
        let pause = match deliver_due(&portal).await {
            Ok(0) => Duration::from_secs(1),
            Ok(_) => Duration::ZERO,
            Err(error) => {
                tracing::warn!(%error, "webhook deliveries could not be read; trying again");
                Duration::from_secs(5)
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// One round: leases, sends and settles what is due; returns how many deliveries were tried.
pub async fn deliver_due(portal: &Portal) -> Result<usize> {
    let leased = lease(portal).await?;
    let count = leased.len();
    let done = join_all(leased.iter().map(async |delivery| one(portal, delivery).await)).await;
    done.into_iter().collect::<Result<Vec<()>>>()?;
    Ok(count)
}

async fn one(portal: &Portal, delivery: &webhook_delivery::Model) -> Result<()> {
    let found = webhook::Entity::find()
        .filter(webhook::Column::AccountId.eq(delivery.account_id))
        .filter(webhook::Column::Id.eq(delivery.webhook_id))
        .one(portal.db.read())
        .await?;
    // Deleted since it was leased; its deliveries are gone with it.
    let Some(webhook) = found else { return Ok(()) };
    let outcome = send::attempt(portal, &webhook, delivery).await;
    send::settle(portal, &webhook, delivery, &outcome).await
}

/// Waiting deliveries of enabled webhooks whose time has come.
const DUE: &str = "state = 'queued' AND next_attempt_at <= $1 AND (lease_until IS NULL OR lease_until < $1) \
     AND EXISTS (SELECT 1 FROM webhooks w WHERE w.id = webhook_id AND w.enabled)";

async fn lease(portal: &Portal) -> Result<Vec<webhook_delivery::Model>> {
    let now = portal.clock.now();
    let backend = portal.db.backend();
    if portal.db.is_sqlite() {
        // Reading first keeps an idle queue from taking the writer's turn.
        let probe =
            Statement::from_sql_and_values(backend, format!("SELECT 1 FROM webhook_deliveries WHERE {DUE} LIMIT 1"), [now.0.into()]);
        if portal.db.read().query_one_raw(probe).await?.is_none() {
            return Ok(Vec::new());
        }
    }
    let lock = if portal.db.is_sqlite() { "" } else { "FOR UPDATE SKIP LOCKED" };
    // Rows that another replica has leased meanwhile are judged once more by the statement that locks them.
    let sql = format!(
        "UPDATE webhook_deliveries SET lease_until = $2, attempts = attempts + 1 WHERE id IN (\
         SELECT id FROM webhook_deliveries WHERE {DUE} AND id IN (SELECT ranked.id FROM (SELECT id, next_attempt_at, \
         ROW_NUMBER() OVER (PARTITION BY webhook_id ORDER BY next_attempt_at, id) AS place FROM webhook_deliveries WHERE {DUE}) AS ranked \
         WHERE ranked.place <= {OF_ONE} ORDER BY ranked.next_attempt_at LIMIT {BATCH}) {lock}) RETURNING *"
    );
    let values = [now.0.into(), now.plus_secs(LEASE).0.into()];
    let rows = portal.db.write().query_all_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(rows.iter().map(|row| webhook_delivery::Model::from_query_result(row, "")).collect::<Result<_, _>>()?)
}
