//! Users and licences, month by month.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use switchroom_entity::monthly_figure;
use switchroom_types::access::Permission;
use switchroom_types::dashboard::{Figures, GROWTH_MONTHS, Month};

use super::people::statement;
use super::reach::Reach;
use super::snapshot::{months, text};
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::portal::Portal;

/// The last [`GROWTH_MONTHS`] months of which something is known, the oldest first. Accounts that have been erased since
/// still count in the months that they were there.
pub(super) async fn months_of(portal: &Portal, actor: &Actor, reach: &Reach) -> Result<Figures> {
    let commercial = actor.subscriptions_visible && actor.can(Permission::SUBSCRIPTIONS_VIEW) && reach.is_customer();
    let column = |column: monthly_figure::Column| Expr::col((monthly_figure::Entity, column));
    let sum = |of: monthly_figure::Column| column(of).sum().cast_as("BIGINT");
    let since = months(portal.clock.now(), GROWTH_MONTHS).first().copied().unwrap_or_default();
    let mut select = Query::select();
    select
        .column((monthly_figure::Entity, monthly_figure::Column::Month))
        .expr_as(sum(monthly_figure::Column::Users), "users")
        .expr_as(sum(monthly_figure::Column::Owned), "owned")
        .expr_as(sum(monthly_figure::Column::Used), "used")
        .from(monthly_figure::Entity)
        .and_where(reach.rows(column(monthly_figure::Column::PartnerId), column(monthly_figure::Column::AccountId)))
        .and_where(column(monthly_figure::Column::Month).gte(text(since)))
        .group_by_col((monthly_figure::Entity, monthly_figure::Column::Month))
        .order_by((monthly_figure::Entity, monthly_figure::Column::Month), sea_orm::sea_query::Order::Asc);
    let rows = portal.db.read().query_all_raw(statement(portal, &select)).await?;
    let month = |row: &sea_orm::QueryResult| {
        let of = |name: &str| row.try_get::<i64>("", name).map(i64::unsigned_abs);
        let text: String = row.try_get("", "month")?;
        Ok(Month {
            month: NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").map_err(|_| Error::corrupt("month"))?,
            users: of("users")?,
            owned: if commercial { Some(of("owned")?) } else { None },
            used: if commercial { Some(of("used")?) } else { None },
        })
    };
    Ok(Figures::Growth { months: rows.iter().map(month).collect::<Result<_>>()? })
}
