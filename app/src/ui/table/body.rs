//! The rows. Events are handled once for all rows; a row itself follows only whether it is ticked and whether the arrow
//! keys are on it.

use super::{
    column::{About, CardRole},
    list::List,
    row::Row,
};
use crate::{i18n::t, ui::browser};
use leptos::{
    ev::{Event, MouseEvent},
    html,
    prelude::*,
};

/// What identifies a drawn row: its number, its key and how often it changed.
type Drawn = (usize, std::sync::Arc<str>, u32);

pub(super) fn body(list: List) -> AnyView {
    let (above, below) = (NodeRef::<html::Tr>::new(), NodeRef::<html::Tr>::new());
    Effect::new(move |_| {
        let (top, bottom) = list.window.margins();
        if let (Some(above), Some(below)) = (above.get(), below.get()) {
            browser::set_height(&above, top);
            browser::set_height(&below, bottom);
        }
    });
    let drawn = move || {
        let (start, end) = list.window.range.get();
        list.rows.with(|rows| {
            let part = rows.get(start.min(rows.len())..end.min(rows.len())).unwrap_or_default();
            part.iter().enumerate().map(|(offset, row)| (start + offset, row.key.clone(), row.revision)).collect::<Vec<Drawn>>()
        })
    };
    let rows = move || {
        list.shown.track();
        view! { <For each=drawn key=Clone::clone children=move |(index, ..): Drawn| list.row(index).map(|row| row_view(list, index, &row)) /> }
    };
    let shift = StoredValue::new(false);
    view! {
        <tbody
            node_ref=list.window.body
            on:keydown=move |event| list.on_key(&event)
            on:click=move |event: MouseEvent| {
                shift.set_value(event.shift_key());
                clicked(list, &event);
            }
            on:change=move |event: Event| {
                if let Some(index) = browser::row_index(&event) {
                    list.toggle(index, shift.get_value());
                }
            }
            on:focusin=move |event| {
                if let Some(index) = browser::row_index(&event) {
                    list.active.set(index);
                }
            }
        >
            <tr node_ref=above class="spacer-row" aria-hidden="true"></tr>
            {rows}
            <tr node_ref=below class="spacer-row" aria-hidden="true"></tr>
        </tbody>
    }
    .into_any()
}

fn row_view(list: List, index: usize, row: &Row) -> AnyView {
    let data = row.data.as_any();
    let (cells, name, blocked) = list.spec.with_value(|spec| {
        let name = (spec.name)(data);
        let shown = list.shown.get_untracked();
        let href = spec.href.as_ref().and_then(|href| href(data));
        let opens = spec.open.is_some();
        // Where a card has its first line, so that the link is there on phones too.
        let linked = shown.iter().position(|id| spec.column(id).is_some_and(|column| column.card == CardRole::Title)).unwrap_or(0);
        let cell = |(position, column): (usize, &About)| {
            let content = (column.cell)(data);
            let content = if position != linked {
                content
            } else if let Some(href) = href.clone() {
                let tabindex = move || list.ready.get().then_some("-1");
                view! { <a class="row-link" href=href tabindex=tabindex>{content}</a> }.into_any()
            } else if opens {
                view! { <button type="button" class="row-link" tabindex="-1">{content}</button> }.into_any()
            } else {
                content
            };
            let class = column.cell_class(position == 0 && column.fixed);
            view! { <td class=class>{content}</td> }
        };
        let cells = shown.iter().filter_map(|id| spec.column(id)).enumerate().map(cell).collect::<Vec<_>>();
        let blocked = spec.selectable.then(|| spec.blocked.as_ref().and_then(|blocked| blocked(data)));
        (cells, name, blocked)
    });
    let key = row.key.clone();
    let can_pick = matches!(blocked, Some(None));
    let picked = move || can_pick && list.picked.with(|picked| picked.contains(&key));
    let ticked = picked.clone();
    let select = blocked.map(|blocked| {
        let tabindex = move || list.ready.get().then_some("-1");
        let reason = blocked.clone();
        view! {
            <td class="select-cell">
                <label title=reason>
                    <input
                        type="checkbox"
                        tabindex=tabindex
                        disabled=!can_pick
                        aria-label=t!(table::SELECT_ROW, name = name)
                        aria-description=blocked
                        prop:checked=ticked
                    />
                </label>
            </td>
        }
    });
    let selected = can_pick.then_some(move || picked().to_string());
    let tabindex = move || {
        let (start, end) = list.window.range.get();
        // Some drawn row can always be reached by Tab.
        let stop = list.active.get().clamp(start, end.max(start + 1) - 1);
        list.ready.get().then_some(if stop == index { "0" } else { "-1" })
    };
    view! {
        <tr data-index=index.to_string() aria-rowindex=(index + 2).to_string() aria-selected=selected tabindex=tabindex>
            {select}
            {cells}
        </tr>
    }
    .into_any()
}

/// A click beside links and buttons opens the row.
fn clicked(list: List, event: &MouseEvent) {
    let Some(index) = browser::row_index(event) else { return };
    match browser::clicked_part(event) {
        browser::RowPart::Control => {}
        browser::RowPart::Link if browser::is_plain(event) => {
            if list.open(index) {
                event.prevent_default();
            }
        }
        browser::RowPart::Link => {}
        browser::RowPart::Surface => {
            if !browser::is_plain(event) || !list.open(index) {
                browser::follow_row_link(event);
            }
        }
    }
}

impl List {
    /// Ticks a row or takes the tick away; with Shift all rows since the last one are treated alike.
    pub(super) fn toggle(self, index: usize, range: bool) {
        let from = if range { self.anchor.get_value().unwrap_or(index) } else { index };
        let Some(row) = self.row(index) else { return };
        let picked = !self.picked.with_untracked(|picked| picked.contains(&row.key));
        let (first, last) = (from.min(index), from.max(index));
        self.spec.with_value(|spec| {
            self.rows.with_untracked(|rows| {
                self.picked.update(|all| {
                    for row in rows.iter().take(last + 1).skip(first) {
                        let free = spec.blocked.as_ref().is_none_or(|blocked| blocked(row.data.as_any()).is_none());
                        if free && spec.selectable {
                            all.set(&row.key, picked);
                        }
                    }
                });
            });
        });
        self.anchor.set_value(Some(index));
    }

    /// The header's box: everything that matches (USR-27), or nothing.
    pub(super) fn toggle_all(self, all: bool) {
        if self.spec.with_value(|spec| spec.selectable) {
            self.picked.set(super::Picked { all, ..super::Picked::default() });
        }
    }
}
