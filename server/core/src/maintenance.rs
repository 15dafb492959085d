//! Tells what ends soon, sends the mails of the day, and removes what has had its time: ended sessions, old failures, used
//! links, kept answers, import previews, deleted people after thirty days, notifications, live marks.

use sea_orm::{ConnectionTrait, Statement};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

use crate::accounts;
use crate::dashboard;
use crate::error::Result;
use crate::imports;
use crate::live;
use crate::notifications;
use crate::orders;
use crate::partner_access;
use crate::portal::Portal;
use crate::users;

const EVERY: Duration = Duration::from_secs(600);
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// Table, condition on its age, and the seconds that rows are kept for. Locks of unknown names are failures too, so these
/// stay long; the counters look at one day only. Answers to repeated requests are kept for a day, links for the page that
/// tells that they have been used.
const RULES: [(&str, &str, i64); 15] = [
    ("sessions", "expires_at < $1", 0),
    ("sessions", "last_seen_at + idle_limit < $1", 0),
    ("sign_in_steps", "expires_at < $1", 0),
    ("known_devices", "last_used_at < $1", 400 * DAY),
    ("sign_in_failures", "at < $1", 30 * DAY),
    ("spent_sign_ins", "expires_at < $1", 0),
    ("idempotency_keys", "created_at < $1", DAY),
    ("one_time_links", "expires_at < $1", 90 * DAY),
    // A job that takes another one back may still run when the time for starting it is over.
    ("job_changes", "job_id IN (SELECT id FROM jobs WHERE finished_at < $1)", 3 * DAY),
    ("notifications", "updated_at < $1", 90 * DAY),
    // Of people who can be written to no more, or after a long pause of everything.
    ("notification_digest_items", "due_at < $1", 7 * DAY),
    ("notification_mails", "sent_at < $1", DAY),
    ("order_reminders", "reminded_at < $1", 400 * DAY),
    ("webhook_deliveries", "created_at < $1", 30 * DAY),
    ("partner_access_requests", "ended_at < $1", 400 * DAY),
];

/// Runs until `stop`. Several replicas may do this at once: deleting twice deletes once.
pub async fn run(portal: Portal, stop: CancellationToken) {
    loop {
        if let Err(error) = sweep(&portal).await {
            tracing::warn!(%error, "maintenance did not finish; it will be tried again");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// One round.
pub async fn sweep(portal: &Portal) -> Result<()> {
    let now = portal.clock.now();
    for (table, old, kept) in RULES {
        let statement = Statement::from_sql_and_values(
            portal.db.backend(),
            format!("DELETE FROM {table} WHERE {old}"),
            [now.plus_secs(-kept).0.into()],
        );
        portal.db.write().execute_raw(statement).await?;
    }
    imports::sweep(portal).await?;
    dashboard::keep(portal).await?;
    users::sweep(portal).await?;
    accounts::sweep(portal).await?;
    orders::remind(portal).await?;
    partner_access::sweep(portal).await?;
    notifications::send_digests(portal).await?;
    live::sweep(portal).await
}
