//! Orders that end soon, as the list of orders shows them under the same filter.

use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Asterisk, Expr, ExprTrait, Query};
use switchroom_entity::{account, order};
use switchroom_types::AppError;
use switchroom_types::dashboard::{EXPIRING_WITHIN, Expiring, Figures};

use super::people::count;
use super::reach::Reach;
use crate::error::Result;
use crate::orders::{Calendar, visible};
use crate::portal::Portal;

pub(super) async fn expiring(portal: &Portal, reach: &Reach) -> Result<Figures> {
    let partner = reach.partner_id().ok_or_else(|| AppError::not_found("card"))?;
    let calendar = Calendar::load(portal, portal.db.read(), partner).await?;
    let mut within = Vec::with_capacity(EXPIRING_WITHIN.len());
    for days in EXPIRING_WITHIN {
        let mut select = Query::select();
        select
            .expr_as(Expr::col(Asterisk).count(), "n")
            .from(order::Entity)
            .left_join(account::Entity, Expr::col((account::Entity, account::Column::Id)).equals((order::Entity, order::Column::AccountId)))
            .and_where(match reach {
                Reach::Partner(scope) => visible(scope),
                Reach::Account(scope) => order::Column::PartnerId.eq(partner.0).and(order::Column::AccountId.eq(scope.account_id.0)),
            })
            .and_where(calendar.expiring_within(days));
        within.push(Expiring { days, orders: count(portal, select).await? });
    }
    Ok(Figures::Expiring { within })
}
