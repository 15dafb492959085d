//! Which users a query is about: tenant, Property, Product and search text as one SQL condition.

use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use switchroom_entity::{job_item, user, user_product};
use switchroom_types::JobId;
use switchroom_types::accounts::AccountKind;
use switchroom_types::jobs::ItemState;
use switchroom_types::list::ListQuery;
use switchroom_types::users::{UserFilter, UserProperty};

use crate::access::AccountScope;
use crate::error::Result;
use crate::paging;
use crate::portal::Portal;
use crate::search::{self, Searchable};
use crate::users::conditions::conditions;

/// Up to this many holders, a product's users are looked up; beyond, walking the list meets them soon enough.
const RARE: u64 = 2_000;

/// Everything that the query asks for as one condition over `users`, for statements that change or count.
pub(super) async fn condition(portal: &Portal, scope: &AccountScope, query: &ListQuery) -> Result<SimpleExpr> {
    let filtered = filtered(portal, scope, query).await?;
    Ok(search::and(filtered, search::contains(&portal.db, Searchable::Users, searched(query)).await?))
}

/// The search text; with the SMS Number filter it is suspended (USR-08).
pub(super) fn searched(query: &ListQuery) -> &str {
    if query.filter("sms").is_some() { "" } else { query.search.as_str() }
}

/// Tenant and filters, without the search text.
pub(super) async fn filtered(portal: &Portal, scope: &AccountScope, query: &ListQuery) -> Result<SimpleExpr> {
    let filter = UserFilter::parse(query)?;
    let mut condition = Expr::col((user::Entity, user::Column::AccountId)).eq(scope.account_id.0);
    if let Some(property) = filter.property {
        condition = condition.and(has(property, scope.kind));
    }
    if let Some(product) = &filter.product {
        condition = condition.and(holds(portal.db.read(), scope, product).await?);
    }
    if let Some(digits) = filter.sms {
        // Digits only, so nothing in them means anything to LIKE.
        condition = condition.and(Expr::col((user::Entity, user::Column::SmsNumber)).like(format!("%{digits}%")));
    }
    if let Some(job) = filter.import {
        condition = condition.and(added_by(scope, job));
    }
    if let Some(typed) = &filter.conditions {
        condition = condition.and(conditions(portal, scope, typed).await?);
    }
    Ok(condition)
}

/// The values stand in the text, not as parameters, so that the planner can prove the partial indexes.
fn has(property: UserProperty, kind: AccountKind) -> SimpleExpr {
    Expr::cust(match property {
        UserProperty::Admins if kind == AccountKind::Customer => "users.role = 'admin'",
        // In the Partner Account the Administrators take that place.
        UserProperty::Admins => "users.role <> 'user' AND users.scope = 'all'",
        UserProperty::Users if kind == AccountKind::Customer => "users.role = 'user'",
        UserProperty::Users => "users.scope = 'assigned'",
        UserProperty::Registered => "users.registration = 'registered'",
        UserProperty::Unregistered => "users.registration <> 'registered'",
        UserProperty::PbxUsers => "users.source = 'pbx'",
        UserProperty::MicloudConnected => "users.source = 'micloud_connect'",
        // No device data is kept in this version, so nobody is connected by a device.
        UserProperty::IotConnected => "1 = 0",
        UserProperty::Inactive => "users.status = 'inactive'",
    })
}

/// The people that an import added (IMP-13): their welcome mails go out in one go, however many they are.
fn added_by(scope: &AccountScope, job: JobId) -> SimpleExpr {
    let item = |column: job_item::Column| Expr::col((job_item::Entity, column));
    let added = Query::select()
        .expr(item(job_item::Column::TargetId))
        .from(job_item::Entity)
        .and_where(item(job_item::Column::AccountId).eq(scope.account_id.0))
        .and_where(item(job_item::Column::JobId).eq(job.0))
        .and_where(item(job_item::Column::State).eq(ItemState::Done.as_str()))
        // Rows that changed somebody who was there say so.
        .and_where(item(job_item::Column::Code).is_null())
        .to_owned();
    Expr::col((user::Entity, user::Column::Id)).in_subquery(added)
}

/// A statement that counts the same as the query and looks at fewer rows, if there is one: who holds a product is known
/// without the people.
pub(super) fn counted(scope: &AccountScope, query: &ListQuery) -> Result<Option<SelectStatement>> {
    let filter = UserFilter::parse(query)?;
    let alone = query.search.trim().is_empty() && filter.property.is_none() && filter.import.is_none() && filter.sms.is_none();
    let alone = alone && filter.conditions.is_none();
    Ok(filter.product.filter(|_| alone).map(|product| holders(scope, &product)))
}

/// The ids of the people who hold a product.
fn holders(scope: &AccountScope, product: &str) -> SelectStatement {
    let of_product = |column: user_product::Column| Expr::col((user_product::Entity, column));
    Query::select()
        .expr(of_product(user_product::Column::UserId))
        .from(user_product::Entity)
        .and_where(of_product(user_product::Column::AccountId).eq(scope.account_id.0))
        .and_where(of_product(user_product::Column::Product).eq(product))
        .to_owned()
}

async fn holds(conn: &impl ConnectionTrait, scope: &AccountScope, product: &str) -> Result<SimpleExpr> {
    let mut holders = holders(scope, product);
    let id = Expr::col((user::Entity, user::Column::Id));
    if paging::total_up_to(conn, &holders, RARE).await?.exact {
        return Ok(id.in_subquery(holders));
    }
    holders.and_where(Expr::col((user_product::Entity, user_product::Column::UserId)).eq(id)).limit(1);
    // As a value rather than with EXISTS, which SQLite turns into a join that begins with the product and sorts all holders.
    Ok(Expr::from(holders).is_not_null())
}
