//! The filtered, sorted, searched templates as a file.

use switchroom_types::AccountId;
use switchroom_types::access::Permission;
use switchroom_types::history::{Action, Asset};
use switchroom_types::list::ListQuery;
use switchroom_types::templates::{TemplateFilter, TemplateOrigin, TemplateProduct, TemplateRow};

use super::list;
use crate::access::Actor;
use crate::error::Result;
use crate::export::{self, Cell, Column, Download, Export, Format};
use crate::history::Event;
use crate::portal::Portal;

const COLUMNS: &[Column<TemplateRow>] = &[
    Column::new("NAME", |row| Cell::text(&row.name)),
    Column::new("DESCRIPTION", |row| Cell::text(&row.description)),
    Column::new("PRODUCTS", |row| Cell::owned(products(row))),
    Column::new("ORIGIN", |row| Cell::text(if row.origin == TemplateOrigin::Pbx { "PBX" } else { "Portal" })),
    Column::new("USERS", |row| Cell::Int(i64::try_from(row.users).unwrap_or(i64::MAX))),
    Column::new("DRIFTED", |row| Cell::Int(i64::try_from(row.drifted).unwrap_or(i64::MAX))),
    Column::new("MODIFIED ON", |row| Cell::time(row.modified_at)),
    Column::new("MODIFIED BY", |row| Cell::text(&row.modified_by)),
];

fn products(row: &TemplateRow) -> String {
    let name = |product: &TemplateProduct| match product {
        TemplateProduct::MivoiceBusiness => "MiVoice Business",
        TemplateProduct::MitelCx => "Mitel CX",
    };
    row.products.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Streams what the same query lists, all pages of it.
///
/// # Permissions
/// `templates.view`
pub async fn export(portal: &Portal, actor: &Actor, account: AccountId, query: &ListQuery, format: Format) -> Result<Download> {
    let scope = actor.account_in_any_state(portal, account, Permission::TEMPLATES_VIEW).await?;
    let query = query.for_export();
    TemplateFilter::parse(&query)?;
    let log = Event::new(scope.account_id, scope.partner_id, Action::Export, Asset::Template).of(scope.account_id, &scope.account.name);
    let export = Export::new("templates", format, COLUMNS, log, &query);
    let portal_of_pages = portal.clone();
    export::stream(portal, actor, export, move |cursor| {
        let (portal, scope, query) = (portal_of_pages.clone(), scope.clone(), query.after(cursor));
        async move { list::rows(&portal, &scope, &query).await }
    })
    .await
}
