//! One row of the preview: its status, its cells, its bin. A cell is checked when it is left (IMP-08).

use super::api::{delete_import_row, edit_import_row};
use super::preview::{Line, State};
use crate::i18n::{t, tr_error, tr_field_error};
use crate::ui::{Icon, IconButton, Tone, use_toasts};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::imports::{ImportEdit, ImportField, ImportRow};

type Data = ArcRwSignal<ImportRow>;

#[component]
pub fn Row(state: State, line: Line, columns: StoredValue<Vec<ImportField>>) -> impl IntoView {
    let Line { row, data } = line;
    let toasts = use_toasts();
    let messages = Memo::new({
        let data = data.clone();
        move |_| data.with(|row| row.errors.iter().map(message).collect::<Vec<_>>())
    });
    let valid = Memo::new(move |_| messages.with(Vec::is_empty));
    let span = columns.with_value(Vec::len) + 2;
    let cells = columns.with_value(|columns| {
        let cell = |field: &ImportField| match field {
            ImportField::Role => view! { <RoleCell state=state data=data.clone() row=row /> }.into_any(),
            // It says whose row this is; another one would be another row.
            ImportField::UserId => view! { <UserCell data=data.clone() row=row /> }.into_any(),
            field => view! { <TextCell state=state data=data.clone() row=row field=*field /> }.into_any(),
        };
        columns.iter().map(cell).collect_view()
    });
    let remove = move |_| {
        spawn_local(async move {
            match delete_import_row(state.account, state.id, row).await {
                Ok(change) => {
                    let _ = state.lines.try_update(|lines| lines.retain(|line| line.row != row));
                    state.apply(change);
                }
                Err(error) => toasts.show(Tone::Bad, tr_error(&error)),
            }
        });
    };
    let status = move || {
        if valid.get() {
            view! {
                <span class="import-ok">
                    <Icon name="check" />
                    <span class="visually-hidden">{t!(imports::ROW_OK)}</span>
                </span>
            }
            .into_any()
        } else {
            view! {
                <span class="import-bad" title=move || messages.with(|messages| messages.join("\n"))>
                    <Icon name="circle-alert" />
                    <span class="visually-hidden">{t!(imports::ROW_BAD)}</span>
                </span>
            }
            .into_any()
        }
    };
    view! {
        <tr class="import-row" class:import-row-bad=move || !valid.get()>
            <td class="import-col-status">
                {status}
                <span class="import-number">{row.to_string()}</span>
            </td>
            {cells}
            <td class="import-col-action scripting-only">
                <IconButton
                    icon="trash"
                    small=true
                    label=t!(imports::DELETE_ROW, row = row.to_string())
                    disabled=Signal::derive(move || state.is_running())
                    on_click=remove
                />
            </td>
        </tr>
        <Changes data=data.clone() span=span />
        {move || {
            (!valid.get())
                .then(|| view! {
                    <tr class="import-messages">
                        <td colspan=span>
                            <span id=format!("import-errors-{row}") title=move || messages.with(|messages| messages.join("\n"))>
                                {move || messages.with(|messages| messages.join(" · "))}
                            </span>
                        </td>
                    </tr>
                })
        }}
    }
    .into_any()
}

/// Whose row it is: the last digits tell people apart, the whole is in the title.
#[component]
fn UserCell(data: Data, row: i64) -> impl IntoView {
    let id = Memo::new(move |_| data.with(|row| row.cells.user_id.clone()));
    let short = move || {
        let id = id.get();
        let start = id.char_indices().rev().nth(7).map_or(0, |(at, _)| at);
        id.get(start..).unwrap_or_default().to_owned()
    };
    view! {
        <td>
            <span class="import-user mono" title=move || id.get() aria-label=format!("{}, {row}", ImportField::UserId.heading())>
                {move || if id.with(String::is_empty) { t!(imports::USER_NEW).to_owned() } else { format!("…{}", short()) }}
            </span>
        </td>
    }
    .into_any()
}

/// What the row changes about somebody who is there: before → after (IMP-B6).
#[component]
fn Changes(data: Data, span: usize) -> impl IntoView {
    let text = Memo::new(move |_| {
        data.with(|row| {
            row.before.as_ref()?;
            let empty = |text: String| if text.is_empty() { t!(imports::EMPTY).to_owned() } else { text };
            let differing = row.differences().into_iter();
            let lines: Vec<String> =
                differing.map(|(field, old, new)| format!("{}: {} → {}", field.heading(), empty(old), empty(new))).collect();
            Some(if lines.is_empty() {
                t!(imports::USER_SAME).to_owned()
            } else {
                format!("{}: {}", t!(imports::USER_CHANGES), lines.join(" · "))
            })
        })
    });
    move || {
        text.get().map(|text| {
            let title = text.clone();
            view! {
                <tr class="import-messages import-changes">
                    <td colspan=span>
                        <span title=title>{text}</span>
                    </td>
                </tr>
            }
        })
    }
}

