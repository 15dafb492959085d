//! The latest events.

use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, FromQueryResult};
use std::collections::HashMap;
use switchroom_entity::{account, event, event_day};
use switchroom_types::dashboard::{EventBrief, Figures};
use switchroom_types::history::{Action, Asset};
use switchroom_types::{AccountId, EventId, Timestamp};
use uuid::Uuid;

use super::people::statement;
use super::reach::Reach;
use crate::error::{Error, Result};
use crate::portal::Portal;

const SHOWN: usize = 10;

#[derive(FromQueryResult)]
struct Stored {
    id: Uuid,
    at: i64,
    actor_name: String,
    action: String,
    asset: String,
    asset_name: String,
}

#[derive(FromQueryResult)]
struct Place {
    account_id: Uuid,
    name: String,
}

/// Over all accounts within reach. Each event belongs to a row of `event_days` whose last event is not older, so the newest
/// ten stand in the accounts of the ten rows with the newest last events; no other account is looked at.
pub(super) async fn latest(portal: &Portal, reach: &Reach) -> Result<Figures> {
    let mut found: Vec<EventBrief> = Vec::new();
    for (id, name) in places(portal, reach).await? {
        found.extend(of_account(portal, AccountId(id), &name).await?);
    }
    found.sort_by(|a, b| b.at.cmp(&a.at).then(b.id.0.cmp(&a.id.0)));
    found.truncate(SHOWN);
    Ok(Figures::Events { events: found })
}

async fn places(portal: &Portal, reach: &Reach) -> Result<HashMap<Uuid, String>> {
    if let Reach::Account(scope) = reach {
        return Ok([(scope.account_id.0, scope.account.name.clone())].into());
    }
    let column = |column: event_day::Column| Expr::col((event_day::Entity, column));
    let mut select = Query::select();
    select
        .column((event_day::Entity, event_day::Column::AccountId))
        .column((account::Entity, account::Column::Name))
        .from(event_day::Entity)
        // Erased accounts keep their history, but nobody can go there.
        .inner_join(
            account::Entity,
            Expr::col((account::Entity, account::Column::Id)).equals((event_day::Entity, event_day::Column::AccountId)),
        )
        .and_where(reach.rows_inside(portal, column(event_day::Column::PartnerId), column(event_day::Column::AccountId)))
        .order_by((event_day::Entity, event_day::Column::LastAt), Order::Desc)
        .limit(SHOWN as u64);
    let rows = portal.db.read().query_all_raw(statement(portal, &select)).await?;
    let read = |row| Place::from_query_result(row, "").map(|place| (place.account_id, place.name)).map_err(Error::from);
    rows.iter().map(read).collect()
}

async fn of_account(portal: &Portal, account: AccountId, name: &str) -> Result<Vec<EventBrief>> {
    let mut select = Query::select();
    for of in [event::Column::Id, event::Column::At, event::Column::ActorName, event::Column::Action, event::Column::Asset] {
        select.column((event::Entity, of));
    }
    select
        .column((event::Entity, event::Column::AssetName))
        .from(event::Entity)
        .and_where(Expr::col((event::Entity, event::Column::AccountId)).eq(account.0))
        .order_by((event::Entity, event::Column::At), Order::Desc)
        .order_by((event::Entity, event::Column::Seq), Order::Desc)
        .limit(SHOWN as u64);
    let rows = portal.db.read().query_all_raw(statement(portal, &select)).await?;
    let brief = |stored: Stored| {
        Ok(EventBrief {
            id: EventId(stored.id),
            account_id: account,
            account_name: name.to_owned(),
            at: Timestamp(stored.at),
            actor_name: stored.actor_name,
            action: Action::parse(&stored.action).ok_or_else(|| Error::corrupt("event action"))?,
            asset: Asset::parse(&stored.asset).ok_or_else(|| Error::corrupt("event asset"))?,
            asset_name: stored.asset_name,
        })
    };
    rows.iter().map(|row| Stored::from_query_result(row, "").map_err(Error::from).and_then(brief)).collect()
}
