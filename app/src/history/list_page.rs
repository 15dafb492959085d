//! `/accounts/{id}/support/history`: who changed what and when (HIST).

use super::{
    api::{list_events, load_event_options},
    details::EventDetails,
    filters::{FilterDialog, action_name, asset_name, type_name},
};
use crate::{
    i18n::number,
    live::use_live_history,
    shell::{Permitted, use_account},
    t,
    ui::{Button, CardRole, Column, Filter, List, ListSpec, Menu, MenuItem, Table, Time, Width, browser},
};
use leptos::prelude::*;
use leptos_meta::Title;
use switchroom_types::access::Permission;
use switchroom_types::history::EventRow;
use switchroom_types::list::Selection;
use switchroom_types::{AccountId, AppError};

#[component]
pub fn HistoryPage() -> impl IntoView {
    view! {
        <Title text=t!(history::TITLE) />
        <Permitted needs=Permission::SUPPORT_VIEW>
            <Permitted needs=Permission::HISTORY_VIEW>
                <Events />
            </Permitted>
        </Permitted>
    }
}

#[component]
fn Events() -> impl IntoView {
    let account = use_account();
    let id = account.id;
    let opened = RwSignal::new(None::<EventRow>);
    let options = Resource::new(|| (), move |()| async move { load_event_options(id).await.unwrap_or_default() });
    let choices = move |pick: fn(&switchroom_types::history::EventOptions) -> Vec<(String, String)>| {
        Resource::new(|| (), move |()| async move { pick(&options.await) })
    };
    let assets = choices(|options| options.assets.iter().map(|asset| (asset.to_string(), asset_name(*asset))).collect());
    let actions = choices(|options| options.actions.iter().map(|action| (action.to_string(), action_name(*action))).collect());
    let types = choices(|options| options.event_types.iter().map(|kind| (kind.to_string(), type_name(*kind))).collect());
    let list = ListSpec::<EventRow>::new(
        "history",
        move |query| async move { list_events(id, query).await.map_err(worded) },
        |row| row.id.to_string(),
        |row| format!("{} {}", row.action, row.asset_name),
    )
    .columns(columns())
    .default_sort("-at")
    .filter(Filter::several("asset", t!(history::ASSET), assets))
    .filter(Filter::several("action", t!(history::ACTION), actions))
    .filter(Filter::several("event_type", t!(history::EVENT_TYPE), types))
    .filter(Filter::text("actor_id", t!(history::ACTOR_ID), t!(history::ACTOR_ID)))
    .filter(Filter::range(t!(history::EVENT_DATE), "from", "to"))
    .selectable()
    .on_open(move |row| opened.set(Some(row.clone())))
    .export(format!("/api/v1/accounts/{id}/events"))
    .appended(|n| t!(history::NEW_EVENTS, n = n))
    .build();
    use_live_history(Some(id), &[], list.live());
    let editing = RwSignal::new(false);
    view! {
        <Table
            list
            title=t!(history::TITLE)
            no_match=t!(history::NONE).to_owned()
            end_note=t!(history::NO_MORE).to_owned()
            actions=move || view! { <JsonLines account=id list /> }.into_any()
            extra_tools=move || {
                view! {
                    <span class="scripting-only-inline">
                        <Button icon="pencil" on_click=move |_| editing.set(true)>{t!(history::EDIT_FILTERS)}</Button>
                    </span>
                }
                .into_any()
            }
            bulk=move || view! { <ExportSelection account=id list /> }.into_any()
        />
        <FilterDialog open=editing list assets actions types />
        <EventDetails account=id opened />
    }
}

/// Failures other than refusals of what was asked read as the specification words them (HIST-07).
fn worded(error: AppError) -> AppError {
    match error.status {
        400..500 => error,
        status => AppError { request_id: error.request_id, ..AppError::new(status, "history.failed", "Failed to get events") },
    }
}

