//! Slows down guessing (AUTH-27, AUTH-28). Failures are rows in the database, so that every replica counts the same and a
//! restart forgets nothing. An attempt is reserved as a failure before the password is checked and taken back when it
//! fits: otherwise a hundred parallel guesses would all pass before the first one counts.
//!
//! Unknown names are counted like known ones, so that the answers do not tell them apart.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement};
use sha2::{Digest, Sha256};
use std::time::Duration;
use switchroom_types::{AppError, Timestamp, UserId};
use uuid::Uuid;

use crate::access::Origin;
use crate::error::Result;
use crate::portal::Portal;
use crate::text;

/// From the fifth failure within this many seconds on, the next attempt must wait.
const WINDOW: i64 = 15 * 60;
const FREE: usize = 5;
/// Seconds of the first wait; each further failure doubles it.
const FIRST_WAIT: i64 = 60;
const LONGEST_WAIT: i64 = 15 * 60;
/// So many failures within a day lock the person.
const LOCK: usize = 20;
const DAY: i64 = 24 * 3_600;
/// Failures from one address within a minute.
const PER_ADDRESS: i64 = 20;
/// How long the answer to a failure takes at least: longer than several password checks, so that the time does not tell
/// in how many accounts a name is known.
const PACE: Duration = Duration::from_millis(150);

/// The least time that an answer takes which must not tell anything by its speed.
pub(crate) struct Pace(tokio::time::Instant);

impl Pace {
    pub fn start() -> Self {
        Self(tokio::time::Instant::now())
    }

    pub async fn finish(self) {
        tokio::time::sleep_until(self.0 + PACE).await;
    }
}

/// Whom failures are counted for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Subject(Vec<u8>);

impl Subject {
    pub fn user(id: UserId) -> Self {
        Self::of("user", &id.to_string())
    }

    /// Codes of a second factor. Apart from passwords: a wrong one must not delay the other's owner.
    pub fn code(id: UserId) -> Self {
        Self::of("code", &id.to_string())
    }

    /// A name that nobody has.
    pub fn unknown(username: &str) -> Self {
        Self::of("name", &text::key(username))
    }

    /// Stands for the lock of a name that nobody has.
    fn lock_of(&self) -> Self {
        let mut digest = Sha256::new();
        digest.update(b"lock\0");
        digest.update(&self.0);
        Self(digest.finalize().to_vec())
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.0.clone()
    }

    fn of(kind: &str, text: &str) -> Self {
        Self(Sha256::digest(format!("{kind}\0{text}").as_bytes()).to_vec())
    }
}

/// Whether an attempt for a subject may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Go,
    /// Seconds until the next attempt.
    Wait(u32),
    Locked,
}

/// A reserved failure.
#[derive(Debug)]
pub(crate) struct Attempt {
    row: Uuid,
    pub subject: Subject,
    pub verdict: Verdict,
    /// Failures of the last day, this one included.
    count: usize,
}

impl Attempt {
    /// The password was wrong. True if this failure is the one that locks.
    pub async fn fail(&self, portal: &Portal) -> Result<bool> {
        let sql = "UPDATE sign_in_failures SET settled = TRUE WHERE id = $1";
        run(portal, sql, [self.row.into()]).await?;
        Ok(self.count >= LOCK)
    }

    /// As [`Attempt::fail`], within a change.
    pub async fn fail_in(&self, tx: &crate::Tx) -> Result<bool> {
        let sql = "UPDATE sign_in_failures SET settled = TRUE WHERE id = $1";
        tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, [self.row.into()])).await?;
        Ok(self.count >= LOCK)
    }

    /// Nothing was wrong: takes the reservation back.
    pub async fn forget(&self, portal: &Portal) -> Result<()> {
        run(portal, "DELETE FROM sign_in_failures WHERE id = $1", [self.row.into()]).await
    }

    /// As [`Attempt::forget`], within a change.
    pub async fn forget_in(&self, tx: &crate::Tx) -> Result<()> {
        let sql = "DELETE FROM sign_in_failures WHERE id = $1";
        tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, [self.row.into()])).await?;
        Ok(())
    }

    /// Keeps an unknown name locked as long as a known person would be, or nearly so.
    pub async fn lock_unknown(&self, portal: &Portal) -> Result<()> {
        let tx = portal.db.begin().await?;
        insert(&tx, &self.subject.lock_of(), "", portal.clock.now(), true).await?;
        Ok(tx.commit().await?)
    }
}

