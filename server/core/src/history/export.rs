//! The history as a file: everything that the filter matches (HIST-B3), or chosen events (HIST-08).

use sea_orm::sea_query::{Order, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, FromQueryResult};
use std::borrow::Cow;
use std::collections::BTreeSet;
use switchroom_entity::event;
use switchroom_types::history::{Action, Asset, EventRow};
use switchroom_types::list::{ListQuery, Selection};
use switchroom_types::{AccountId, AppError, EventId, FieldError};
use uuid::Uuid;

use crate::access::{AccountScope, Actor};
use crate::error::Result;
use crate::export::{self, Cell, Column, Download, Export, Format};
use crate::history::list::{self, EventsQuery};
use crate::history::{Event, row};
use crate::portal::Portal;

/// Events that can be chosen one by one; whole filters have no limit.
pub const MAX_CHOSEN: usize = 10_000;

/// All 11 fields, in their order (HIST, "Pages").
const COLUMNS: &[Column<EventRow>] = &[
    Column::new("Event ID", |row| Cell::owned(row.id.to_string())),
    Column::new("Actor Name", |row| Cell::text(&row.actor_name)),
    Column::new("Actor ID", |row| Cell::text(&row.actor_id)),
    Column::new("Action", |row| Cell::text(row.action.as_str())),
    Column::new("Asset", |row| if row.asset_name.is_empty() { Cell::text(row.asset.as_str()) } else { Cell::owned(asset(row)) }),
    Column::new("Event Date", |row| Cell::Time(row.at)),
    Column::new("Event Type", |row| Cell::text(row.event_type.as_str())),
    Column::new("Properties Changed", |row| Cell::owned(changes(row))),
    Column::new("Core Details", |row| Cell::owned(details(&row.core))),
    Column::new("Log Tags", |row| Cell::owned(row.tags.join(", "))),
    Column::new("Extra Details", |row| Cell::owned(details(&row.extra))),
];

fn asset(row: &EventRow) -> String {
    format!("{}: {}", row.asset, row.asset_name)
}

/// `extension: 2014 → 2019; role: User → Admin`
fn changes(row: &EventRow) -> String {
    let parts = row.changes.iter().map(|change| format!("{}: {} → {}", change.property, plain(&change.before), plain(&change.after)));
    parts.collect::<Vec<_>>().join("; ")
}

fn details(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Object(map) => {
            map.iter().map(|(name, value)| format!("{name}: {}", plain(value))).collect::<Vec<_>>().join("; ")
        }
        serde_json::Value::Null => String::new(),
        other => plain(other).into_owned(),
    }
}

fn plain(value: &serde_json::Value) -> Cow<'_, str> {
    match value {
        serde_json::Value::Null => Cow::Borrowed(""),
        serde_json::Value::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}

fn export(scope: &AccountScope, format: Format, query: &ListQuery) -> Export<EventRow> {
    let log = Event::new(scope.account_id, scope.partner_id, Action::Export, Asset::Account)
        .of(scope.account_id, scope.account.name.clone())
        .core("list", "events");
    Export::new(format!("events-{}", scope.account.number), format, COLUMNS, log, query).json(serde_json::to_vec)
}

/// Every event that the query matches, without a limit.
///
/// # Permissions
/// As [`list::list`].
pub async fn all(portal: &Portal, actor: &Actor, account: AccountId, query: ListQuery, format: Format) -> Result<Download> {
    all_but(portal, actor, account, query, BTreeSet::new(), format).await
}

/// What was ticked in a list.
///
/// # Permissions
/// As [`list::list`].
pub async fn selected(
    portal: &Portal,
    actor: &Actor,
    account: AccountId,
    selection: Selection<EventId>,
    format: Format,
) -> Result<Download> {
    match selection {
        Selection::Ids(ids) => chosen(portal, actor, account, ids, format).await,
        Selection::Matching { query, except } => all_but(portal, actor, account, query, except.into_iter().collect(), format).await,
    }
}

async fn all_but(
    portal: &Portal,
    actor: &Actor,
    account: AccountId,
    query: ListQuery,
    except: BTreeSet<EventId>,
    format: Format,
) -> Result<Download> {
    let scope = list::authorise(portal, actor, account).await?;
    let query = EventsQuery::parse(query.for_export())?;
    let export = export(&scope, format, &query.query);
    let owned = portal.clone();
    export::stream(portal, actor, export, move |cursor| {
        let (portal, scope, mut query, except) = (owned.clone(), scope.clone(), query.clone(), except.clone());
        query.query.cursor = cursor;
        async move {
            let (mut rows, next) = list::page(&portal, &scope, &query).await?;
            rows.retain(|row| !except.contains(&row.id));
            Ok((rows, next))
        }
    })
    .await
}

/// The chosen events, the newest first. Ids that the account does not have are left out.
///
/// # Permissions
/// As [`list::list`].
///
/// # Errors
/// 422 without any id, or with more than [`MAX_CHOSEN`].
pub async fn chosen(portal: &Portal, actor: &Actor, account: AccountId, ids: Vec<EventId>, format: Format) -> Result<Download> {
    let scope = list::authorise(portal, actor, account).await?;
    if ids.is_empty() || ids.len() > MAX_CHOSEN {
        let error = FieldError::new("ids", "list.selection_size", format!("Choose 1 to {MAX_CHOSEN} events")).arg("max", MAX_CHOSEN);
        return Err(AppError::invalid(vec![error]).into());
    }
    let mut export = export(&scope, format, &ListQuery::default());
    export.log_core("selected", ids.len() as u64);
    let mut ids: Vec<Uuid> = ids.into_iter().map(Uuid::from).collect();
    // Version 7: the order of the ids is the order of time.
    ids.sort_unstable_by(|a, b| b.cmp(a));
    ids.dedup();
    let owned = portal.clone();
    export::stream(portal, actor, export, move |cursor| {
        let (portal, scope) = (owned.clone(), scope.clone());
        let start = cursor.and_then(|cursor| cursor.parse::<usize>().ok()).unwrap_or_default();
        let end = ids.len().min(start + usize::from(export::BATCH));
        let batch: Vec<Uuid> = ids.get(start..end).unwrap_or_default().to_vec();
        let next = (end < ids.len()).then(|| end.to_string());
        async move {
            let mut select = Query::select();
            row::select(&mut select)
                .from(event::Entity)
                .and_where(event::Column::AccountId.eq(scope.account_id.0))
                .and_where(event::Column::Id.is_in(batch))
                .order_by(event::Column::At, Order::Desc)
                .order_by(event::Column::Seq, Order::Desc);
            let found = portal.db.read().query_all(&select).await?;
            let rows = found.iter().map(|found| row::Stored::from_query_result(found, "")?.into_row());
            Ok((rows.collect::<Result<_>>()?, next))
        }
    })
    .await
}
