//! The history of an account: the page, and the query that its export shares.

use sea_orm::ColumnTrait;
use sea_orm::sea_query::{ExprTrait, Query, SelectStatement};
use switchroom_entity::event;
use switchroom_types::access::Permission;
use switchroom_types::history::{EventFilter, EventRow, EventSort};
use switchroom_types::list::{ListQuery, Page, Sort, SortColumn};
use switchroom_types::{AccountId, AppError};

use crate::access::{AccountScope, Actor};
use crate::error::Result;
use crate::history::row::{self, Stored};
use crate::paging::{self, KeyKind, SortKey};
use crate::portal::Portal;

/// A [`ListQuery`] whose filter and order are known to be valid for events.
#[derive(Clone, Debug)]
pub struct EventsQuery {
    pub query: ListQuery,
    pub filter: EventFilter,
    pub sort: Sort<EventSort>,
}

impl EventsQuery {
    /// # Errors
    /// 422 for a filter, value or sort column that events do not have.
    pub fn parse(query: ListQuery) -> Result<Self, AppError> {
        Ok(Self { filter: EventFilter::parse(&query)?, sort: query.sort()?, query })
    }
}

/// One page of an account's events, the newest first unless asked otherwise (HIST-03, HIST-06).
///
/// # Permissions
/// `support.view` and `history.view` (HIST-02).
pub async fn list(portal: &Portal, actor: &Actor, account: AccountId, query: EventsQuery) -> Result<Page<EventRow>> {
    let scope = authorise(portal, actor, account).await?;
    let (rows, total) =
        tokio::try_join!(page(portal, &scope, &query), async { paging::total(portal.db.read(), &matching(&scope, &query.filter)).await })?;
    Ok(Page { items: rows.0, next_cursor: rows.1, total })
}

pub(super) async fn authorise(portal: &Portal, actor: &Actor, account: AccountId) -> Result<AccountScope> {
    let scope = actor.account(portal, account, Permission::SUPPORT_VIEW).await?;
    actor.require(Permission::HISTORY_VIEW)?;
    Ok(scope)
}

/// The rows of one page and where to go on.
pub(super) async fn page(portal: &Portal, scope: &AccountScope, query: &EventsQuery) -> Result<(Vec<EventRow>, Option<String>)> {
    let mut select = matching(scope, &query.filter);
    let key =
        SortKey { id: query.sort.column.id(), expr: event::Column::At.into_expr(), kind: KeyKind::Int, descending: query.sort.descending };
    paging::seek_by_seq(&mut select, &key, event::Column::Seq.into_expr(), &query.query)?;
    let (rows, next) = paging::fetch::<Stored>(portal.db.read(), &select, &key, &query.query).await?;
    Ok((rows.into_iter().map(Stored::into_row).collect::<Result<_>>()?, next))
}

/// The filtered events of the account, without order and limit.
pub(super) fn matching(scope: &AccountScope, filter: &EventFilter) -> SelectStatement {
    use event::Column as C;
    let mut select = Query::select();
    row::select(&mut select).from(event::Entity).and_where(C::AccountId.eq(scope.account_id.0));
    let mut one_of = |column: C, values: Vec<String>| match values.as_slice() {
        [] => {}
        // An equation lets the index on (account, column, time) give the order, too.
        [one] => {
            select.and_where(column.into_expr().eq(one.as_str()));
        }
        many => {
            select.and_where(column.into_expr().is_in(many.to_vec()));
        }
    };
    one_of(C::Asset, filter.assets.iter().map(ToString::to_string).collect());
    one_of(C::Action, filter.actions.iter().map(ToString::to_string).collect());
    one_of(C::EventType, filter.event_types.iter().map(ToString::to_string).collect());
    one_of(C::ActorId, filter.actor_ids.clone());
    select.and_where_option(filter.from.map(|from| C::At.gte(from.0)));
    select.and_where_option(filter.to.map(|to| C::At.lte(to.0)));
    select
}