async fn run<const N: usize>(portal: &Portal, sql: &str, values: [sea_orm::Value; N]) -> Result<()> {
    portal.db.write().execute_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    Ok(())
}

async fn insert(tx: &DatabaseTransaction, subject: &Subject, ip: &str, now: Timestamp, settled: bool) -> Result<Uuid> {
    let id = Uuid::now_v7();
    let sql = "INSERT INTO sign_in_failures (id, subject, ip, at, settled) VALUES ($1, $2, $3, $4, $5)";
    let values = [id.into(), subject.0.clone().into(), ip.into(), now.0.into(), settled.into()];
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(id)
}

/// Reserves an attempt for each subject that may go on; the others come back with their verdict.
///
/// # Errors
/// 429 when too many failures come from one address.
pub(crate) async fn reserve(portal: &Portal, mut subjects: Vec<Subject>, origin: &Origin) -> Result<Vec<Attempt>> {
    // In one order everywhere, so that two attempts never wait for each other in a circle.
    subjects.sort();
    let ip = origin.ip.clone().unwrap_or_default();
    let now = portal.clock.now();
    let tx = portal.db.begin().await?;
    by_address(&tx, &ip, now).await?;
    let mut attempts = Vec::with_capacity(subjects.len());
    for subject in subjects {
        lock_row(&tx, &subject).await?;
        let failures = failures(&tx, &subject, now).await?;
        let verdict = verdict(&failures, now);
        let verdict = if verdict == Verdict::Locked || is_locked(&tx, &subject).await? { Verdict::Locked } else { verdict };
        let row = if verdict == Verdict::Go { insert(&tx, &subject, &ip, now, false).await? } else { Uuid::nil() };
        attempts.push(Attempt { row, subject, verdict, count: failures.len() + 1 });
    }
    tx.commit().await?;
    Ok(attempts)
}

/// For checks of a known person's password outside sign-in.
pub(crate) async fn reserve_one(portal: &Portal, user: UserId, origin: &Origin) -> Result<Attempt> {
    reserve_subject(portal, Subject::user(user), origin).await
}

/// For a code of a person's second factor.
pub(crate) async fn reserve_code(portal: &Portal, user: UserId, origin: &Origin) -> Result<Attempt> {
    reserve_subject(portal, Subject::code(user), origin).await
}

async fn reserve_subject(portal: &Portal, subject: Subject, origin: &Origin) -> Result<Attempt> {
    let attempt = reserve(portal, vec![subject], origin).await?.into_iter().next();
    let attempt = attempt.ok_or_else(|| crate::error::Error::corrupt("no attempt was reserved"))?;
    match attempt.verdict {
        Verdict::Go => Ok(attempt),
        Verdict::Wait(seconds) => Err(AppError::throttled(seconds).into()),
        Verdict::Locked => Err(AppError::throttled(u32::try_from(LONGEST_WAIT).unwrap_or(u32::MAX)).into()),
    }
}

/// Counts a request that strangers may make (reset, new link) against their address.
pub(crate) async fn count_request(portal: &Portal, kind: &str, what: &str, origin: &Origin) -> Result<()> {
    let ip = origin.ip.clone().unwrap_or_default();
    let now = portal.clock.now();
    let tx = portal.db.begin().await?;
    by_address(&tx, &ip, now).await?;
    insert(&tx, &Subject::of(kind, &text::key(what)), &ip, now, true).await?;
    Ok(tx.commit().await?)
}

/// Serialises attempts for one subject; on SQLite the transaction itself does.
async fn lock_row(tx: &DatabaseTransaction, subject: &Subject) -> Result<()> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let key = subject.0.iter().take(8).fold(0_u64, |key, byte| key << 8 | u64::from(*byte)).cast_signed();
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, "SELECT pg_advisory_xact_lock($1)", [key.into()]);
        tx.execute_raw(statement).await?;
    }
    Ok(())
}

