//! The columns of the users table.

use super::labels;
use crate::i18n::t;
use crate::ui::table::{CardRole, Column, Width};
use crate::ui::{Avatar, Tag, Time, TimeFormat, Tone};
use leptos::prelude::*;
use switchroom_types::accounts::AccountContext;
use switchroom_types::users::UserRow;

/// All but SMS NUMBER and CONTACT CENTER show unless chosen otherwise; NAME is fixed (USR-10).
pub fn columns(account: &AccountContext) -> Vec<Column<UserRow>> {
    let mut columns = vec![
        Column::new("name", t!(users::COLUMN_NAME), name).sortable().fixed().width(Width::Wide).card(CardRole::Title),
        Column::text("email", t!(users::COLUMN_EMAIL), |row: &UserRow| row.email.clone())
            .sortable()
            .width(Width::Large)
            .card(CardRole::Text),
        Column::text("extension", t!(users::COLUMN_EXTENSION), |row: &UserRow| row.extension.clone().unwrap_or_default())
            .sortable()
            .width(Width::Tiny),
        Column::new("modified_at", t!(users::COLUMN_MODIFIED), modified).sortable_descending().width(Width::Large).card(CardRole::Meta),
        Column::new("licenses", t!(users::COLUMN_LICENSES), licenses).sortable(),
        Column::new("role", t!(users::COLUMN_ROLE), role).sortable().width(Width::Small).card(CardRole::Status),
        Column::text("sms_number", t!(users::COLUMN_SMS), |row: &UserRow| row.sms_number.clone().unwrap_or_default()).hidden(),
    ];
    // USR-11: without Mitel CX there is no such column.
    if account.integrations.iter().any(|kind| kind == "mitel_cx") {
        columns.push(Column::text("contact_center", t!(users::COLUMN_CONTACT_CENTER), |_: &UserRow| String::new()).hidden());
    }
    columns
}

fn name(row: &UserRow) -> AnyView {
    let badge = labels::badge(row.status, row.registration).map(|(tone, text)| view! { <Tag tone=tone>{text}</Tag> });
    view! {
        <span class="who">
            <Avatar name=row.name.clone() />
            <span class="who-text">
                <span class="who-name">{row.name.clone()}</span>
            </span>
            {badge}
        </span>
    }
    .into_any()
}

fn modified(row: &UserRow) -> AnyView {
    let by = (!row.modified_by.is_empty()).then(|| format!(" ({})", row.modified_by));
    view! { <span class="muted"><Time at=row.modified_at format=TimeFormat::Date />{by}</span> }.into_any()
}

/// The first one, and how many more.
fn licenses(row: &UserRow) -> AnyView {
    let Some((first, more)) = row.licenses.split_first() else {
        return view! { <span class="muted">{t!(users::NONE)}</span> }.into_any();
    };
    let rest = (!more.is_empty()).then(|| {
        let names = more.join(", ");
        view! { " " <span class="muted" title=names.clone()>{t!(users::MORE_LICENSES, n = more.len() as u64)}<span class="visually-hidden">{format!(": {names}")}</span></span> }
    });
    view! { <span>{first.clone()}{rest}</span> }.into_any()
}

fn role(row: &UserRow) -> AnyView {
    use switchroom_types::access::Role;
    let label = labels::role(row.role, row.scope, &row.role_label);
    match (row.role, label.is_empty()) {
        (_, true) => ().into_any(),
        (Role::Admin, _) if row.role_label == "Account Admin" => view! { <Tag tone=Tone::Accent>{t!(users::ADMIN_BADGE)}</Tag> }.into_any(),
        (Role::User, _) => view! { <Tag>{label}</Tag> }.into_any(),
        _ => view! { <Tag tone=Tone::Accent>{label}</Tag> }.into_any(),
    }
}
