//! `+ Add filter`: every filter unfolds to its values. Values are links and fields are forms, so it works without
//! scripts; a filter that cannot be combined with the others is greyed out and says why.

use super::{
    filter::{Filter, Kind},
    list::List,
};
use crate::{
    i18n::{t, zone},
    ui::{Icon, Popover, browser},
};
use leptos::{ev::SubmitEvent, prelude::*};
use switchroom_types::{Timestamp, list::ListQuery};

pub(super) fn add_filter(list: List) -> AnyView {
    if list.filters.with_value(Vec::is_empty) && !list.takes_conditions() {
        return ().into_any();
    }
    let build = move |_| {
        browser::hide_popover(&list.panel_id());
        list.building.set(true);
    };
    let conditions = list.takes_conditions().then(|| {
        view! {
            <div class="scripting-only filter-conditions">
                <button type="button" class="menu-item" on:click=build>
                    <span class="menu-item-text">
                        {t!(table::BUILD_CONDITIONS)}
                        <span class="menu-item-note">{t!(table::BUILD_CONDITIONS_NOTE)}</span>
                    </span>
                </button>
            </div>
        }
    });
    let sections = list.filters.with_value(|filters| filters.iter().map(|filter| section(list, filter.clone())).collect_view());
    view! {
        <Popover id=list.panel_id() label=t!(table::ADD_FILTER) icon="plus" class="add-filter">
            <div class="filter-panel">{sections} {conditions}</div>
        </Popover>
    }
    .into_any()
}

fn section(list: List, filter: Filter) -> AnyView {
    let id = list.section_id(filter.name);
    let filter = StoredValue::new(filter);
    let label = filter.with_value(|filter| filter.label.clone());
    let reason = Memo::new(move |_| filter.with_value(|filter| filter.disabled_reason(&list.query())));
    let name = list.panel_id();
    let view = move || match reason.get() {
        Some(reason) => view! {
            <div class="menu-item" aria-disabled="true" tabindex="0">
                <span class="menu-item-text">
                    {label.clone()}
                    <span class="menu-item-note">{reason}</span>
                </span>
            </div>
        }
        .into_any(),
        None => view! {
            <details class="filter-section" id=id.clone() name=name.clone()>
                <summary class="menu-item">
                    <span class="menu-item-text">{label.clone()}</span>
                    <Icon name="chevron-down" />
                </summary>
                <div class="filter-values">{values(list, filter)}</div>
            </details>
        }
        .into_any(),
    };
    view! { {view} }.into_any()
}

fn values(list: List, filter: StoredValue<Filter>) -> AnyView {
    filter.with_value(|own| match &own.kind {
        Kind::One(_) => choices(list, filter, false),
        Kind::Several(_) => choices(list, filter, true),
        Kind::Text { label } => text(list, own.name, label.clone()),
        Kind::Range { from, to } => range(list, from, to),
    })
}

fn choices(list: List, filter: StoredValue<Filter>, several: bool) -> AnyView {
    let name = filter.with_value(|filter| filter.name);
    let options = list.options.with_value(|options| options.get(name).cloned().unwrap_or_default());
    if options.is_empty() {
        return view! { <p class="combobox-note">{t!(table::NO_VALUES)}</p> }.into_any();
    }
    let choice = |(value, label): (String, String)| {
        let value = StoredValue::new(value);
        let set = move || value.with_value(|value| list.query().filter_all(name).any(|known| known == value));
        let href = move || value.with_value(|value| filter.with_value(|filter| list.url.link(&filter.toggled(&list.query(), value))));
        let check = move || set().then(|| view! { <Icon name="check" /> });
        let panel = list.panel_id();
        view! {
            <a
                class="menu-item"
                href=href
                data-noscroll=""
                aria-current=move || set().then_some("true")
                on:click=move |_| {
                    if !several {
                        browser::hide_popover(&panel);
                    }
                }
            >
                <span class="menu-item-text">{label}</span>
                {check}
            </a>
        }
    };
    options.into_iter().map(choice).collect_view().into_any()
}

