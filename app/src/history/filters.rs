//! `Create/Edit Filters`: all filters of the history in one dialog (HIST-12, HIST-15).

use crate::{
    i18n::name_of,
    t,
    ui::{Button, Dialog, List, TextField, TimeRange, TimeRangeField, Variant},
};
use leptos::prelude::*;
use switchroom_types::Timestamp;
use switchroom_types::history::{Action, Asset, EventType};
use switchroom_types::list::ListQuery;

pub(super) fn asset_name(asset: Asset) -> String {
    name_of("asset", asset.as_str()).into_owned()
}

pub(super) fn action_name(action: Action) -> String {
    name_of("action", action.as_str()).into_owned()
}

pub(super) fn type_name(kind: EventType) -> String {
    name_of("event_type", kind.as_str()).into_owned()
}

type Options = Vec<(String, String)>;

#[component]
pub(super) fn FilterDialog(
    open: RwSignal<bool>,
    list: List,
    assets: Resource<Options>,
    actions: Resource<Options>,
    types: Resource<Options>,
) -> impl IntoView {
    let chosen = [RwSignal::new(Vec::<String>::new()), RwSignal::new(Vec::new()), RwSignal::new(Vec::new())];
    let [asset, action, kind] = chosen;
    let actor = RwSignal::new(String::new());
    let range = RwSignal::new(TimeRange::default());
    let editing = Memo::new(move |_| !list.query().filters.is_empty());
    Effect::new(move |_| {
        if open.get() {
            let query = untrack(move || list.query());
            for (name, values) in [("asset", asset), ("action", action), ("event_type", kind)] {
                values.set(query.filter_all(name).map(str::to_owned).collect());
            }
            actor.set(query.filter("actor_id").unwrap_or_default().to_owned());
            let at = |name: &str| query.filter(name).and_then(|text| text.parse::<Timestamp>().ok());
            range.set(TimeRange { from: at("from"), to: at("to") });
        }
    });
    let clear = move |_| {
        for values in chosen {
            values.set(Vec::new());
        }
        actor.set(String::new());
        range.set(TimeRange::default());
    };
    let apply = move |_| {
        if range.get_untracked().is_reversed() {
            return;
        }
        let mut query = ListQuery { filters: Vec::new(), cursor: None, ..untrack(move || list.query()) };
        for (name, values) in [("asset", asset), ("action", action), ("event_type", kind)] {
            query.filters.extend(values.get_untracked().into_iter().map(|value| (name.to_owned(), value)));
        }
        let actor = actor.get_untracked();
        query.set_filter("actor_id", Some(actor.trim()).filter(|actor| !actor.is_empty()));
        let TimeRange { from, to } = range.get_untracked();
        query.set_filter("from", from.map(|at| at.to_string()).as_deref());
        query.set_filter("to", to.map(|at| at.to_string()).as_deref());
        open.set(false);
        list.show(&query);
    };
    let foot = move || {
        view! {
            <Button variant=Variant::Ghost on_click=clear>{t!(history::CLEAR)}</Button>
            <span class="spacer"></span>
            <Button on_click=move |_| open.set(false)>{t!(ui::CANCEL)}</Button>
            <Button variant=Variant::Primary on_click=apply>
                {move || if editing.get() { t!(table::APPLY) } else { t!(table::OK) }}
            </Button>
        }
        .into_any()
    };
    view! {
        <Dialog id="history-filters" open title=t!(history::CREATE_EDIT_FILTERS) light_dismiss=false foot=foot>
            <div class="stack">
                <Values name="asset" label=t!(history::ASSET) options=assets chosen=asset />
                <Values name="action" label=t!(history::ACTION) options=actions chosen=action />
                <Values name="event_type" label=t!(history::EVENT_TYPE) options=types chosen=kind />
                <TextField name="actor_id" label=t!(history::ACTOR_ID) value=actor max=200 />
                <TimeRangeField name="date" label=t!(history::EVENT_DATE) value=range />
            </div>
        </Dialog>
    }
}

/// Values of which any may match.
#[component]
fn Values(name: &'static str, label: &'static str, options: Resource<Options>, chosen: RwSignal<Vec<String>>) -> impl IntoView {
    let boxes = move || {
        let one = |(value, text): (String, String)| {
            let own = StoredValue::new(value.clone());
            let checked = move || chosen.with(|chosen| own.with_value(|own| chosen.contains(own)));
            let toggle = move |_| {
                chosen.update(|chosen| {
                    own.with_value(|own| match chosen.iter().position(|known| known == own) {
                        Some(index) => {
                            chosen.remove(index);
                        }
                        None => chosen.push(own.clone()),
                    });
                });
            };
            view! {
                <label class="check">
                    <input type="checkbox" name=name value=value prop:checked=checked on:change=toggle />
                    <span>{text}</span>
                </label>
            }
        };
        options.get().unwrap_or_default().into_iter().map(one).collect_view()
    };
    view! {
        <fieldset class="field">
            <legend class="field-label">{label}</legend>
            <div class="history-values"><Transition>{boxes}</Transition></div>
        </fieldset>
    }
}
