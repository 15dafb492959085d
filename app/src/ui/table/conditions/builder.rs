//! The dialog: groups of conditions within groups, each joined by AND or OR.

use super::{
    line::{first, line},
    tree::{Group, Keys, Line, Node},
};
use crate::{
    i18n::{t, tr_field_error},
    ui::{Banner, Button, Dialog, DialogSize, Icon, IconButton, Tone, Variant, table::list::List},
};
use leptos::prelude::*;
use switchroom_types::conditions::{Condition, MAX_DEPTH};
use switchroom_types::{AppError, FieldError};

/// Nothing where the list takes no conditions.
pub(in super::super) fn builder(list: List) -> AnyView {
    if !list.takes_conditions() {
        return ().into_any();
    }
    let root = StoredValue::new(None::<Group>);
    let keys = Keys::new();
    let errors = RwSignal::new(Vec::<FieldError>::new());
    // Asked for anew each time the dialog opens, so that what was given up is forgotten.
    let start = move || {
        let set = Condition::parse(&list.query_untracked().conditions).ok();
        let group = Group::root(keys, set.as_ref(), || new_line(list, keys));
        root.set_value(Some(group));
        errors.set(Vec::new());
        group
    };
    let apply = move || {
        let Some(group) = root.get_value() else { return };
        let condition = group.condition();
        let text = condition.to_text();
        let read = if condition.tests() == 0 { Ok(String::new()) } else { list.checked_conditions(&text).map(|()| text) };
        match read {
            Ok(text) => {
                let mut query = list.query_untracked();
                query.conditions = text;
                query.cursor = None;
                list.building.set(false);
                list.show(&query);
            }
            Err(AppError { errors: refused, .. }) => errors.set(group.show(&refused)),
        }
    };
    let remove_all = move |_| {
        let mut query = list.query_untracked();
        query.conditions = String::new();
        query.cursor = None;
        list.building.set(false);
        list.show(&query);
    };
    let foot = move || {
        let set = list.query_untracked().conditions.is_empty();
        view! {
            {(!set).then(|| view! {
                <span class="dialog-foot-start"><Button variant=Variant::Ghost on_click=remove_all>{t!(table::REMOVE_CONDITIONS)}</Button></span>
            })}
            <Button on_click=move |_| list.building.set(false)>{t!(ui::CANCEL)}</Button>
            <Button variant=Variant::Primary on_click=move |_| apply()>{t!(table::APPLY)}</Button>
        }
    };
    view! {
        <Dialog id="list-conditions" open=list.building title=t!(table::CONDITIONS_TITLE) size=DialogSize::Large light_dismiss=false foot=foot>
            <p class="muted">{t!(table::CONDITIONS_TEXT)}</p>
            {move || errors.get().into_iter().map(|error| view! { <Banner tone=Tone::Bad>{tr_field_error(&error)}</Banner> }).collect_view()}
            <form class="conditions" on:submit=move |event| {
                event.prevent_default();
                apply();
            }>
                {group_view(list, keys, untrack(start), 1, None)}
                // Enter in a field applies.
                <button type="submit" hidden="" tabindex="-1"></button>
            </form>
        </Dialog>
    }
    .into_any()
}

fn new_line(list: List, keys: Keys) -> Line {
    let (column, op) = first(list);
    Line::new(keys, column, op, "")
}

fn group_view(list: List, keys: Keys, group: Group, depth: usize, remove: Option<Callback<u64>>) -> AnyView {
    let remove_item = Callback::new(move |key: u64| group.remove(key));
    let item = move |node: Node| match node {
        Node::Line(own) => line(list, own, remove_item),
        Node::Group(own) => group_view(list, keys, own, depth + 1, Some(remove_item)),
    };
    let add_line = move |_| group.items.update(|items| items.push(Node::Line(new_line(list, keys))));
    let add_group = move |_| {
        // A group within the other kind of group is what makes a difference.
        let inner = Group::root(keys, None, || new_line(list, keys));
        inner.any.set(!group.any.get_untracked());
        group.items.update(|items| items.push(Node::Group(inner)));
    };
    let choose = move |value: String| group.any.set(value == "any");
    view! {
        <fieldset class="condition-group">
            <legend class="visually-hidden">{t!(table::CONDITION_GROUP)}</legend>
            <div class="condition-group-head">
                <span class="select">
                    <select
                        class="input"
                        aria-label=t!(table::CONDITION_JOIN)
                        prop:value=move || if group.any.get() { "any" } else { "all" }
                        on:change:target=move |event| choose(event.target().value())
                    >
                        <option value="all" selected=move || !group.any.get()>{t!(table::CONDITION_ALL)}</option>
                        <option value="any" selected=move || group.any.get()>{t!(table::CONDITION_ANY)}</option>
                    </select>
                    <Icon name="chevron-down" />
                </span>
                {remove.map(|remove| view! {
                    <IconButton icon="trash" label=t!(table::REMOVE_GROUP) on_click=move |_| remove.run(group.key) />
                })}
            </div>
            <div class="condition-items">
                <For each=move || group.items.get() key=Node::key children=item />
            </div>
            <div class="row">
                <Button small=true icon="plus" on_click=add_line>{t!(table::ADD_CONDITION)}</Button>
                {(depth < MAX_DEPTH).then(|| view! { <Button small=true variant=Variant::Ghost icon="plus" on_click=add_group>{t!(table::ADD_GROUP)}</Button> })}
            </div>
        </fieldset>
    }
    .into_any()
}
