//! The filters that are set, as chips: the text reopens the filter, the X takes it away.

use super::{conditions::summary, list::List};
use crate::{
    i18n::t,
    ui::{Icon, browser},
};
use leptos::prelude::*;
use switchroom_types::list::ListQuery;

pub(super) fn chips(list: List) -> AnyView {
    let chips = move || {
        let query = list.query();
        let mut chips = list.filters.with_value(|filters| {
            let chip = |filter: &super::Filter| {
                let options = list.options.with_value(|options| options.get(filter.name).cloned().unwrap_or_default());
                let value = filter.summary(&query, &options)?;
                Some(chip(list, Some(filter.name), filter.label.clone(), value, filter.cleared(&query)))
            };
            filters.iter().filter_map(chip).collect::<Vec<_>>()
        });
        // A filter that this list does not know can at least be taken away.
        for (name, value) in &query.filters {
            if !list.filters.with_value(|filters| filters.iter().any(|filter| filter.owns(name))) {
                let mut without = query.clone();
                without.set_filter(name, None);
                chips.push(chip(list, None, name.clone(), value.clone(), without));
            }
        }
        if !query.conditions.is_empty() {
            let without = ListQuery { conditions: String::new(), cursor: None, ..query.clone() };
            chips.push(conditions(list, &query.conditions, without));
        }
        let several = chips.len() > 1;
        let none = ListQuery { filters: Vec::new(), conditions: String::new(), cursor: None, ..query };
        let clear = list.url.link(&none);
        view! {
            {chips}
            {several.then(|| view! { <a class="button button-ghost button-small" href=clear data-noscroll="">{t!(table::CLEAR_FILTERS)}</a> })}
        }
    };
    view! { {chips} }.into_any()
}

/// Conditions in words; the text opens their dialog.
fn conditions(list: List, text: &str, without: ListQuery) -> AnyView {
    let options = list.condition_options;
    let said = list.spec.with_value(|spec| spec.conditions.as_ref().map(|own| options.with_value(|options| summary(own, options, text))));
    let said = said.unwrap_or_else(|| text.to_owned());
    let whole = said.clone();
    view! {
        <span class="chip chip-conditions">
            <button type="button" class="chip-text" title=whole on:click=move |_| list.building.set(true)>
                <span class="chip-name">{t!(table::CONDITIONS)}</span>
                <span class="chip-value">{said}</span>
            </button>
            <a class="chip-remove" href=move || list.url.link(&without) data-noscroll="" aria-label=t!(table::REMOVE_CONDITIONS)>
                <Icon name="x" />
            </a>
        </span>
    }
    .into_any()
}

fn chip(list: List, filter: Option<&'static str>, label: String, value: String, without: ListQuery) -> AnyView {
    let edit = move |_| {
        if let Some(filter) = filter {
            browser::open_filter(&list.panel_id(), &list.section_id(filter));
        }
    };
    let remove = t!(table::REMOVE_FILTER, name = label);
    view! {
        <span class="chip">
            <button type="button" class="chip-text" on:click=edit>
                <span class="chip-name">{label}</span>
                <span class="chip-value">{value}</span>
            </button>
            <a class="chip-remove" href=move || list.url.link(&without) data-noscroll="" aria-label=remove>
                <Icon name="x" />
            </a>
        </span>
    }
    .into_any()
}

impl List {
    pub(super) fn panel_id(self) -> String {
        self.spec.with_value(|spec| format!("{}-filters", spec.id))
    }

    pub(super) fn section_id(self, filter: &str) -> String {
        self.spec.with_value(|spec| format!("{}-filter-{filter}", spec.id))
    }
}
