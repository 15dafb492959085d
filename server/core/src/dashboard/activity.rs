//! Events by day. They are counted where they are written, because counting a partner's month anew would read all of it.

use chrono::{DateTime, NaiveDate};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, Statement};
use std::collections::HashMap;
use switchroom_entity::event_day;
use switchroom_types::dashboard::{ACTIVITY_DAYS, Day, Figures};
use switchroom_types::{AccountId, Timestamp};

use super::people::statement;
use super::reach::Reach;
use crate::error::Result;
use crate::portal::Portal;

const DAY_MICROS: i64 = 86_400_000_000;

fn day_of(at: Timestamp) -> i64 {
    at.0.div_euclid(DAY_MICROS)
}

fn date(day: i64) -> NaiveDate {
    DateTime::from_timestamp(day.saturating_mul(86_400), 0).unwrap_or_default().date_naive()
}

/// The last [`ACTIVITY_DAYS`] days, the oldest first, with a place for days without events.
pub(super) async fn days(portal: &Portal, reach: &Reach) -> Result<Figures> {
    let today = day_of(portal.clock.now());
    let first = today - i64::try_from(ACTIVITY_DAYS).unwrap_or_default() + 1;
    let column = |column: event_day::Column| Expr::col((event_day::Entity, column));
    let mut select = Query::select();
    select
        .column((event_day::Entity, event_day::Column::Day))
        .expr_as(column(event_day::Column::Events).sum().cast_as("BIGINT"), "events")
        .from(event_day::Entity)
        .and_where(reach.rows_inside(portal, column(event_day::Column::PartnerId), column(event_day::Column::AccountId)))
        .and_where(column(event_day::Column::Day).between(first, today))
        .group_by_col((event_day::Entity, event_day::Column::Day));
    let rows = portal.db.read().query_all_raw(statement(portal, &select)).await?;
    let read = |row: sea_orm::QueryResult| Ok((row.try_get::<i64>("", "day")?, row.try_get::<i64>("", "events")?.unsigned_abs()));
    let counted: HashMap<i64, u64> = rows.into_iter().map(read).collect::<Result<_>>()?;
    let days = (first..=today).map(|day| Day { day: date(day), events: counted.get(&day).copied().unwrap_or_default() });
    Ok(Figures::Activity { days: days.collect() })
}

/// Counts events that are being written in the same transaction.
pub(crate) async fn count(conn: &impl ConnectionTrait, account: AccountId, at: Timestamp, events: i64) -> Result<()> {
    // An account that is being erased has no row any more, and its days are not shown.
    let sql = "INSERT INTO event_days (partner_id, day, account_id, events, last_at) \
         SELECT partner_id, $2, id, $3, $4 FROM accounts WHERE id = $1 \
         ON CONFLICT (partner_id, day, account_id) DO UPDATE SET events = event_days.events + $3, last_at = $4";
    let values = [account.0.into(), day_of(at).into(), events.into(), at.0.into()];
    conn.execute_raw(Statement::from_sql_and_values(conn.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// Counts all events anew, for those who write events without [`count`] (seeds).
pub(crate) async fn recount(conn: &impl ConnectionTrait) -> Result<()> {
    let sql = format!(
        "INSERT INTO event_days (partner_id, day, account_id, events, last_at) \
         SELECT a.partner_id, e.at / {DAY_MICROS}, e.account_id, COUNT(*), MAX(e.at) FROM events e JOIN accounts a ON a.id = e.account_id \
         GROUP BY 1, 2, 3 \
         ON CONFLICT (partner_id, day, account_id) DO UPDATE SET events = excluded.events, last_at = excluded.last_at"
    );
    conn.execute_raw(Statement::from_string(conn.get_database_backend(), sql)).await?;
    Ok(())
}
