//! The operator's list of partners. It tells nothing of their customers (AUTH-04).

use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter};
use std::collections::HashMap;
use switchroom_entity::{account, partner};
use switchroom_types::accounts::AccountKind;
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::partners::{PartnerKind, PartnerRow, PartnerSort, PartnerState};
use switchroom_types::{AccountNumber, AppError, FieldError, PartnerId, Timestamp};
use uuid::Uuid;

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::paging::{self, KeyKind, SortKey};
use crate::portal::Portal;
use crate::search::{self, Searchable};

/// The Partner Account, by which partners are searched and sorted.
#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    number: i64,
    name: String,
    user_count: i64,
}

/// By name or age; `filter.state` is `active` or `inactive`, `search` looks in name and Account ID.
///
/// # Permissions
/// Operator.
pub async fn list(portal: &Portal, actor: &Actor, query: &ListQuery) -> Result<Page<PartnerRow>> {
    actor.require_operator()?;
    query.only_filters(&["state"])?;
    let sort = query.sort::<PartnerSort>()?;
    let columns = [account::Column::Id, account::Column::Number, account::Column::Name, account::Column::UserCount];
    let mut select = Query::select();
    select
        .columns(columns)
        .from(account::Entity)
        .and_where(Expr::col(account::Column::Kind).eq(AccountKind::Partner.as_str()))
        .and_where_option(search::contains(&portal.db, Searchable::Accounts, &query.search).await?);
    if let Some(state) = query.filter("state") {
        let unknown = || AppError::invalid(vec![FieldError::new("filter.state", "list.unknown_value", "There is no such state")]);
        let state = PartnerState::parse(state).ok_or_else(unknown)?;
        let of_state = Query::select()
            .column(partner::Column::AccountId)
            .from(partner::Entity)
            .and_where(Expr::col(partner::Column::State).eq(state.as_str()))
            .to_owned();
        select.and_where(Expr::col(account::Column::Id).in_subquery(of_state));
    }
    let total = paging::total(portal.db.read(), &select).await?;
    let (expr, kind) = match sort.column {
        PartnerSort::Name => (account::Column::NameKey, KeyKind::Text),
        PartnerSort::Created => (account::Column::CreatedAt, KeyKind::Int),
    };
    let id = switchroom_types::list::SortColumn::id(sort.column);
    let key = SortKey { id, expr: Expr::col(expr), kind, descending: sort.descending };
    paging::seek(&mut select, &key, Expr::col(account::Column::Id), query)?;
    let (rows, next) = paging::fetch::<Row>(portal.db.read(), &select, &key, query).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let partners = partner::Entity::find().filter(partner::Column::AccountId.is_in(ids)).all(portal.db.read()).await?;
    let partners: HashMap<Uuid, partner::Model> = partners.into_iter().map(|partner| (partner.account_id, partner)).collect();
    paging::page(rows, next, total, |row: Row| {
        let partner = partners.get(&row.id).ok_or_else(|| Error::corrupt("a Partner Account without partner"))?;
        view(partner, row.number, row.name, row.user_count)
    })
}

pub(super) fn view(partner: &partner::Model, number: i64, name: String, people: i64) -> Result<PartnerRow> {
    let number = u32::try_from(number).ok().and_then(AccountNumber::new).ok_or_else(|| Error::corrupt("account number"))?;
    Ok(PartnerRow {
        id: PartnerId(partner.id),
        number,
        name,
        country: partner.country.clone(),
        kind: PartnerKind::parse(&partner.kind).ok_or_else(|| Error::corrupt("partner kind"))?,
        state: PartnerState::parse(&partner.state).ok_or_else(|| Error::corrupt("partner state"))?,
        people: u64::try_from(people).unwrap_or_default(),
        created_at: Timestamp(partner.created_at),
    })
}
