//! The filtered, sorted, searched accounts as a file (ACC-B5).

use sea_orm::ColumnTrait;
use switchroom_entity::account;
use switchroom_types::access::Permission;
use switchroom_types::accounts::AccountRow;
use switchroom_types::history::{Action, Asset};
use switchroom_types::list::ListQuery;

use super::list::{AccountsQuery, Stored, matching, name_groups, sort_key};
use crate::access::{Actor, PartnerScope};
use crate::error::Result;
use crate::export::{self, Cell, Column, Download, Export, Format};
use crate::history::Event;
use crate::paging;
use crate::portal::Portal;

const COLUMNS: &[Column<AccountRow>] = &[
    Column::new("NAME", |row| Cell::text(&row.name)),
    Column::new("ACCOUNT ID", |row| Cell::owned(row.number.to_string())),
    Column::new("COUNTRY", |row| Cell::text(&row.country)),
    Column::new("PBX TYPE", |row| Cell::text(row.pbx_type.map(|pbx| pbx.as_str()).unwrap_or_default())),
    Column::new("USERS", |row| Cell::Int(i64::try_from(row.users).unwrap_or(i64::MAX))),
    Column::new("GROUPS", |row| Cell::owned(row.groups.join(", "))),
    Column::new("STATE", |row| Cell::text(row.state.as_str())),
    Column::new("CREATED", |row| Cell::time(row.created_at)),
    Column::new("MODIFIED ON", |row| Cell::time(row.modified_at)),
    Column::new("MODIFIED BY", |row| Cell::text(&row.modified_by)),
];

/// Streams what the same query lists, all pages of it.
///
/// # Permissions
/// `accounts.view`, partner users.
pub async fn export(portal: &Portal, actor: &Actor, query: &ListQuery, format: Format) -> Result<Download> {
    let scope = actor.partner(Permission::ACCOUNTS_VIEW)?;
    let query = query.for_export();
    AccountsQuery::parse(query.clone())?;
    let log =
        Event::new(actor.account_id, Some(scope.partner_id), Action::Export, Asset::Account).of(actor.account_id, &actor.account_name);
    let export = Export::new("accounts", format, COLUMNS, log, &query);
    let portal_of_pages = portal.clone();
    export::stream(portal, actor, export, move |cursor| {
        let (portal, scope, query) = (portal_of_pages.clone(), scope.clone(), query.after(cursor));
        async move { rows(&portal, &scope, query).await }
    })
    .await
}

async fn rows(portal: &Portal, scope: &PartnerScope, query: ListQuery) -> Result<(Vec<AccountRow>, Option<String>)> {
    let query = AccountsQuery::parse(query)?;
    let mut select = matching(portal, scope, &query).await?;
    let key = sort_key(query.sort);
    paging::seek(&mut select, &key, account::Column::Id.into_expr(), &query.query)?;
    let (rows, next) = paging::fetch::<Stored>(portal.db.read(), &select, &key, &query.query).await?;
    let mut rows = rows.into_iter().map(Stored::into_row).collect::<Result<Vec<_>>>()?;
    name_groups(portal, scope, &mut rows).await?;
    Ok((rows, next))
}
