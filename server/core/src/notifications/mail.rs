//! Mails what a rule wants mailed (NOTIF-B3): at once, or with the mail of the day. Only to people who can sign in and see
//! what it is about.

use chrono::{DateTime, Days, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use switchroom_types::notification_rules::MailRoute;
use switchroom_types::{AccountId, Timestamp, UserId};
use uuid::Uuid;

use super::people::{Reader, reader, seen};
use super::words;
use crate::error::Result;
use crate::mail::{MailRequest, Template, queue_unsigned};
use crate::tx::Tx;

/// Seconds in which the same failure is not mailed again (NOTIF-B5).
const QUIET: i64 = 3_600;
/// When the mail of the day is due, in the reader's time zone.
const HOUR: u32 = 7;
/// Characters of an error's text.
const DETAIL: usize = 2_000;

/// A notification on its way into a mail.
pub(super) struct Letter<'a> {
    pub user_id: UserId,
    pub about: Option<AccountId>,
    pub code: &'a str,
    pub args: &'a Value,
    pub title: &'a str,
    pub detail: Option<&'a str>,
    pub link: Option<&'a str>,
    /// The same for failures that a person could not tell apart.
    pub fingerprint: Option<&'a str>,
}

pub(super) async fn send(tx: &mut Tx, route: MailRoute, letter: &Letter<'_>) -> Result<()> {
    if route == MailRoute::None {
        return Ok(());
    }
    let Some(to) = reader(tx.conn(), letter.user_id).await? else { return Ok(()) };
    let account = match letter.about {
        None => None,
        Some(about) => match seen(tx.conn(), letter.user_id, &[about]).await?.next() {
            Some((_, name)) => Some(name),
            None => return Ok(()),
        },
    };
    match route {
        MailRoute::None => Ok(()),
        MailRoute::Instant => at_once(tx, &to, account, letter).await,
        MailRoute::Daily => collect(tx, &to, letter).await,
    }
}

async fn at_once(tx: &mut Tx, to: &Reader, account: Option<String>, letter: &Letter<'_>) -> Result<()> {
    if let Some(fingerprint) = letter.fingerprint
        && !first_in_a_while(tx, to, fingerprint).await?
    {
        return Ok(());
    }
    let detail = letter.detail.map(|detail| detail.chars().take(DETAIL).collect::<String>());
    let values = json!({
        "headline": words::headline(&to.language, letter.code, letter.args, letter.title),
        "outcome": words::outcome(&to.language, letter.code, letter.args).unwrap_or_default(),
        "detail": detail,
        "account": account,
        "link": absolute(tx, letter.link),
    });
    let request = MailRequest {
        account_id: AccountId(to.account_id),
        user_id: Some(letter.user_id),
        to: to.email.clone(),
        template: Template::Notification,
        language: to.language.clone(),
        values,
    };
    queue_unsigned(tx, request).await.map(drop)
}

/// Whether this failure was not mailed to the person within the hour; notes that it is now.
async fn first_in_a_while(tx: &Tx, to: &Reader, fingerprint: &str) -> Result<bool> {
    let sql = "INSERT INTO notification_mails (account_id, user_id, fingerprint, sent_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (user_id, fingerprint) DO UPDATE SET sent_at = excluded.sent_at WHERE notification_mails.sent_at <= $5";
    let values = [to.account_id.into(), to.id.into(), fingerprint.into(), tx.now().0.into(), tx.now().plus_secs(-QUIET).0.into()];
    let done = tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    Ok(done.rows_affected() == 1)
}

/// Puts it aside for the mail of the day; the same failure again counts on its line.
async fn collect(tx: &mut Tx, to: &Reader, letter: &Letter<'_>) -> Result<()> {
    let sql = "INSERT INTO notification_digest_items (id, account_id, user_id, about_account_id, due_at, code, args, title, link, \
               fingerprint, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
               ON CONFLICT (user_id, due_at, fingerprint) WHERE fingerprint IS NOT NULL \
               DO UPDATE SET times = notification_digest_items.times + 1";
    let values = [
        Uuid::now_v7().into(),
        to.account_id.into(),
        to.id.into(),
        letter.about.map(Uuid::from).into(),
        next_morning(tx.now(), &to.zone).0.into(),
        letter.code.into(),
        letter.args.clone().into(),
        letter.title.into(),
        letter.link.map(str::to_owned).into(),
        letter.fingerprint.map(str::to_owned).into(),
        tx.now().0.into(),
    ];
    tx.conn().execute_raw(Statement::from_sql_and_values(tx.portal().db.backend(), sql, values)).await?;
    Ok(())
}

/// A path as a link; without one the inbox.
pub(super) fn absolute(tx: &Tx, link: Option<&str>) -> String {
    format!("{}{}", tx.portal().settings.public_url, link.unwrap_or("/notifications"))
}

/// The next seven o'clock of a zone; of UTC where the zone is unknown.
fn next_morning(now: Timestamp, zone: &str) -> Timestamp {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    let here = now.to_utc().unwrap_or_default().with_timezone(&zone);
    let seven = NaiveTime::from_hms_opt(HOUR, 0, 0).unwrap_or_default();
    // Seven that does not exist on a day of changed clocks falls on the next one.
    let mornings = (0..=2).filter_map(|days| {
        let date = here.date_naive().checked_add_days(Days::new(days))?;
        zone.from_local_datetime(&date.and_time(seven)).earliest().map(|at: DateTime<Tz>| at.with_timezone(&Utc))
    });
    let due = mornings.map(|at| Timestamp(at.timestamp_micros())).find(|at| *at > now);
    due.unwrap_or_else(|| now.plus_secs(86_400))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// NOTIF-B3 seven in the morning of the reader's zone, across changed clocks, and of UTC where the zone is unknown
    #[test]
    fn seven_in_the_morning() {
        for (now, zone, due) in [
            ("2026-11-22T05:59:59Z", "Europe/Berlin", "2026-11-22T06:00:00Z"),
            ("2026-11-22T06:00:00Z", "Europe/Berlin", "2026-11-23T06:00:00Z"),
            ("2026-03-28T12:00:00Z", "Europe/Berlin", "2026-03-29T05:00:00Z"),
            ("2026-11-22T15:00:00Z", "America/New_York", "2026-11-23T12:00:00Z"),
            ("2026-11-22T06:30:00Z", "UTC", "2026-11-22T07:00:00Z"),
            ("2026-11-22T06:30:00Z", "Moon/Crater", "2026-11-22T07:00:00Z"),
        ] {
            assert_eq!(next_morning(now.parse().unwrap(), zone), due.parse::<Timestamp>().unwrap(), "{now} {zone}");
        }
    }
}
