//! The size of every account, written down every hour for the running month, so that charts need not reconstruct the past.

use chrono::{Datelike, Months, NaiveDate};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, Statement};
use std::collections::HashMap;
use switchroom_entity::monthly_figure;
use switchroom_types::Timestamp;
use switchroom_types::dashboard::GROWTH_MONTHS;
use uuid::Uuid;

use crate::error::Result;
use crate::portal::Portal;

/// Seconds after which the running month is counted again.
const EVERY: i64 = 3_600;
/// Rows per statement: PostgreSQL takes 65,535 parameters, SQLite 32,766.
const BATCH: usize = 2_000;

/// The first day of the month.
fn month(at: Timestamp) -> NaiveDate {
    at.to_utc().and_then(|at| at.date_naive().with_day(1)).unwrap_or_default()
}

/// `2026-11`.
pub(super) fn text(month: NaiveDate) -> String {
    month.format("%Y-%m").to_string()
}

pub(super) fn month_of(at: Timestamp) -> String {
    text(month(at))
}

/// The last `count` months up to `at`, the oldest first.
pub(super) fn months(at: Timestamp, count: usize) -> Vec<NaiveDate> {
    let last = month(at);
    let back = |n: usize| last.checked_sub_months(Months::new(u32::try_from(n).unwrap_or_default()));
    (0..count).rev().filter_map(back).collect()
}

/// Writes down the running month if that has not been done within the last hour, and in an installation without any
/// figures the months before, as far as what is there now tells. Two replicas may do this at once: they write the same.
pub async fn keep(portal: &Portal) -> Result<()> {
    let now = portal.clock.now();
    let sql = "SELECT CAST(COALESCE(MAX(counted_at), 0) AS BIGINT) AS last FROM monthly_figures WHERE month = $1";
    let last = Statement::from_sql_and_values(portal.db.backend(), sql, [month_of(now).into()]);
    let last: i64 = portal.db.read().query_one_raw(last).await?.map(|row| row.try_get("", "last")).transpose()?.unwrap_or_default();
    if now.secs_since(Timestamp(last)) < EVERY {
        return Ok(());
    }
    if monthly_figure::Entity::find().one(portal.db.read()).await?.is_none() {
        for earlier in months(now, GROWTH_MONTHS) {
            let end = earlier.checked_add_months(Months::new(1)).and_then(|next| next.and_hms_opt(0, 0, 0));
            let end = end.map_or(now, |end| Timestamp::from(end.and_utc()));
            write(portal, earlier, end.min(now)).await?;
        }
        return Ok(());
    }
    write(portal, month(now), now).await
}

/// The figures of a month as they were at `end`; counted outside the transaction that stores them, so that nobody waits.
async fn write(portal: &Portal, month: NaiveDate, end: Timestamp) -> Result<()> {
    let now = portal.clock.now();
    let day = end.to_utc().unwrap_or_default().date_naive().to_string();
    let users = counted(portal, "SELECT account_id, COUNT(*) AS n FROM users WHERE created_at <= $1 GROUP BY account_id", [end.0.into()]);
    let held = "SELECT account_id, COUNT(*) AS n FROM user_products WHERE assigned_at <= $1 GROUP BY account_id";
    let used = counted(portal, held, [end.0.into()]);
    // Licences that people hold, of orders that ran on that day (SUB-10).
    let bought = "SELECT o.account_id, CAST(SUM(i.quantity) AS BIGINT) AS n FROM orders o JOIN order_items i ON i.order_id = o.id \
         JOIN plans p ON p.sku = i.sku WHERE o.account_id IS NOT NULL AND o.state = 'active' AND p.per_user AND o.replaced_by IS NULL \
         AND o.start_date <= $1 AND (o.expiry_date IS NULL OR o.expiry_date >= $1) GROUP BY o.account_id";
    let owned = counted(portal, bought, [day.into()]);
    let (users, used, owned) = tokio::try_join!(users, used, owned)?;
    let sql = "SELECT id, partner_id FROM accounts WHERE kind = 'customer' AND created_at <= $1";
    let accounts = Statement::from_sql_and_values(portal.db.backend(), sql, [end.0.into()]);
    let mut rows = Vec::new();
    for account in portal.db.read().query_all_raw(accounts).await? {
        let id: Uuid = account.try_get("", "id")?;
        let of = |counted: &HashMap<Uuid, i64>| Set(counted.get(&id).copied().unwrap_or_default());
        rows.push(monthly_figure::ActiveModel {
            partner_id: Set(account.try_get("", "partner_id")?),
            month: Set(text(month)),
            account_id: Set(id),
            users: of(&users),
            owned: of(&owned),
            used: of(&used),
            counted_at: Set(now.0),
        });
    }
    use monthly_figure::Column as C;
    for batch in rows.chunks(BATCH) {
        monthly_figure::Entity::insert_many(batch.to_vec())
            .on_conflict(
                OnConflict::columns([C::PartnerId, C::Month, C::AccountId])
                    .update_columns([C::Users, C::Owned, C::Used, C::CountedAt])
                    .to_owned(),
            )
            // Each statement stands for itself: half a month is put right within the hour.
            .exec_without_returning(portal.db.write())
            .await?;
    }
    Ok(())
}

async fn counted<const N: usize>(portal: &Portal, sql: &str, values: [sea_orm::Value; N]) -> Result<HashMap<Uuid, i64>> {
    let rows = portal.db.read().query_all_raw(Statement::from_sql_and_values(portal.db.backend(), sql, values)).await?;
    rows.into_iter().map(|row| Ok((row.try_get("", "account_id")?, row.try_get("", "n")?))).collect()
}
