//! What the filter dialog offers for an account.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Statement};
use switchroom_entity::account_integration;
use switchroom_types::AccountId;
use switchroom_types::history::{Action, Asset, EventOptions, EventType, OPTIONS, Product};

use crate::access::Actor;
use crate::error::Result;
use crate::history::list;
use crate::portal::Portal;

/// Everything that the account's integrations can bring about, and everything that happened in it (HIST-13).
///
/// # Permissions
/// As [`list::list`].
pub async fn options(portal: &Portal, actor: &Actor, account: AccountId) -> Result<EventOptions> {
    let scope = list::authorise(portal, actor, account).await?;
    let integrations: Vec<String> = account_integration::Entity::find()
        .select_only()
        .column(account_integration::Column::Kind)
        .filter(account_integration::Column::AccountId.eq(scope.account_id.0))
        .into_tuple()
        .all(portal.db.read())
        .await?;
    let products: Vec<Product> = integrations.iter().filter_map(|kind| Product::of_integration(kind)).collect();
    let offered = || OPTIONS.iter().filter(|(product, ..)| *product == Product::Own || products.contains(product));
    let (assets, actions, types) = tokio::try_join!(
        happened(portal, scope.account_id, "asset"),
        happened(portal, scope.account_id, "action"),
        happened(portal, scope.account_id, "event_type"),
    )?;
    let mut options = EventOptions {
        assets: assets.iter().filter_map(|asset| Asset::parse(asset)).collect(),
        actions: actions.iter().filter_map(|action| Action::parse(action)).collect(),
        event_types: types.iter().filter_map(|kind| EventType::parse(kind)).collect(),
    };
    for (_, kind, assets, actions) in offered() {
        options.event_types.push(*kind);
        options.assets.extend_from_slice(assets);
        options.actions.extend_from_slice(actions);
    }
    options.assets.sort_unstable_by_key(|asset| asset.as_str());
    options.assets.dedup();
    options.actions.sort_unstable_by_key(|action| action.as_str());
    options.actions.dedup();
    options.event_types.sort_unstable_by_key(|kind| kind.as_str());
    options.event_types.dedup();
    Ok(options)
}

/// The distinct values of an indexed column: hops from one to the next in the index instead of reading every event.
async fn happened(portal: &Portal, account: AccountId, column: &'static str) -> Result<Vec<String>> {
    let sql = format!(
        "WITH RECURSIVE found (value) AS (\
         SELECT MIN({column}) FROM events WHERE account_id = $1 \
         UNION ALL \
         SELECT (SELECT MIN({column}) FROM events WHERE account_id = $1 AND {column} > found.value) FROM found WHERE found.value IS NOT NULL) \
         SELECT value FROM found WHERE value IS NOT NULL"
    );
    let rows = portal.db.read().query_all_raw(Statement::from_sql_and_values(portal.db.backend(), sql, [account.0.into()])).await?;
    Ok(rows.iter().map(|row| row.try_get("", "value")).collect::<Result<_, _>>()?)
}
