//! The header row: sort links and the box that ticks everything.

use super::{column::About, list::List};
use crate::{i18n::t, ui::Icon};
use leptos::{html, prelude::*};
use switchroom_types::list::ListQuery;

pub(super) fn columns(list: List) -> AnyView {
    let selectable = list.spec.with_value(|spec| spec.selectable);
    let shown = move || {
        list.shown.with(|shown| {
            list.spec.with_value(|spec| {
                let column = |id: &&'static str| spec.column(id).map(|column| view! { <col class=column.width_class() /> });
                shown.iter().filter_map(column).collect_view()
            })
        })
    };
    view! {
        <colgroup>
            {selectable.then(|| view! { <col class="col-select" /> })}
            {shown}
        </colgroup>
    }
    .into_any()
}

pub(super) fn head(list: List) -> AnyView {
    let selectable = list.spec.with_value(|spec| spec.selectable);
    let cells = move || {
        list.shown.with(|shown| {
            list.spec.with_value(|spec| {
                let columns = shown.iter().filter_map(|id| spec.column(id)).enumerate();
                columns.map(|(position, column)| head_cell(list, column, position == 0 && column.fixed)).collect_view()
            })
        })
    };
    view! {
        <thead>
            <tr aria-rowindex="1">
                {selectable.then(|| select_all(list))}
                {cells}
            </tr>
        </thead>
    }
    .into_any()
}

fn select_all(list: List) -> AnyView {
    let element = NodeRef::<html::Input>::new();
    let all = move || list.picked.with(|picked| picked.all && picked.keys.is_empty());
    Effect::new(move |_| {
        let some = list.picked.with(|picked| !picked.is_empty()) && !all();
        if let Some(element) = element.get() {
            element.set_indeterminate(some);
        }
    });
    view! {
        <th scope="col" class="select-cell">
            <label>
                <input
                    node_ref=element
                    type="checkbox"
                    aria-label=t!(table::SELECT_ALL)
                    prop:checked=all
                    on:change:target=move |event| list.toggle_all(event.target().checked())
                />
            </label>
        </th>
    }
    .into_any()
}

fn head_cell(list: List, column: &About, pinned: bool) -> AnyView {
    let class = match (pinned, column.end) {
        (true, _) => "cell-pinned",
        (false, true) => "number",
        (false, false) => "",
    };
    let label = column.label.clone();
    if !column.sortable {
        return view! { <th scope="col" class=class><span class="head-text">{label}</span></th> }.into_any();
    }
    let (id, descending_first) = (column.id, column.descending_first);
    let order = move || list.sorted_by(id);
    let href = move || list.url.link(&list.sorted(id, order().map_or(descending_first, |descending| !descending)));
    let arrow = move || {
        order().map(|descending| {
            if descending {
                view! { <Icon name="arrow-down" /> }
            } else {
                view! { <Icon name="arrow-up" /> }
            }
        })
    };
    let aria = move || order().map(|descending| if descending { "descending" } else { "ascending" });
    view! {
        <th scope="col" class=class aria-sort=aria>
            <a class="head-text" href=href data-noscroll="">
                <span class="truncate">{label}</span>
                {arrow}
            </a>
        </th>
    }
    .into_any()
}

impl List {
    /// Whether the list is sorted by this column, and if so, whether from the highest.
    fn sorted_by(self, id: &str) -> Option<bool> {
        let default = self.spec.with_value(|spec| spec.default_sort);
        self.query.with(|query| {
            let sort = query.as_ref().ok().and_then(|query| query.sort.as_deref()).unwrap_or(default);
            let (name, descending) = sort.strip_prefix('-').map_or((sort, false), |name| (name, true));
            (name == id).then_some(descending)
        })
    }

    fn sorted(self, id: &str, descending: bool) -> ListQuery {
        let sort = if descending { format!("-{id}") } else { id.to_owned() };
        let default = self.spec.with_value(|spec| spec.default_sort == sort);
        ListQuery { sort: (!default).then_some(sort), cursor: None, ..self.query() }
    }
}
