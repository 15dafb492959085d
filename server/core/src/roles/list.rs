//! The roles of a partner, page by page, and one with everything about it.

use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, FromQueryResult};
use switchroom_entity::{account, role, role_account, user};
use switchroom_types::access::{Base, Permission};
use switchroom_types::list::{ListQuery, Page, SortColumn};
use switchroom_types::roles::{RoleDetail, RoleRow, RoleSort};
use switchroom_types::{AppError, FieldError, RoleId, Timestamp};
use uuid::Uuid;

use super::book::Custom;
use super::row;
use crate::access::{Actor, PartnerScope};
use crate::error::{Error, Result};
use crate::paging::{self, KeyKind, SortKey};
use crate::portal::Portal;
use crate::search;

/// `filter.base` narrows the list.
///
/// # Permissions
/// `roles.view`, partner users. Accounts beyond the caller's reach are not counted (AM-02).
pub async fn list(portal: &Portal, actor: &Actor, query: &ListQuery) -> Result<Page<RoleRow>> {
    let scope = actor.partner(Permission::ROLES_VIEW)?;
    query.only_filters(&["base"])?;
    let mut select = Query::select();
    select.from(role::Entity).and_where(of(role::Column::PartnerId).eq(scope.partner_id.0));
    if let Some(text) = query.filter("base") {
        let unknown = || AppError::invalid(vec![FieldError::new("filter.base", "list.unknown_value", "There is no such base role")]);
        let base = Base::parse(text).ok_or_else(unknown)?;
        select.and_where(of(role::Column::Base).eq(base.as_str()));
    }
    if let Some(found) = search::within(&portal.db, "roles", &query.search)? {
        select.and_where(found);
    }
    for column in [
        role::Column::Id,
        role::Column::Name,
        role::Column::Base,
        role::Column::Description,
        role::Column::ModifiedAt,
        role::Column::ModifiedBy,
    ] {
        select.column((role::Entity, column));
    }
    let accounts = || SimpleExpr::from(assigned(&scope, of(role::Column::Id)));
    select.expr_as(accounts(), "accounts");
    let sort = query.sort::<RoleSort>()?;
    let (expr, kind) = match sort.column {
        RoleSort::Name => (of(role::Column::NameKey), KeyKind::Text),
        RoleSort::Base => (of(role::Column::Base), KeyKind::Text),
        RoleSort::Accounts => (accounts(), KeyKind::Int),
        RoleSort::Modified => (of(role::Column::ModifiedAt), KeyKind::Int),
    };
    let key = SortKey { id: sort.column.id(), expr, kind, descending: sort.descending };
    let total = paging::total(portal.db.read(), &select).await?;
    paging::seek(&mut select, &key, of(role::Column::Id), query)?;
    let (rows, next) = paging::fetch::<Stored>(portal.db.read(), &select, &key, query).await?;
    paging::page(rows, next, total, Stored::into_row)
}

/// # Permissions
/// `roles.view`, partner users.
///
/// # Errors
/// 404 for roles of other partners.
pub async fn get(portal: &Portal, actor: &Actor, id: RoleId) -> Result<RoleDetail> {
    let scope = actor.partner(Permission::ROLES_VIEW)?;
    let model = row::find(portal.db.read(), scope.partner_id, id).await?;
    detail(portal.db.read(), actor, &scope, model).await
}

pub(super) async fn detail(conn: &impl ConnectionTrait, actor: &Actor, scope: &PartnerScope, model: role::Model) -> Result<RoleDetail> {
    let custom = Custom::of(&model)?;
    let id = RoleId(model.id);
    let mut counts = Query::select();
    counts.expr_as(SimpleExpr::from(assigned(scope, Expr::value(model.id))), "accounts");
    counts.expr_as(SimpleExpr::from(holders(scope, Expr::value(model.id))), "holders");
    let row = conn.query_one(&counts).await?.ok_or_else(|| Error::corrupt("counts of a role"))?;
    let number = |name: &str| -> Result<u64> { Ok(u64::try_from(row.try_get::<i64>("", name)?).unwrap_or_default()) };
    Ok(RoleDetail {
        accounts: number("accounts")?,
        holders: number("holders")?,
        locked: row::lock_of(conn, actor, scope, id).await?,
        id,
        version: model.version,
        name: model.name,
        base: custom.base,
        description: model.description,
        permissions: custom.permissions,
        created_at: Timestamp(model.created_at),
        modified_at: Timestamp(model.modified_at),
        modified_by: model.modified_by,
    })
}

fn of(column: role::Column) -> Expr {
    Expr::col((role::Entity, column))
}

/// How many accounts within reach a role is assigned to.
fn assigned(scope: &PartnerScope, id: Expr) -> SelectStatement {
    let here = |column: role_account::Column| Expr::col((role_account::Entity, column));
    let account = |column: account::Column| Expr::col((account::Entity, column));
    Query::select()
        .expr(Func::count(here(role_account::Column::AccountId)))
        .from(role_account::Entity)
        .inner_join(account::Entity, account(account::Column::Id).eq(here(role_account::Column::AccountId)))
        .and_where(here(role_account::Column::RoleId).eq(id))
        .and_where(scope.known_accounts(account::Column::PartnerId.into_expr(), account::Column::Id.into_expr()))
        .to_owned()
}

/// How many people within reach hold it.
fn holders(scope: &PartnerScope, id: Expr) -> SelectStatement {
    let person = |column: user::Column| Expr::col((user::Entity, column));
    let account = |column: account::Column| Expr::col((account::Entity, column));
    Query::select()
        .expr(Func::count(person(user::Column::Id)))
        .from(user::Entity)
        .inner_join(account::Entity, account(account::Column::Id).eq(person(user::Column::AccountId)))
        .and_where(person(user::Column::RoleId).eq(id))
        .and_where(scope.known_accounts(account::Column::PartnerId.into_expr(), account::Column::Id.into_expr()))
        .to_owned()
}

#[derive(Debug, FromQueryResult)]
struct Stored {
    id: Uuid,
    name: String,
    base: String,
    description: String,
    accounts: i64,
    modified_at: i64,
    modified_by: String,
}

impl Stored {
    fn into_row(self) -> Result<RoleRow> {
        Ok(RoleRow {
            id: RoleId(self.id),
            name: self.name,
            base: Base::parse(&self.base).ok_or_else(|| Error::corrupt("role base"))?,
            description: self.description,
            accounts: u64::try_from(self.accounts).unwrap_or_default(),
            modified_at: Timestamp(self.modified_at),
            modified_by: self.modified_by,
        })
    }
}
