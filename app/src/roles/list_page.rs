//! `/roles` (ROLE, "Pages").

use super::api::list_roles;
use super::labels;
use crate::i18n::{number, t};
use crate::live::use_live_history;
use crate::shell::{PartnersOnly, Permitted, can, use_me};
use crate::ui::table::{CardRole, Column, Filter, ListSpec, Table, Width};
use crate::ui::{EmptyState, LinkButton, Time, TimeFormat, Variant};
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::access::{Base, Permission};
use switchroom_types::history::Asset;
use switchroom_types::roles::RoleRow;

#[component]
pub fn RolesPage() -> impl IntoView {
    view! {
        <Title text=t!(roles::ROLES) />
        <PartnersOnly>
            <Permitted needs=Permission::ROLES_VIEW>
                <Roles />
            </Permitted>
        </PartnersOnly>
    }
}

#[component]
fn Roles() -> impl IntoView {
    let bases = Base::ALL.iter().map(|base| (base.to_string(), labels::base(*base).to_owned())).collect::<Vec<_>>();
    let list = ListSpec::<RoleRow>::new("roles", list_roles, |row| row.id.to_string(), |row| row.name.clone())
        .columns(columns())
        .default_sort("name")
        .search(t!(roles::SEARCH))
        .filter(Filter::one("base", t!(roles::COLUMN_BASE), bases))
        .href(|row| Some(format!("/roles/{}", row.id)))
        .build();
    use_live_history(Some(use_me().account_id), &[Asset::Role], list.live());
    let actions = move || {
        (move || {
            can(Permission::ROLES_ADD)
                .then(|| view! { <LinkButton href="/roles/new" variant=Variant::Primary icon="plus">{t!(roles::NEW)}</LinkButton> })
        })
        .into_any()
    };
    let empty = move || {
        view! {
            <EmptyState title=t!(roles::EMPTY_TITLE) text=t!(roles::EMPTY_TEXT).to_owned() icon="shield">
                {move || can(Permission::ROLES_ADD)
                    .then(|| view! { <LinkButton href="/roles/new" variant=Variant::Primary icon="plus">{t!(roles::NEW)}</LinkButton> })}
            </EmptyState>
        }
        .into_any()
    };
    view! { <Table list=list title=t!(roles::ROLES) actions=actions empty=empty /> }.into_any()
}

fn columns() -> Vec<Column<RoleRow>> {
    vec![
        Column::text("name", t!(roles::COLUMN_NAME), |row: &RoleRow| row.name.clone())
            .sortable()
            .fixed()
            .width(Width::Wide)
            .card(CardRole::Title),
        Column::text("base", t!(roles::COLUMN_BASE), |row: &RoleRow| labels::base(row.base).to_owned())
            .sortable()
            .width(Width::Small)
            .card(CardRole::Status),
        Column::text("description", t!(roles::COLUMN_DESCRIPTION), |row: &RoleRow| row.description.clone())
            .width(Width::Wide)
            .card(CardRole::Text),
        Column::text("accounts", t!(roles::COLUMN_ACCOUNTS), |row: &RoleRow| number(row.accounts)).sortable().width(Width::Tiny),
        Column::new("modified_at", t!(roles::COLUMN_MODIFIED), modified).sortable_descending().width(Width::Large).card(CardRole::Meta),
    ]
}

fn modified(row: &RoleRow) -> AnyView {
    let by = (!row.modified_by.is_empty()).then(|| format!(" ({})", row.modified_by));
    view! { <span class="muted"><Time at=row.modified_at format=TimeFormat::Date />{by}</span> }.into_any()
}
