//! Ends streams whose session was revoked, whose owner may not act any more, or whose rights changed, within a second
//! (AUTH-16, AUTH-26): one query a second for all streams of the process, none while no page is open.

use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};
use std::collections::{HashMap, HashSet};
use std::time::Duration;
use switchroom_types::access::{Role, Scope};
use switchroom_types::{SessionId, UserId};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::policies::Networks;
use crate::portal::Portal;
use crate::sessions::{ACTIVE, JOINS};

const EVERY: Duration = Duration::from_millis(800);
/// Sessions asked about in one statement.
const BATCH: usize = 500;

/// What an open stream rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Holder {
    pub user: UserId,
    session: Option<SessionId>,
    /// Name of the API token, if it is no session.
    token: Option<String>,
    role: &'static str,
    scope: Option<&'static str>,
    /// Where the stream is read.
    ip: Option<String>,
}

impl Holder {
    pub fn of(actor: &Actor) -> Self {
        Self {
            user: actor.user_id,
            session: actor.session_id,
            token: actor.token_name.clone(),
            role: actor.role.as_str(),
            scope: actor.scope.map(Scope::as_str),
            ip: actor.origin.ip.clone(),
        }
    }

    /// Without the address: what the database knows.
    fn known(&self) -> Self {
        Self { ip: None, ..self.clone() }
    }

    fn read(row: &QueryResult) -> Result<Self> {
        let role: String = row.try_get("", "role")?;
        let scope: Option<String> = row.try_get("", "scope")?;
        Ok(Self {
            user: UserId(row.try_get("", "user_id")?),
            session: row.try_get::<Option<Uuid>>("", "session_id")?.map(SessionId),
            token: row.try_get("", "token")?,
            role: Role::parse(&role).ok_or_else(|| Error::corrupt("user role"))?.as_str(),
            scope: scope.as_deref().and_then(Scope::parse).map(Scope::as_str),
            ip: None,
        })
    }
}

/// Runs until `stop`; one per process.
pub(super) async fn watch(portal: Portal, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
        let holders = portal.live.holders();
        if holders.is_empty() {
            continue;
        }
        match standing(&portal, &holders).await {
            Ok(standing) => portal.live.end_all_but(&holders, &standing),
            // Nobody's rights are taken for granted for long: requests check them too, and the next round comes soon.
            Err(error) => tracing::warn!(%error, "the sessions of open streams could not be checked; trying again"),
        }
    }
}

/// Those of `holders` who still have the session and the rights with which their stream was opened.
pub(crate) async fn standing(portal: &Portal, holders: &[Holder]) -> Result<HashSet<Holder>> {
    let now = portal.clock.now().0;
    let mut standing = HashSet::new();
    let mut known: HashMap<Holder, Vec<&Holder>> = HashMap::new();
    for holder in holders {
        known.entry(holder.known()).or_default().push(holder);
    }
    let sessions: Vec<Uuid> = holders.iter().filter_map(|holder| holder.session).map(Uuid::from).collect();
    for batch in sessions.chunks(BATCH) {
        let sql = format!(
            "SELECT s.user_id, s.id AS session_id, NULL AS token, u.role, u.scope, sp.networks FROM sessions s JOIN users u ON u.id = s.user_id {JOINS} \
             WHERE s.id IN ({}) AND s.expires_at > $1 AND s.last_seen_at + s.idle_limit > $1 AND {ACTIVE}",
            places(batch.len())
        );
        read(portal, sql, now, batch, &known, &mut standing).await?;
    }
    let users: Vec<Uuid> = holders.iter().filter(|holder| holder.token.is_some()).map(|holder| holder.user.0).collect();
    for batch in users.chunks(BATCH) {
        let sql = format!(
            "SELECT t.user_id, NULL AS session_id, t.name AS token, u.role, u.scope, sp.networks FROM api_tokens t JOIN users u ON u.id = t.user_id {JOINS} \
             WHERE t.user_id IN ({}) AND (t.expires_at IS NULL OR t.expires_at > $1) AND {ACTIVE}",
            places(batch.len())
        );
        read(portal, sql, now, batch, &known, &mut standing).await?;
    }
    Ok(standing)
}

/// `$2, $3, …`
fn places(count: usize) -> String {
    (2..count + 2).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

async fn read(
    portal: &Portal,
    sql: String,
    now: i64,
    ids: &[Uuid],
    known: &HashMap<Holder, Vec<&Holder>>,
    standing: &mut HashSet<Holder>,
) -> Result<()> {
    let values = std::iter::once(Value::from(now)).chain(ids.iter().map(|id| Value::from(*id)));
    let statement = Statement::from_sql_and_values(portal.db.backend(), sql, values);
    for row in portal.db.read().query_all_raw(statement).await? {
        // AUTH-B5: a stream ends where a request would be refused.
        let networks = Networks::stored(row.try_get::<Option<serde_json::Value>>("", "networks")?.as_ref());
        let holders = known.get(&Holder::read(&row)?).into_iter().flatten();
        standing.extend(holders.filter(|holder| networks.allow(holder.ip.as_deref())).map(|holder| (*holder).clone()));
    }
    Ok(())
}
