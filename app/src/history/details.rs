//! One event with everything that is known about it (HIST-09, HIST-10).

use super::{
    change::Changes,
    filters::{action_name, asset_name, type_name},
    list_page::{download_selected, plain},
};
use crate::{
    t,
    ui::{Button, CopyButton, Dialog, DialogSize, KeyValue, KeyValues, Tab, Tabs, Time},
};
use leptos::prelude::*;
use switchroom_types::AccountId;
use switchroom_types::history::{Asset, EventRow};
use switchroom_types::list::Selection;

#[component]
pub(super) fn EventDetails(account: AccountId, opened: RwSignal<Option<EventRow>>) -> impl IntoView {
    let open = RwSignal::new(false);
    let tab = RwSignal::new("core".to_owned());
    Effect::new(move |_| {
        if opened.with(Option::is_some) {
            tab.set("core".to_owned());
            open.set(true);
        }
    });
    let tabs = Signal::derive(move || {
        let changes = opened.with(|event| event.as_ref().map_or(0, |event| event.changes.len()));
        vec![
            Tab::new("core", t!(history::CORE)),
            Tab::new("changes", t!(history::PROPERTIES)).count(changes as u64),
            Tab::new("extra", t!(history::EXTRA)),
            Tab::new("tags", t!(history::TAGS)),
        ]
    });
    let text =
        Signal::derive(move || opened.with(|event| event.as_ref().map(|event| tab.with(|tab| tab_text(event, tab))).unwrap_or_default()));
    let export = move |_| {
        if let Some(event) = opened.get_untracked() {
            download_selected(account, &Selection::Ids(vec![event.id.to_string()]));
        }
    };
    let foot = move || {
        view! {
            <CopyButton text=text />
            <span class="spacer"></span>
            <Button icon="download" on_click=export>{t!(table::EXPORT)}</Button>
            <Button on_click=move |_| open.set(false)>{t!(ui::CLOSE)}</Button>
        }
        .into_any()
    };
    view! {
        <Dialog
            id="event-details"
            open
            size=DialogSize::Panel
            title=t!(history::DETAILS)
            foot=foot
            on_close=move |()| opened.set(None)
        >
            {move || opened.get().map(|event| view! { <Facts event=event /> })}
            {move || opened.get().filter(|event| event.asset == Asset::Job && !event.asset_id.is_empty()).map(|event| {
                let href = format!("/accounts/{account}/jobs/{}", event.asset_id);
                view! { <p><a class="link" href=href>{t!(history::OPEN_JOB)}</a></p> }
            })}
            <Tabs id="event" label=t!(history::DETAILS) tabs=tabs selected=tab panel=move |id: &str| panel(opened, id) />
        </Dialog>
    }
}

#[component]
fn Facts(event: EventRow) -> impl IntoView {
    let actor = match &event.acting_for {
        Some(partner) => format!("{} ({partner})", event.actor_name),
        None => event.actor_name.clone(),
    };
    let asset =
        if event.asset_name.is_empty() { asset_name(event.asset) } else { format!("{}: {}", asset_name(event.asset), event.asset_name) };
    view! {
        <KeyValues>
            <KeyValue name=t!(history::EVENT_ID)><span class="mono">{event.id.to_string()}</span></KeyValue>
            <KeyValue name=t!(history::ACTOR_NAME)>{actor}</KeyValue>
            <KeyValue name=t!(history::ACTOR_ID)><span class="mono">{event.actor_id}</span></KeyValue>
            <KeyValue name=t!(history::ACTION)>{action_name(event.action)}</KeyValue>
            <KeyValue name=t!(history::EVENT_TYPE)>{type_name(event.event_type)}</KeyValue>
            <KeyValue name=t!(history::ASSET)>{asset}</KeyValue>
            <KeyValue name=t!(history::EVENT_DATE)><Time at=event.at /></KeyValue>
        </KeyValues>
    }
}

fn panel(opened: RwSignal<Option<EventRow>>, tab: &str) -> AnyView {
    let Some(event) = opened.get() else { return ().into_any() };
    match tab {
        "changes" => view! { <Changes changes=event.changes /> }.into_any(),
        "tags" if !event.tags.is_empty() => {
            view! { <ul class="tag-list">{event.tags.into_iter().map(|tag| view! { <li class="tag">{tag}</li> }).collect_view()}</ul> }
                .into_any()
        }
        _ => {
            let mut facts = facts_of(&event, tab);
            if tab == "extra" {
                facts.extend(event.request_id.map(|id| ("request_id".to_owned(), id)));
                facts.extend(event.source_ip.map(|ip| ("source_ip".to_owned(), ip)));
            }
            if facts.is_empty() {
                return view! { <p class="muted">{t!(history::NOTHING)}</p> }.into_any();
            }
            let line = |(name, value): (String, String)| view! { <KeyValue name=name>{value}</KeyValue> };
            view! { <KeyValues>{facts.into_iter().map(line).collect_view()}</KeyValues> }.into_any()
        }
    }
}

fn facts_of(event: &EventRow, tab: &str) -> Vec<(String, String)> {
    let facts = match tab {
        "core" => &event.core,
        "extra" => &event.extra,
        _ => return Vec::new(),
    };
    let facts = facts.as_object().into_iter().flatten();
    facts.map(|(name, value)| (name.clone(), plain(value))).collect()
}

/// What Copy puts on the clipboard: the tab that is open.
fn tab_text(event: &EventRow, tab: &str) -> String {
    match tab {
        "changes" => {
            let line = |change: &switchroom_types::history::Change| {
                format!("{}: {} → {}", change.property, plain(&change.before), plain(&change.after))
            };
            event.changes.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        "tags" => event.tags.join("\n"),
        _ => facts_of(event, tab).into_iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n"),
    }
}
