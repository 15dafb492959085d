//! One line of the dialog: column, operator, value.

use super::tree::Line;
use crate::{
    i18n::{name_of, t, tr_field_error, zone},
    ui::{Icon, IconButton, table::list::List},
};
use leptos::prelude::*;
use switchroom_types::Timestamp;
use switchroom_types::conditions::{ColumnKind, MAX_DAYS, MAX_VALUE, Operator};

pub(super) fn line(list: List, line: Line, remove: Callback<u64>) -> AnyView {
    let kind = Memo::new(move |_| line.column.with(|id| list.column_kind(id)));
    let operators = Memo::new(move |_| kind.get().map(ColumnKind::operators).unwrap_or_default().to_vec());
    let columns = list.condition_labels();
    let chosen = move |id: String| {
        let before = kind.get_untracked();
        line.column.set(id);
        line.error.set(None);
        let after = untrack(|| line.column.with(|id| list.column_kind(id)));
        let offered = after.map(ColumnKind::operators).unwrap_or_default();
        if !offered.contains(&untrack(|| line.operator())) {
            line.op.set(offered.first().map(ToString::to_string).unwrap_or_default());
        }
        // What was entered for a text says nothing about a role.
        if before != after || after != Some(ColumnKind::Text) {
            line.value.set(String::new());
        }
    };
    let op_chosen = move |op: String| {
        let (days, time) = (untrack(|| line.operator().takes_days()), kind.get_untracked());
        line.op.set(op);
        let time = matches!(time, Some(ColumnKind::Time | ColumnKind::OptionalTime));
        if time && days != untrack(|| line.operator().takes_days()) {
            line.value.set(String::new());
        }
    };
    let id = format!("condition-{}", line.key);
    let (column_id, op_id) = (format!("{id}-column"), format!("{id}-op"));
    let error_id = format!("{id}-error");
    let described = error_id.clone();
    let error = move || {
        let id = error_id.clone();
        line.error.get().map(|error| view! { <p class="field-error" id=id role="alert">{tr_field_error(&error)}</p> })
    };
    let value = move || value(list, line, kind.get(), &id, &described);
    view! {
        <div class="condition" role="group">
            <span class="select">
                <select
                    class="input"
                    id=column_id
                    aria-label=t!(table::CONDITION_COLUMN)
                    prop:value=move || line.column.get()
                    on:change:target=move |event| chosen(event.target().value())
                >
                    {columns.into_iter().map(|(id, label)| {
                        let own = id;
                        view! { <option value=id selected=move || line.column.with(|column| column == own)>{label}</option> }
                    }).collect_view()}
                </select>
                <Icon name="chevron-down" />
            </span>
            <span class="select">
                <select
                    class="input"
                    id=op_id
                    aria-label=t!(table::CONDITION_OPERATOR)
                    prop:value=move || line.op.get()
                    on:change:target=move |event| op_chosen(event.target().value())
                >
                    {move || operators.get().into_iter().map(|op| {
                        let chosen = move || line.op.with(|own| own == op.as_str());
                        view! { <option value=op.as_str() selected=chosen>{name_of("condition_op", op.as_str())}</option> }
                    }).collect_view()}
                </select>
                <Icon name="chevron-down" />
            </span>
            <div class="condition-value">{value}{error}</div>
            <IconButton icon="x" label=t!(table::REMOVE_CONDITION) on_click=move |_| remove.run(line.key) />
        </div>
    }
    .into_any()
}

/// The control for the value; none for operators that take none.
fn value(list: List, line: Line, kind: Option<ColumnKind>, id: &str, error: &str) -> AnyView {
    let op = line.operator();
    let id = format!("{id}-value");
    let invalid = move || line.error.with(Option::is_some).then_some("true");
    let error = error.to_owned();
    let described = move || line.error.with(Option::is_some).then(|| error.clone());
    let options = line.column.with(|column| list.condition_options(column));
    if !op.takes_value() {
        return ().into_any();
    }
    if op.takes_days() {
        return view! {
            <span class="condition-days">
                <input
                    class="input"
                    type="number"
                    min="1"
                    max=MAX_DAYS.to_string()
                    id=id
                    aria-label=t!(table::CONDITION_DAYS)
                    aria-invalid=invalid
                    aria-describedby=described
                    prop:value=move || line.value.get()
                    on:input:target=move |event| line.value.set(event.target().value())
                />
                <span>{t!(table::CONDITION_DAYS)}</span>
            </span>
        }
        .into_any();
    }
    match kind {
        Some(ColumnKind::Time | ColumnKind::OptionalTime) => {
            let shown = move || line.value.with(|value| value.parse::<Timestamp>().map(zone::to_input).unwrap_or_default());
            let entered = move |text: String| line.value.set(zone::from_input(&text).map(|at| at.to_string()).unwrap_or_default());
            view! {
                <input
                    class="input"
                    type="datetime-local"
                    id=id
                    aria-label=t!(table::CONDITION_VALUE)
                    aria-invalid=invalid
                    aria-describedby=described
                    prop:value=shown
                    on:change:target=move |event| entered(event.target().value())
                />
            }
            .into_any()
        }
        Some(ColumnKind::Choice | ColumnKind::Set) if !options.is_empty() => view! {
            <span class="select">
                <select
                    class="input"
                    id=id
                    aria-label=t!(table::CONDITION_VALUE)
                    aria-invalid=invalid
                    aria-describedby=described
                    prop:value=move || line.value.get()
                    on:change:target=move |event| line.value.set(event.target().value())
                >
                    <option value="" selected=move || line.value.with(String::is_empty)>{t!(table::CONDITION_CHOOSE)}</option>
                    {options.into_iter().map(|(value, label)| {
                        let own = value.clone();
                        view! { <option value=value selected=move || line.value.with(|value| *value == own)>{label}</option> }
                    }).collect_view()}
                </select>
                <Icon name="chevron-down" />
            </span>
        }
        .into_any(),
        _ => view! {
            <input
                class="input"
                type="text"
                id=id
                maxlength=MAX_VALUE.to_string()
                autocomplete="off"
                aria-label=t!(table::CONDITION_VALUE)
                aria-invalid=invalid
                aria-describedby=described
                prop:value=move || line.value.get()
                on:input:target=move |event| line.value.set(event.target().value())
            />
        }
        .into_any(),
    }
}

/// A line as it is added: the first column with its first operator.
pub(super) fn first(list: List) -> (&'static str, Operator) {
    let column = list.condition_labels().first().map(|(id, _)| *id).unwrap_or_default();
    let op = list.column_kind(column).and_then(|kind| kind.operators().first().copied());
    (column, op.unwrap_or(Operator::Is))
}
