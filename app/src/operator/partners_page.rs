//! `/operator/partners`: the partners of this installation (AUTH-04).

use super::api::list_partners;
use super::labels;
use crate::i18n::{country_name, number, t};
use crate::ui::table::{CardRole, Column, Filter, ListSpec, Table, Width};
use crate::ui::{EmptyState, LinkButton, Tag, Time, TimeFormat, Variant};
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::partners::{PartnerRow, PartnerState};

#[component]
pub fn PartnersPage() -> impl IntoView {
    view! {
        <Title text=t!(partners::TITLE) />
        <super::OperatorsOnly>
            <Partners />
        </super::OperatorsOnly>
    }
}

#[component]
fn Partners() -> impl IntoView {
    let states = PartnerState::ALL.iter().map(|state| (state.to_string(), labels::state(*state).to_owned())).collect::<Vec<_>>();
    let list = ListSpec::new("partners", list_partners, |row: &PartnerRow| row.id.to_string(), |row| row.name.clone())
        .columns(columns())
        .default_sort("name")
        .search(t!(partners::SEARCH))
        .filter(Filter::one("state", t!(partners::STATE), states))
        .href(|row| Some(format!("/operator/partners/{}", row.id)))
        .build();
    let add = || view! { <LinkButton href="/operator/partners/new".to_owned() variant=Variant::Primary icon="plus">{t!(partners::ADD)}</LinkButton> };
    let actions = move || add().into_any();
    let empty = move || {
        view! { <EmptyState title=t!(partners::EMPTY_TITLE) text=t!(partners::EMPTY_TEXT).to_owned() icon="building">{add()}</EmptyState> }
            .into_any()
    };
    view! { <Table list=list title=t!(partners::TITLE) actions=actions empty=empty /> }.into_any()
}

fn columns() -> Vec<Column<PartnerRow>> {
    vec![
        Column::new("name", t!(partners::NAME), |row: &PartnerRow| {
            let badge = labels::badge(row.state).map(|(tone, text)| view! { <Tag tone=tone>{text}</Tag> });
            view! { <span class="person"><span class="person-name truncate">{row.name.clone()}</span>{badge}</span> }.into_any()
        })
        .sortable()
        .fixed()
        .width(Width::Wide)
        .card(CardRole::Title),
        Column::text("number", t!(partners::NUMBER), |row: &PartnerRow| row.number.grouped()).width(Width::Small).card(CardRole::Text),
        Column::text("country", t!(partners::COUNTRY), |row: &PartnerRow| country_name(&row.country).into_owned()),
        Column::text("kind", t!(partners::KIND), |row: &PartnerRow| labels::kind(row.kind).to_owned()).width(Width::Small),
        Column::text("people", t!(partners::PEOPLE), |row: &PartnerRow| number(row.people)).end().width(Width::Tiny),
        Column::new("created_at", t!(partners::CREATED), |row: &PartnerRow| {
            view! { <span class="muted"><Time at=row.created_at format=TimeFormat::Date /></span> }.into_any()
        })
        .sortable_descending()
        .width(Width::Small)
        .card(CardRole::Meta),
    ]
}
