//! The line above the table: search, filters, export, columns, density.

use super::{filter_chips::chips, filter_panel::add_filter, list::List, url::encode};
use crate::{
    i18n::t,
    ui::{IconButton, Menu, MenuItem, SearchField, Variant, browser},
};
use leptos::prelude::*;
use switchroom_types::list::ListQuery;

pub(super) fn tools(list: List, extra: ViewFn) -> AnyView {
    view! {
        <div class="table-tools" role="group" aria-label=t!(table::TOOLS)>
            {search(list)}
            {chips(list)}
            {add_filter(list)}
            <span class="spacer"></span>
            {extra.run()}
            {export(list)}
            <span class="scripting-only">
                <IconButton icon="columns" label=t!(table::COLUMNS) on_click=move |_| list.choosing.set(true) />
                <span class="table-density"><IconButton icon="rows" label=t!(table::DENSITY) on_click=move |_| toggle_density() /></span>
            </span>
        </div>
    }
    .into_any()
}

fn search(list: List) -> Option<AnyView> {
    let (label, disabled) =
        list.spec.with_value(|spec| spec.search.as_ref().map(|search| (search.label.clone(), search.disabled.clone())))?;
    let value = Signal::derive(move || list.query().search);
    let reason = Signal::derive(move || disabled.as_ref().and_then(|disabled| disabled(&list.query())));
    let others = move || {
        let others = list.url.others(|name| name == "search");
        others.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()
    };
    let find = Callback::new(move |text: String| {
        let before = list.query_untracked();
        // A further letter is no step of its own for Back.
        let replace = !before.search.is_empty() && !text.is_empty();
        list.url.show(&ListQuery { search: text, cursor: None, ..before }, replace);
    });
    let view = view! {
        <form method="get" class="search-form" on:submit=move |event| event.prevent_default()>
            {others}
            <SearchField label=label value=value on_search=find disabled_reason=reason />
            <button type="submit" class="button without-scripting">{t!(table::SEARCH)}</button>
        </form>
    };
    Some(view.into_any())
}

fn export(list: List) -> Option<AnyView> {
    let (id, address) = list.spec.with_value(|spec| spec.export.clone().map(|address| (spec.id, address)))?;
    let items = Signal::derive(move || {
        let query = ListQuery { limit: None, ..list.query() };
        let query = encode(&query.to_pairs(false));
        let link = |kind: &str| match (kind, query.as_str()) {
            // The mark by which spreadsheets know that the text is UTF-8.
            ("csv", "") => format!("{address}.csv?bom=1"),
            ("csv", query) => format!("{address}.csv?{query}&bom=1"),
            (kind, "") => format!("{address}.{kind}"),
            (kind, query) => format!("{address}.{kind}?{query}"),
        };
        vec![
            MenuItem::heading(t!(table::EXPORT_NOTE, count = list.count_text())),
            MenuItem::download("CSV", link("csv")).icon("download"),
            MenuItem::download("Excel (.xlsx)", link("xlsx")).icon("download"),
        ]
    });
    let menu = view! { <Menu id=format!("{id}-export") label=t!(table::EXPORT) items=items icon="download" variant=Variant::Ghost /> };
    Some(menu.into_any())
}

/// Applies to all tables of this browser; the cookie tells the server for the next page.
fn toggle_density() {
    let compact = browser::html_attribute("data-density").as_deref() != Some("compact");
    let density = if compact { "compact" } else { "comfortable" };
    browser::set_html_attribute("data-density", density);
    browser::set_cookie("density", density);
    browser::resized();
}
