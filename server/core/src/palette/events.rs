//! The latest events of an account by who did something and to what. Older ones are found on the page of the history.

use sea_orm::sea_query::{Expr, ExprTrait, Order, Query};
use sea_orm::{ConnectionTrait, FromQueryResult, StatementBuilder};
use switchroom_entity::event;
use switchroom_types::Timestamp;
use switchroom_types::access::Permission;
use switchroom_types::palette::{Hit, HitKind, PER_KIND};

use super::found::found;
use super::search::may;
use crate::access::{AccountScope, Actor};
use crate::error::Result;
use crate::portal::Portal;
use crate::text;

/// How far back events are looked through.
const LATEST: u64 = 1_000;

#[derive(FromQueryResult)]
struct Stored {
    at: i64,
    actor_name: String,
    asset_name: String,
}

pub(super) async fn find(portal: &Portal, actor: &Actor, scope: Option<&AccountScope>, term: &str) -> Result<Vec<Hit>> {
    let Some(scope) = scope.filter(|_| may(actor, &[Permission::SUPPORT_VIEW, Permission::HISTORY_VIEW])) else { return Ok(Vec::new()) };
    let mut select = Query::select();
    select
        .columns([event::Column::At, event::Column::ActorName, event::Column::AssetName].map(|of| (event::Entity, of)))
        .from(event::Entity)
        .and_where(Expr::col((event::Entity, event::Column::AccountId)).eq(scope.account_id.0))
        .order_by((event::Entity, event::Column::At), Order::Desc)
        .order_by((event::Entity, event::Column::Seq), Order::Desc)
        .limit(LATEST);
    let rows = portal.db.read().query_all_raw(StatementBuilder::build(&select, &portal.db.backend())).await?;
    let mut hits = Vec::new();
    for row in rows {
        let stored = Stored::from_query_result(&row, "")?;
        if !text::fold(&stored.asset_name).contains(term) && !text::fold(&stored.actor_name).contains(term) {
            continue;
        }
        let at = Timestamp(stored.at);
        hits.push(Hit {
            kind: HitKind::Event,
            found: found(&stored.asset_name, term),
            title: stored.asset_name,
            detail: format!("{} · {}", stored.actor_name, at.to_string().get(..10).unwrap_or_default()),
            account: None,
            href: format!("/accounts/{}/support/history?filter.from={at}&filter.to={at}", scope.account_id),
        });
        if hits.len() == PER_KIND {
            break;
        }
    }
    Ok(hits)
}
