//! What day it is for a partner and for each of its accounts: "today" follows the account's time zone, and the partner's
//! for orders without account.

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, Statement};
use std::collections::BTreeMap;
use switchroom_entity::{account, order};
use switchroom_types::orders::OrderState;
use switchroom_types::{PartnerId, Timestamp};

use crate::error::{Error, Result};
use crate::orders::DEFAULT_EXPIRING_DAYS;
use crate::portal::Portal;

/// The dates at one instant, and from when on an order counts as expiring.
#[derive(Clone, Debug)]
pub struct Calendar {
    now: Timestamp,
    /// The date in the partner's zone.
    today: NaiveDate,
    pub expiring_days: u16,
    /// The zones of the partner's accounts by the date that they have now; two or three dates at most.
    zones: BTreeMap<NaiveDate, Vec<String>>,
}

impl Calendar {
    /// One query, which hops from zone to zone along the index instead of reading every account.
    pub async fn load(portal: &Portal, conn: &impl ConnectionTrait, partner: PartnerId) -> Result<Self> {
        let sql = "WITH RECURSIVE zones(zone) AS (\
             SELECT MIN(time_zone) FROM accounts WHERE partner_id = $1 UNION ALL \
             SELECT (SELECT MIN(time_zone) FROM accounts WHERE partner_id = $1 AND time_zone > zones.zone) FROM zones WHERE zones.zone IS NOT NULL) \
             SELECT zones.zone, a.time_zone AS partner_zone, p.settings FROM zones, partners p JOIN accounts a ON a.id = p.account_id \
             WHERE p.id = $1 AND zones.zone IS NOT NULL";
        let rows = conn.query_all_raw(Statement::from_sql_and_values(portal.db.backend(), sql, [partner.0.into()])).await?;
        let first = rows.first().ok_or_else(|| Error::corrupt("a partner without account"))?;
        let now = portal.clock.now();
        let settings: serde_json::Value = first.try_get("", "settings")?;
        let days = settings.get("expiring_days").and_then(serde_json::Value::as_u64).and_then(|days| u16::try_from(days).ok());
        let expiring_days = days.filter(|days| (1..=365).contains(days)).unwrap_or(DEFAULT_EXPIRING_DAYS);
        let mut zones: BTreeMap<NaiveDate, Vec<String>> = BTreeMap::new();
        for row in &rows {
            let zone: String = row.try_get("", "zone")?;
            zones.entry(date_in(now, &zone)).or_default().push(zone);
        }
        let today = date_in(now, &first.try_get::<String>("", "partner_zone")?);
        Ok(Self { now, today, expiring_days, zones })
    }

    /// The date in an account's zone; the partner's for `None`.
    pub fn today(&self, zone: Option<&str>) -> NaiveDate {
        zone.map_or(self.today, |zone| date_in(self.now, zone))
    }

    /// Orders that are expiring soon, assigned or not; `accounts` must be joined to `orders`.
    pub fn expiring(&self) -> SimpleExpr {
        self.expiring_within(self.expiring_days)
    }

    /// Running orders that end within so many days from today, in the zone of each.
    pub fn expiring_within(&self, days: u16) -> SimpleExpr {
        let active = order::Column::State.eq(OrderState::Active.as_str());
        if self.zones.keys().all(|date| *date == self.today) {
            return active.and(expiring_on(self.today, days));
        }
        let first = Ord::min(self.zones.keys().next().copied().unwrap_or(self.today), self.today);
        let last = Ord::max(self.zones.keys().next_back().copied().unwrap_or(self.today), self.today);
        // The widest span comes first: an index serves it, the exact dates below only sort out its edges.
        let span = order::Column::ExpiryKey.between(text(first), text(soon(last, days)));
        let unassigned = order::Column::AccountId.is_null().and(expiring_on(self.today, days));
        let exact = self.zones.iter().fold(unassigned, |found: SimpleExpr, (date, zones)| {
            let here = Expr::col((account::Entity, account::Column::TimeZone)).is_in(zones.iter().map(String::as_str));
            found.or(expiring_on(*date, days).and(here))
        });
        active.and(span).and(exact)
    }
}

fn expiring_on(today: NaiveDate, days: u16) -> SimpleExpr {
    order::Column::ExpiryKey.between(text(today), text(soon(today, days))).and(order::Column::StartDate.lte(text(today)))
}

fn soon(today: NaiveDate, days: u16) -> NaiveDate {
    today.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
}

fn text(date: NaiveDate) -> String {
    date.format("%Y-%m-%d").to_string()
}

/// The date at this instant in an IANA zone; UTC for a name that is none.
fn date_in(at: Timestamp, zone: &str) -> NaiveDate {
    let zone: Tz = zone.parse().unwrap_or(Tz::UTC);
    at.to_utc().map(|at| at.with_timezone(&zone).date_naive()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// ORD-04 the day changes with the zone
    #[test]
    fn the_date_follows_the_zone() {
        let at: Timestamp = "2026-11-21T23:30:00Z".parse().unwrap();
        let dates = ["Pacific/Auckland", "Europe/Berlin", "UTC", "America/New_York", "No/Where"].map(|zone| text(date_in(at, zone)));
        assert_eq!(dates, ["2026-11-22", "2026-11-22", "2026-11-21", "2026-11-21", "2026-11-21"]);
    }
}
