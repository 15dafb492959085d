//! The filtered, sorted, searched users as a file (USR-B5).

use sea_orm::FromQueryResult;
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

/// USER ID and the columns that an import reads come back as they are (IMP-B6).
const COLUMNS: &[Column<Exported>] = &[
    Column::new("NAME", |row| Cell::text(&row.user.name)),
    Column::new("EMAIL ADDRESS", |row| Cell::text(&row.user.email)),
    Column::new("EXT", |row| Cell::maybe(row.user.extension.as_deref())),
    Column::new("MODIFIED ON", |row| Cell::time(row.user.modified_at)),
    Column::new("MODIFIED BY", |row| Cell::text(&row.user.modified_by)),
    Column::new("LICENSES", |row| Cell::owned(row.user.licenses.join(", "))),
    Column::new("ROLE", |row| Cell::text(if row.user.role_label.is_empty() { "User" } else { &row.user.role_label })),
    Column::new("SMS NUMBER", |row| Cell::maybe(row.user.sms_number.as_deref())),
    Column::new("STATUS", |row| Cell::text(if row.user.status == UserStatus::Active { "Active" } else { "Inactive" })),
    Column::new("REGISTRATION", |row| Cell::text(row.user.registration.as_str())),
    Column::new("FIRST NAME", |row| Cell::text(&row.first_name)),
    Column::new("LAST NAME", |row| Cell::text(&row.last_name)),
    Column::new("MOBILE NUMBER", |row| Cell::maybe(row.mobile.as_deref())),
    Column::new("LOGIN ID", |row| Cell::maybe(row.login_id.as_deref())),
    Column::new("TEMPLATE", |row| Cell::maybe(row.template.as_deref())),
    Column::new("USER ID", |row| Cell::owned(row.user.id.to_string())),
];

/// A row of the list with what only the file shows.
struct Exported {
    user: UserRow,
    first_name: String,
    last_name: String,
    mobile: Option<String>,
    login_id: Option<String>,
    template: Option<String>,
}

/// The template that somebody came from, as it is called now.
const TEMPLATE: &str = "(SELECT templates.name FROM user_services JOIN templates ON templates.id = user_services.template_id \
     WHERE user_services.account_id = users.account_id AND user_services.user_id = users.id)";

const MORE: [user::Column; 4] = [user::Column::FirstName, user::Column::LastName, user::Column::Mobile, user::Column::LoginId];

#[derive(Debug, FromQueryResult)]
struct StoredMore {
    #[sea_orm(nested)]
    listed: Stored,
    first_name: String,
    last_name: String,
    mobile: Option<String>,
    login_id: Option<String>,
    template: Option<String>,
}

impl StoredMore {
    fn into_row(self) -> Result<Exported> {
        let Self { listed, first_name, last_name, mobile, login_id, template } = self;
        Ok(Exported { user: listed.into_row()?, first_name, last_name, mobile, login_id, template })
    }
}

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

async fn rows(portal: &Portal, scope: &AccountScope, query: &ListQuery) -> Result<(Vec<Exported>, Option<String>)> {
    let list::Statement { mut select, key, .. } = list::statement(portal, scope, query).await?;
    for column in MORE {
        select.column((user::Entity, column));
    }
    select.expr_as(Expr::cust(TEMPLATE), "template");
    paging::seek(&mut select, &key, Expr::col((user::Entity, user::Column::Id)), query)?;
    let (rows, next) = paging::fetch::<StoredMore>(portal.db.read(), &select, &key, query).await?;
    Ok((rows.into_iter().map(StoredMore::into_row).collect::<Result<_>>()?, next))
}
