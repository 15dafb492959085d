//! The columns of the users table.

use super::labels;
use crate::i18n::t;
use crate::ui::table::{CardRole, Column, ConditionField, Width};
use crate::ui::{Avatar, Tag, Time, TimeFormat, Tone};
use leptos::prelude::*;
use switchroom_types::access::{Role, Scope};
use switchroom_types::accounts::{AccountContext, AccountKind};
use switchroom_types::roles::AvailableRole;
use switchroom_types::users::{Registration, UserColumn, UserRow, UserSource, UserStatus};

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

/// The roles of an account as conditions name them: the base roles, and the custom ones by their names.
pub fn role_choices(kind: AccountKind, custom: Vec<AvailableRole>) -> Vec<(String, String)> {
    let base = if kind == AccountKind::Partner {
        [(Scope::All.as_str(), t!(users::ROLE_ADMINISTRATOR)), (Scope::Assigned.as_str(), t!(users::ROLE_ACCOUNT_MANAGER))]
    } else {
        [(Role::User.as_str(), t!(users::ROLE_USER)), (Role::Admin.as_str(), t!(users::ROLE_ADMIN))]
    };
    let base = base.into_iter().map(|(id, text)| (id.to_owned(), text.to_owned()));
    base.chain(custom.into_iter().filter(|role| role.id.is_some()).map(|role| (role.name.clone(), role.name))).collect()
}

/// What conditions can ask about (USR-B1): the columns, and what else is known of a person.
pub fn condition_fields(
    account: &AccountContext,
    products: Resource<Vec<(String, String)>>,
    roles: Resource<Vec<(String, String)>>,
) -> Vec<ConditionField> {
    use UserColumn as C;
    let field = |column: C, label: &str| ConditionField::new(column.as_str(), label);
    let texts =
        |all: Vec<(&'static str, &'static str)>| all.into_iter().map(|(id, text)| (id.to_owned(), text.to_owned())).collect::<Vec<_>>();
    let statuses = vec![(UserStatus::Active.as_str(), t!(users::ACTIVE)), (UserStatus::Inactive.as_str(), t!(users::INACTIVE))];
    let registrations = Registration::ALL.iter().map(|each| (each.as_str(), labels::registration(*each))).collect();
    let sources = UserSource::ALL.iter().map(|each| (each.as_str(), labels::source(*each))).collect();
    let mut fields = vec![
        field(C::Name, t!(users::NAME)),
        field(C::Email, t!(users::EMAIL)),
        field(C::Extension, t!(users::EXTENSION)),
        field(C::Modified, t!(users::MODIFIED_ON)),
        field(C::ModifiedBy, t!(users::MODIFIED_BY)),
        field(C::Licenses, t!(users::COLUMN_LICENSES)).choices(products),
        field(C::Role, t!(users::ROLE)).choices(roles),
        field(C::SmsNumber, t!(users::SMS_NUMBER)),
        field(C::Mobile, t!(users::MOBILE)),
        field(C::Phone, t!(users::PHONE)),
        field(C::LoginId, t!(users::LOGIN_ID)),
        field(C::Status, t!(users::STATUS)).choices(texts(statuses)),
        field(C::Registration, t!(users::REGISTRATION)).choices(texts(registrations)),
        field(C::Source, t!(users::SOURCE)).choices(texts(sources)),
        field(C::Created, t!(users::CREATED_ON)),
        field(C::LastSignIn, t!(users::LAST_SIGN_IN)),
    ];
    // As the column (USR-11).
    if account.integrations.iter().any(|kind| kind == "mitel_cx") {
        fields.push(field(C::ContactCenter, t!(users::COLUMN_CONTACT_CENTER)));
    }
    fields
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
    let label = labels::role(row.role, row.scope, &row.role_label);
    match (row.role, label.is_empty()) {
        (_, true) => ().into_any(),
        (Role::Admin, _) if row.role_label == "Account Admin" => view! { <Tag tone=Tone::Accent>{t!(users::ADMIN_BADGE)}</Tag> }.into_any(),
        (Role::User, _) => view! { <Tag>{label}</Tag> }.into_any(),
        _ => view! { <Tag tone=Tone::Accent>{label}</Tag> }.into_any(),
    }
}
