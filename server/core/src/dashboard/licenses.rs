//! Licences owned and in use.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use switchroom_entity::monthly_figure;
use switchroom_types::Timestamp;
use switchroom_types::dashboard::{Figures, PlanUse};

use super::people::statement;
use super::reach::Reach;
use super::snapshot::month_of;
use crate::access::Actor;
use crate::error::Result;
use crate::portal::Portal;
use crate::subscriptions;

/// In an account by plan and as it is now; in the partner area the sum over all accounts, as counted within the last hour.
pub(super) async fn licenses(portal: &Portal, actor: &Actor, reach: &Reach, now: Timestamp) -> Result<(Figures, Timestamp)> {
    if let Reach::Account(scope) = reach {
        let subscriptions = subscriptions::list(portal, actor, scope.account_id).await?;
        let held = subscriptions.groups.into_iter().filter(|group| group.per_user && (group.total > 0 || group.assigned > 0));
        let plans: Vec<_> =
            held.map(|group| PlanUse { name: group.plan, product: group.product, used: group.assigned, owned: group.total }).collect();
        let (used, owned) = plans.iter().fold((0, 0), |(used, owned), plan| (used + plan.used, owned + plan.owned));
        return Ok((Figures::Licenses { used, owned, plans }, now));
    }
    let column = |column: monthly_figure::Column| Expr::col((monthly_figure::Entity, column));
    let sum = |of: monthly_figure::Column| column(of).sum().cast_as("BIGINT");
    let mut select = Query::select();
    select
        .expr_as(sum(monthly_figure::Column::Owned), "owned")
        .expr_as(sum(monthly_figure::Column::Used), "used")
        .expr_as(column(monthly_figure::Column::CountedAt).min().cast_as("BIGINT"), "counted_at")
        .from(monthly_figure::Entity)
        .and_where(reach.rows(column(monthly_figure::Column::PartnerId), column(monthly_figure::Column::AccountId)))
        .and_where(column(monthly_figure::Column::Month).eq(month_of(now)));
    let Some(row) = portal.db.read().query_one_raw(statement(portal, &select)).await? else {
        return Ok((Figures::Licenses { used: 0, owned: 0, plans: Vec::new() }, now));
    };
    // Nothing has been counted in the first moments of an installation.
    let of = |name: &str| row.try_get::<Option<i64>>("", name);
    let (owned, used, counted) = (of("owned")?, of("used")?, of("counted_at")?);
    let figure = |stored: Option<i64>| stored.unwrap_or_default().unsigned_abs();
    Ok((Figures::Licenses { used: figure(used), owned: figure(owned), plans: Vec::new() }, counted.map_or(now, Timestamp)))
}