async fn by_address(tx: &DatabaseTransaction, ip: &str, now: Timestamp) -> Result<()> {
    if ip.is_empty() {
        return Ok(());
    }
    let sql = "SELECT COUNT(*) AS n, MIN(at) AS oldest FROM sign_in_failures WHERE ip = $1 AND at > $2 AND settled";
    let values = [ip.into(), now.plus_secs(-60).0.into()];
    let Some(row) = tx.query_one_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await? else {
        return Ok(());
    };
    let (count, oldest): (i64, Option<i64>) = (row.try_get("", "n")?, row.try_get("", "oldest")?);
    if count < PER_ADDRESS {
        return Ok(());
    }
    let wait = 60 - now.secs_since(Timestamp(oldest.unwrap_or(now.0)));
    Err(AppError::throttled(u32::try_from(wait.clamp(1, 60)).unwrap_or(60)).into())
}

/// The failures of the last day, oldest first.
async fn failures(tx: &DatabaseTransaction, subject: &Subject, now: Timestamp) -> Result<Vec<Timestamp>> {
    let sql = "SELECT at FROM sign_in_failures WHERE subject = $1 AND at > $2 ORDER BY at";
    let values = [subject.0.clone().into(), now.plus_secs(-DAY).0.into()];
    let rows = tx.query_all_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    rows.iter().map(|row| Ok(Timestamp(row.try_get("", "at")?))).collect()
}

async fn is_locked(tx: &DatabaseTransaction, subject: &Subject) -> Result<bool> {
    let sql = "SELECT 1 AS n FROM sign_in_failures WHERE subject = $1 LIMIT 1";
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, [subject.lock_of().0.into()]);
    Ok(tx.query_one_raw(statement).await?.is_some())
}

fn verdict(failures: &[Timestamp], now: Timestamp) -> Verdict {
    if failures.len() >= LOCK {
        return Verdict::Locked;
    }
    // The first time that five came within the window; every failure from there on counts.
    let burst = failures.windows(FREE).position(|five| match (five.first(), five.last()) {
        (Some(first), Some(last)) => last.secs_since(*first) < WINDOW,
        _ => false,
    });
    let (Some(burst), Some(last)) = (burst, failures.last()) else { return Verdict::Go };
    let further = u32::try_from(failures.len() - burst - FREE).unwrap_or(u32::MAX).min(10);
    let wait = (FIRST_WAIT << further).min(LONGEST_WAIT) - now.secs_since(*last);
    if wait > 0 { Verdict::Wait(u32::try_from(wait).unwrap_or(u32::MAX)) } else { Verdict::Go }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: &[i64]) -> Vec<Timestamp> {
        seconds.iter().map(|s| Timestamp(0).plus_secs(*s)).collect()
    }

    /// AUTH-27 the fifth failure in 15 minutes costs a minute, each further one twice as much, up to 15 minutes
    #[test]
    fn waiting_doubles() {
        let now = |s| Timestamp(0).plus_secs(s);
        assert_eq!(verdict(&at(&[0, 1, 2, 3]), now(4)), Verdict::Go);
        assert_eq!(verdict(&at(&[0, 1, 2, 3, 4]), now(4)), Verdict::Wait(60));
        assert_eq!(verdict(&at(&[0, 1, 2, 3, 4]), now(63)), Verdict::Wait(1));
        assert_eq!(verdict(&at(&[0, 1, 2, 3, 4]), now(64)), Verdict::Go);
        assert_eq!(verdict(&at(&[0, 1, 2, 3, 4, 64]), now(64)), Verdict::Wait(120));
        assert_eq!(verdict(&at(&[0, 1, 2, 3, 4, 64, 184, 424, 904]), now(904)), Verdict::Wait(900));
        assert_eq!(verdict(&at(&[0, 300, 600, 900, 1200]), now(1200)), Verdict::Go, "slow typing is no attack");
        assert_eq!(verdict(&at(&(0..20).map(|n| n * 1000).collect::<Vec<_>>()), now(20_000)), Verdict::Locked);
    }
}