/// A form that sends one filter along with everything else that is set. `submit` says whether the panel may close.
fn form(list: List, names: Vec<&'static str>, submit: impl Fn() -> bool + 'static, fields: AnyView) -> AnyView {
    let others = move || {
        let others = list.url.others(|name| name.strip_prefix("filter.").is_some_and(|name| names.contains(&name)));
        others.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if submit() {
            browser::hide_popover(&list.panel_id());
        }
    };
    view! {
        <form method="get" class="filter-form" on:submit=submit>
            {others}
            {fields}
            <button type="submit" class="button button-primary button-small">{t!(table::APPLY)}</button>
        </form>
    }
    .into_any()
}

fn text(list: List, name: &'static str, label: String) -> AnyView {
    let id = format!("{}-value", list.section_id(name));
    let read = id.clone();
    let value = move || list.query().filter(name).unwrap_or_default().to_owned();
    let submit = move || {
        let mut query = list.query_untracked();
        let text = browser::value_of(&read);
        query.set_filter(name, Some(text.trim()).filter(|text| !text.is_empty()));
        list.url.show(&query, false);
        true
    };
    let fields = view! {
        <label class="field-help" for=id.clone()>{label}</label>
        <input class="input" type="search" id=id name=format!("filter.{name}") value=value() prop:value=value maxlength="200" autocomplete="off" />
    };
    form(list, vec![name], submit, fields.into_any())
}

fn range(list: List, from: &'static str, to: &'static str) -> AnyView {
    let at = move |name: &str| {
        list.query().filter(name).and_then(|value| value.parse::<Timestamp>().ok()).map(zone::to_input).unwrap_or_default()
    };
    let (from_id, to_id) = (format!("{}-value", list.section_id(from)), format!("{}-value", list.section_id(to)));
    let (read_from, read_to) = (from_id.clone(), to_id.clone());
    let error = RwSignal::new(false);
    let submit = move || {
        let (start, end) = (zone::from_input(&browser::value_of(&read_from)), zone::from_input(&browser::value_of(&read_to)));
        let reversed = start.zip(end).is_some_and(|(start, end)| end < start);
        error.set(reversed);
        if !reversed {
            show_range(list, from, to, start, end);
        }
        !reversed
    };
    let preset = |hours: i64| {
        let label = if hours < 24 { t!(ui::LAST_HOURS, n = hours) } else { t!(ui::LAST_DAYS, n = hours / 24) };
        let choose = move |_| {
            show_range(list, from, to, Some(zone::now().plus_secs(-hours * 3_600)), None);
            browser::hide_popover(&list.panel_id());
        };
        view! { <button type="button" class="button button-small scripting-only-inline" on:click=choose>{label}</button> }
    };
    let fields = view! {
        <label class="field-help" for=from_id.clone()>{t!(ui::FROM)}</label>
        <input class="input" type="datetime-local" id=from_id name=format!("filter.{from}") value=at(from) prop:value=move || at(from) />
        <label class="field-help" for=to_id.clone()>{t!(ui::TO)}</label>
        <input class="input" type="datetime-local" id=to_id name=format!("filter.{to}") value=at(to) prop:value=move || at(to) />
        {move || error.get().then(|| view! { <p class="field-error" role="alert">{t!(ui::END_BEFORE_START)}</p> })}
        <div class="row">{[1, 24, 168, 720].into_iter().map(preset).collect_view()}</div>
    };
    form(list, vec![from, to], submit, fields.into_any())
}

fn show_range(list: List, from: &str, to: &str, start: Option<Timestamp>, end: Option<Timestamp>) {
    let mut query: ListQuery = list.query_untracked();
    query.set_filter(from, start.map(|at| at.to_string()).as_deref());
    query.set_filter(to, end.map(|at| at.to_string()).as_deref());
    list.url.show(&query, false);
}
