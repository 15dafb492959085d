//! The templates of an account, page by page.

use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter};
use std::collections::HashMap;
use switchroom_entity::{template, user_service};
use switchroom_types::access::Permission;
use switchroom_types::list::{ListQuery, Page, SortColumn};
use switchroom_types::templates::{TemplateFilter, TemplateOrigin, TemplateRow, TemplateSort};
use switchroom_types::{AccountId, TemplateId, Timestamp};
use uuid::Uuid;

use super::catalogue::Catalogue;
use super::row;
use crate::access::{AccountScope, Actor};
use crate::error::{Error, Result};
use crate::paging::{self, KeyKind, SortKey};
use crate::portal::Portal;
use crate::search;

/// # Permissions
/// `templates.view`; deactivated accounts can be looked at, too.
pub async fn list(portal: &Portal, actor: &Actor, account: AccountId, query: &ListQuery) -> Result<Page<TemplateRow>> {
    let scope = actor.account_in_any_state(portal, account, Permission::TEMPLATES_VIEW).await?;
    let total = paging::total(portal.db.read(), &matching(portal, &scope, query)?).await?;
    let (items, next_cursor) = rows(portal, &scope, query).await?;
    Ok(Page { items, next_cursor, total })
}

pub(super) async fn rows(portal: &Portal, scope: &AccountScope, query: &ListQuery) -> Result<(Vec<TemplateRow>, Option<String>)> {
    let sort = query.sort::<TemplateSort>()?;
    let (expr, kind) = match sort.column {
        TemplateSort::Name => (Expr::col((template::Entity, template::Column::NameKey)), KeyKind::Text),
        TemplateSort::Modified => (Expr::col((template::Entity, template::Column::ModifiedAt)), KeyKind::Int),
    };
    let key = SortKey { id: sort.column.id(), expr, kind, descending: sort.descending };
    let mut select = matching(portal, scope, query)?;
    paging::seek(&mut select, &key, Expr::col((template::Entity, template::Column::Id)), query)?;
    let (rows, next) = paging::fetch::<Stored>(portal.db.read(), &select, &key, query).await?;
    Ok((rows.into_iter().map(Stored::into_row).collect::<Result<_>>()?, next))
}

/// What the query finds, in no order yet; also what a selection by query means.
pub(super) fn matching(portal: &Portal, scope: &AccountScope, query: &ListQuery) -> Result<SelectStatement> {
    let column = |column: template::Column| Expr::col((template::Entity, column));
    let mut select = Query::select();
    select.from(template::Entity).and_where(condition(portal, scope, query)?);
    for each in [
        template::Column::Id,
        template::Column::AccountId,
        template::Column::Name,
        template::Column::Description,
        template::Column::Products,
        template::Column::Origin,
        template::Column::ModifiedAt,
        template::Column::ModifiedBy,
    ] {
        select.column((template::Entity, each));
    }
    let service = |column: user_service::Column| Expr::col((user_service::Entity, column));
    let users = || {
        let mut users = Query::select();
        users
            .expr(Func::count(service(user_service::Column::UserId)))
            .from(user_service::Entity)
            .and_where(service(user_service::Column::AccountId).eq(scope.account_id.0))
            .and_where(service(user_service::Column::TemplateId).eq(column(template::Column::Id)));
        users
    };
    let mut drifted = users();
    drifted.and_where(service(user_service::Column::SettingsKey).ne(column(template::Column::SettingsKey)));
    select.expr_as(SimpleExpr::from(users()), "users").expr_as(SimpleExpr::from(drifted), "drifted");
    Ok(select)
}

pub(super) fn condition(portal: &Portal, scope: &AccountScope, query: &ListQuery) -> Result<SimpleExpr> {
    let filter = TemplateFilter::parse(query)?;
    let mut condition = Expr::col((template::Entity, template::Column::AccountId)).eq(scope.account_id.0);
    if let Some(product) = filter.product {
        // Neither product's name is a part of the other's.
        condition = condition.and(Expr::col((template::Entity, template::Column::Products)).like(format!("%{product}%")));
    }
    Ok(search::and(condition, search::within(&portal.db, "templates", &query.search)?))
}

#[derive(Debug, FromQueryResult)]
struct Stored {
    id: Uuid,
    account_id: Uuid,
    name: String,
    description: String,
    products: String,
    origin: String,
    modified_at: i64,
    modified_by: String,
    users: i64,
    drifted: i64,
}

impl Stored {
    fn into_row(self) -> Result<TemplateRow> {
        Ok(TemplateRow {
            id: TemplateId(self.id),
            account_id: AccountId(self.account_id),
            name: self.name,
            description: self.description,
            products: row::products(&self.products),
            origin: TemplateOrigin::parse(&self.origin).ok_or_else(|| Error::corrupt("template origin"))?,
            users: u64::try_from(self.users).unwrap_or_default(),
            drifted: u64::try_from(self.drifted).unwrap_or_default(),
            modified_at: Timestamp(self.modified_at),
            modified_by: self.modified_by,
        })
    }
}

/// Every template of an account by its folded name, for sheets that name them (IMP-B1).
pub(crate) async fn by_name(conn: &impl ConnectionTrait, account: AccountId) -> Result<HashMap<String, template::Model>> {
    let all = template::Entity::find().filter(template::Column::AccountId.eq(account.0)).all(conn).await?;
    Ok(all.into_iter().map(|model| (model.name_key.clone(), model)).collect())
}

/// Whether each template of an account can be applied now, by its folded name.
pub(crate) async fn applicable(conn: &impl ConnectionTrait, account: AccountId) -> Result<HashMap<String, bool>> {
    let all = by_name(conn, account).await?;
    if all.is_empty() {
        return Ok(HashMap::new());
    }
    let catalogue = Catalogue::read(conn, account).await?;
    let fits = |(name, model): (String, template::Model)| {
        let settings = row::settings(&model.settings)?;
        // A sheet brings nothing into Mitel CX: each person there is set up by somebody who may.
        Ok((name, settings.mitel_cx.is_none() && catalogue.gone(&settings).is_empty()))
    };
    all.into_iter().map(fits).collect()
}
