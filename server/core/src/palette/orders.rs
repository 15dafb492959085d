//! Orders by what their list searches: numbers, names, dates.

use sea_orm::sea_query::Order;
use sea_orm::{ConnectionTrait, FromQueryResult, StatementBuilder};
use switchroom_entity::order;
use switchroom_types::access::Permission;
use switchroom_types::palette::{Hit, HitKind};
use uuid::Uuid;

use super::found::{found, ranked};
use super::search::may;
use crate::access::Actor;
use crate::error::Result;
use crate::orders::searched;
use crate::portal::Portal;

/// Hits among which the best are chosen.
const CONSIDERED: u64 = 20;

#[derive(FromQueryResult)]
struct Stored {
    id: Uuid,
    subscription_number: String,
    sap_order_id: Option<String>,
    live_account_name: Option<String>,
}

pub(super) async fn find(portal: &Portal, actor: &Actor, term: &str) -> Result<Vec<Hit>> {
    if !actor.is_partner() || !may(actor, &[Permission::ORDERS_VIEW]) {
        return Ok(Vec::new());
    }
    let scope = actor.partner(Permission::ORDERS_VIEW)?;
    let mut select = searched(portal, actor, &scope, term).await?;
    select.order_by((order::Entity, order::Column::SapOrderKey), Order::Asc).limit(CONSIDERED);
    let rows = portal.db.read().query_all_raw(StatementBuilder::build(&select, &portal.db.backend())).await?;
    let mut hits = Vec::with_capacity(rows.len());
    for row in rows {
        let stored = Stored::from_query_result(&row, "")?;
        hits.push(Hit {
            kind: HitKind::Order,
            found: found(&stored.subscription_number, term),
            title: stored.subscription_number,
            detail: stored.sap_order_id.unwrap_or_default(),
            account: stored.live_account_name,
            href: format!("/orders?open={}", stored.id),
        });
    }
    Ok(ranked(hits))
}
