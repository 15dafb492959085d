//! The filtered, sorted, searched users as a file (USR-B5).

use sea_orm::sea_query::Expr;
use switchroom_entity::user;
use switchroom_types::AccountId;
use switchroom_types::access::Permission;
use switchroom_types::history::{Action, Asset};
use switchroom_types::list::ListQuery;
use switchroom_types::users::{UserRow, UserStatus};

use crate::access::{AccountScope, Actor};
use crate::error::Result;
use crate::export::{self, Cell, Column, Download, Export, Format};
use crate::history::Event;
use crate::paging;
use crate::portal::Portal;
use crate::users::list::{self, Stored};

const COLUMNS: &[Column<UserRow>] = &[
    Column::new("NAME", |row| Cell::text(&row.name)),
    Column::new("EMAIL ADDRESS", |row| Cell::text(&row.email)),
    Column::new("EXT", |row| Cell::maybe(row.extension.as_deref())),
    Column::new("MODIFIED ON", |row| Cell::time(row.modified_at)),
    Column::new("MODIFIED BY", |row| Cell::text(&row.modified_by)),
    Column::new("LICENSES", |row| Cell::owned(row.licenses.join(", "))),
    Column::new("ROLE", |row| Cell::text(if row.role_label.is_empty() { "User" } else { &row.role_label })),
    Column::new("SMS NUMBER", |row| Cell::maybe(row.sms_number.as_deref())),
    Column::new("STATUS", |row| Cell::text(if row.status == UserStatus::Active { "Active" } else { "Inactive" })),
    Column::new("REGISTRATION", |row| Cell::text(row.registration.as_str())),
];

/// Streams what the same query lists, all pages of it.
///
/// # Permissions
/// `users.view`
pub async fn export(portal: &Portal, actor: &Actor, account: AccountId, query: &ListQuery, format: Format) -> Result<Download> {
    let scope = actor.account_in_any_state(portal, account, Permission::USERS_VIEW).await?;
    let query = query.for_export();
    let log = Event::new(scope.account_id, scope.partner_id, Action::Export, Asset::User).of(scope.account_id, &scope.account.name);
    let export = Export::new("users", format, COLUMNS, log, &query);
    let portal_of_pages = portal.clone();
    export::stream(portal, actor, export, move |cursor| {
        let (portal, scope, query) = (portal_of_pages.clone(), scope.clone(), query.after(cursor));
        async move { rows(&portal, &scope, &query).await }
    })
    .await
}

async fn rows(portal: &Portal, scope: &AccountScope, query: &ListQuery) -> Result<(Vec<UserRow>, Option<String>)> {
    let list::Statement { mut select, key, .. } = list::statement(portal, scope, query).await?;
    paging::seek(&mut select, &key, Expr::col((user::Entity, user::Column::Id)), query)?;
    let (rows, next) = paging::fetch::<Stored>(portal.db.read(), &select, &key, query).await?;
    Ok((rows.into_iter().map(Stored::into_row).collect::<Result<_>>()?, next))
}