/// The heading of the cell and what is wrong with it.
fn message(error: &switchroom_types::FieldError) -> String {
    match ImportField::parse(&error.field) {
        Some(field) => format!("{}: {}", field.heading(), tr_field_error(error)),
        None => tr_field_error(error),
    }
}

/// Sends one changed cell.
fn save(state: State, row: i64, field: ImportField, value: String) {
    let toasts = use_toasts();
    spawn_local(async move {
        match edit_import_row(state.account, state.id, row, ImportEdit::of(field, value)).await {
            Ok(change) => state.apply(change),
            Err(error) => toasts.show(Tone::Bad, tr_error(&error)),
        }
    });
}

fn invalid(data: &Data, field: ImportField) -> Memo<bool> {
    let data = data.clone();
    Memo::new(move |_| data.with(|row| row.errors.iter().any(|error| error.field == field.as_str())))
}

#[component]
fn TextCell(state: State, data: Data, row: i64, field: ImportField) -> impl IntoView {
    let wrong = invalid(&data, field);
    let initial = data.with_untracked(|row| row.cells.get(field).to_owned());
    // Only this cell's own value, so that an answer about a neighbour never touches what is being typed.
    let value = Memo::new(move |_| data.with(|row| row.cells.get(field).to_owned()));
    let owner = Owner::current();
    let draft = StoredValue::new(None::<String>);
    let leave = move || {
        if let Some(text) = draft.try_update_value(Option::take).flatten() {
            match &owner {
                Some(owner) => owner.with(|| save(state, row, field, text)),
                None => save(state, row, field, text),
            }
        }
    };
    #[cfg(feature = "hydrate")]
    on_cleanup({
        // A cell that is scrolled away while somebody types in it is left, too.
        let leave = leave.clone();
        move || leave()
    });
    view! {
        <td>
            <input
                class="import-cell"
                type="text"
                autocomplete="off"
                spellcheck="false"
                inputmode=match field {
                    ImportField::Email => "email",
                    ImportField::Mobile => "tel",
                    _ => "text",
                }
                value=initial
                prop:value=move || value.get()
                aria-label=format!("{}, {row}", field.heading())
                aria-invalid=move || wrong.get().then_some("true")
                aria-describedby=move || wrong.get().then(|| format!("import-errors-{row}"))
                disabled=move || state.is_running()
                on:input:target=move |event| draft.set_value(Some(event.target().value()))
                on:change=move |_| leave()
            />
        </td>
    }
    .into_any()
}

#[component]
fn RoleCell(state: State, data: Data, row: i64) -> impl IntoView {
    let wrong = invalid(&data, ImportField::Role);
    let value = Memo::new(move |_| data.with(|row| row.cells.role.clone()));
    let roles = state.import.with_untracked(|import| import.roles.clone());
    let same = |a: &str, b: &str| a.split_whitespace().eq(b.split_whitespace()) || a.trim().to_lowercase() == b.trim().to_lowercase();
    let options = move || {
        let current = value.get();
        let known = current.is_empty() || roles.iter().any(|role| same(role, &current));
        let first = roles.first().cloned().unwrap_or_default();
        let option = |role: &String| {
            let selected = same(role, &current) || (current.is_empty() && *role == first);
            view! { <option value=role.clone() selected=selected>{role.clone()}</option> }
        };
        let unknown = (!known).then(|| view! { <option value=current.clone() selected=true>{current.clone()}</option> });
        (unknown, roles.iter().map(option).collect_view())
    };
    let owner = Owner::current();
    view! {
        <td>
            <select
                class="import-cell"
                aria-label=format!("{}, {row}", ImportField::Role.heading())
                aria-invalid=move || wrong.get().then_some("true")
                aria-describedby=move || wrong.get().then(|| format!("import-errors-{row}"))
                disabled=move || state.is_running()
                on:change:target=move |event| {
                    let chosen = event.target().value();
                    match &owner {
                        Some(owner) => owner.with(|| save(state, row, ImportField::Role, chosen)),
                        None => save(state, row, ImportField::Role, chosen),
                    }
                }
            >
                {options}
            </select>
        </td>
    }
    .into_any()
}