fn columns() -> Vec<Column<EventRow>> {
    vec![
        Column::text("id", t!(history::EVENT_ID), |row: &EventRow| row.id.to_string()).hidden().width(Width::Wide),
        Column::new("actor_name", t!(history::ACTOR_NAME), actor).card(CardRole::Title).width(Width::Large),
        Column::text("actor_id", t!(history::ACTOR_ID), |row: &EventRow| row.actor_id.clone()).hidden().width(Width::Wide),
        Column::text("action", t!(history::ACTION), |row: &EventRow| action_name(row.action)).card(CardRole::Status).width(Width::Small),
        Column::new("asset", t!(history::ASSET), asset).card(CardRole::Text).width(Width::Large),
        Column::new("at", t!(history::EVENT_DATE), |row: &EventRow| view! { <Time at=row.at /> }.into_any())
            .sortable_descending()
            .card(CardRole::Meta)
            .width(Width::Large),
        Column::text("event_type", t!(history::EVENT_TYPE), |row: &EventRow| type_name(row.event_type)).hidden(),
        Column::text("changes", t!(history::PROPERTIES), EventRow::properties).width(Width::Large),
        Column::text("core", t!(history::CORE), |row: &EventRow| summary(&row.core)).width(Width::Large),
        Column::text("tags", t!(history::TAGS), |row: &EventRow| row.tags.join(", ")).hidden(),
        Column::text("extra", t!(history::EXTRA), |row: &EventRow| summary(&row.extra)).hidden().width(Width::Large),
    ]
}

fn actor(row: &EventRow) -> AnyView {
    let name = row.actor_name.clone();
    match row.acting_for.clone() {
        Some(partner) => view! {
            {name}
            " "
            <span class="muted">{partner}</span>
        }
        .into_any(),
        None => name.into_any(),
    }
}

fn asset(row: &EventRow) -> AnyView {
    let kind = asset_name(row.asset);
    if row.asset_name.is_empty() {
        return kind.into_any();
    }
    view! {
        <span class="muted">{kind}</span>
        " "
        {row.asset_name.clone()}
    }
    .into_any()
}

/// The facts in one line.
pub(super) fn summary(facts: &serde_json::Value) -> String {
    let Some(facts) = facts.as_object() else { return String::new() };
    facts.iter().map(|(name, value)| format!("{name}: {}", plain(value))).collect::<Vec<_>>().join(", ")
}

pub(super) fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// JSON lines of everything that matches; CSV and Excel stand in the table's own export.
#[component]
fn JsonLines(account: AccountId, list: List) -> impl IntoView {
    let items = Signal::derive(move || {
        let query = list
            .query()
            .to_pairs(false)
            .iter()
            .map(|(name, value)| format!("{name}={}", crate::sessions::next::encode(value)))
            .collect::<Vec<_>>();
        let query = query.join("&");
        let href = |ending: &str| format!("/api/v1/accounts/{account}/events.{ending}?{query}");
        vec![MenuItem::download(t!(history::JSON_LINES), href("jsonl")).note(t!(history::JSON_LINES_NOTE))]
    });
    view! { <Menu id="history-more" icon="more" icon_only=true label=t!(history::MORE) items /> }
}

/// `Export (3)` (HIST-08).
#[component]
fn ExportSelection(account: AccountId, list: List) -> impl IntoView {
    let label = move || {
        let count = list.picked_count();
        t!(history::EXPORT_COUNT, count = if count.exact { number(count.value) } else { format!("{}+", number(count.value)) })
    };
    let export = move |_| {
        if let Some(selection) = list.selection() {
            download_selected(account, &selection);
        }
    };
    view! { <Button small=true icon="download" on_click=export>{label}</Button> }
}

/// Starts the download as a form would, so that the browser writes it to disk while it comes.
pub(super) fn download_selected(account: AccountId, selection: &Selection<String>) {
    let json = serde_json::to_string(selection).unwrap_or_default();
    browser::post_form(&format!("/api/v1/accounts/{account}/events.csv?bom=1"), "selection", &json);
}
