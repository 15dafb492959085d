//! Show/hide columns: boxes, and an order that is changed by dragging or by the arrow keys (USR-10, HIST-05).

use super::{column::arrange, list::List};
use crate::{
    i18n::t,
    ui::{Button, Dialog, DialogSize, Icon, Variant, browser},
};
use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    html,
    prelude::*,
};

/// A line of the dialog: column id and whether it shows.
type Line = (&'static str, bool);

pub(super) fn chooser(list: List) -> AnyView {
    let draft = RwSignal::new(Vec::<Line>::new());
    Effect::new(move |_| {
        if list.choosing.get() {
            draft.set(lines(list, &list.shown.get_untracked()));
        }
    });
    let reset = move |_| draft.set(list.spec.with_value(|spec| lines(list, &arrange(&spec.columns, None))));
    let apply = move |_| {
        list.choosing.set(false);
        list.set_columns(&draft.get_untracked());
    };
    let foot = move || {
        view! {
            <span class="dialog-foot-start">
                <Button variant=Variant::Ghost on_click=reset>{t!(table::RESET_COLUMNS)}</Button>
            </span>
            <Button on_click=move |_| list.choosing.set(false)>{t!(ui::CANCEL)}</Button>
            <Button variant=Variant::Primary on_click=apply>{t!(table::OK)}</Button>
        }
    };
    view! {
        <Dialog id="column-chooser" open=list.choosing title=t!(table::SHOW_HIDE_COLUMNS) size=DialogSize::Small foot=foot>
            <p class="muted">{t!(table::COLUMNS_HELP)}</p>
            {lines_view(list, draft)}
        </Dialog>
    }
    .into_any()
}

/// The columns that show, in order, then the others.
fn lines(list: List, shown: &[&'static str]) -> Vec<Line> {
    list.spec.with_value(|spec| {
        let hidden = spec.columns.iter().map(|column| column.id).filter(|id| !shown.contains(id));
        shown.iter().map(|id| (*id, true)).chain(hidden.map(|id| (id, false))).collect()
    })
}

fn lines_view(list: List, draft: RwSignal<Vec<Line>>) -> AnyView {
    let element = NodeRef::<html::Ul>::new();
    let dragged = RwSignal::new(None::<&'static str>);
    let drag = move |event: PointerEvent| {
        let (Some(id), Some(element)) = (dragged.get_untracked(), element.get_untracked()) else { return };
        if let Some(to) = browser::child_at(&element, event.client_y()) {
            draft.update(|draft| move_line(draft, id, to, pinned(list)));
        }
    };
    view! {
        <ul
            node_ref=element
            class="column-lines"
            on:pointermove=drag
            on:pointerup=move |_| dragged.set(None)
            on:pointercancel=move |_| dragged.set(None)
        >
            <For each=move || draft.get() key=|line| *line children=move |(id, shown)| line_view(list, draft, dragged, id, shown) />
        </ul>
    }
    .into_any()
}

fn pinned(list: List) -> bool {
    list.spec.with_value(|spec| spec.pinned().is_some())
}

fn line_view(list: List, draft: RwSignal<Vec<Line>>, dragged: RwSignal<Option<&'static str>>, id: &'static str, shown: bool) -> AnyView {
    let Some((label, fixed)) = list.spec.with_value(|spec| spec.column(id).map(|column| (column.label.clone(), column.fixed))) else {
        return ().into_any();
    };
    let movable = list.spec.with_value(|spec| spec.pinned() != Some(id));
    let name = label.clone();
    let keys = move |event: KeyboardEvent| {
        let position = draft.with_untracked(|draft| draft.iter().position(|(known, _)| *known == id)).unwrap_or_default();
        let to = match event.key().as_str() {
            "ArrowUp" => position.saturating_sub(1),
            "ArrowDown" => position + 1,
            "Home" => 0,
            "End" => usize::MAX,
            _ => return,
        };
        event.prevent_default();
        draft.update(|draft| move_line(draft, id, to, pinned(list)));
        let (position, count) =
            draft.with_untracked(|draft| (draft.iter().position(|(known, _)| *known == id).map_or(0, |at| at + 1), draft.len()));
        list.say(t!(table::MOVED, name = name, position = position, count = count));
        request_animation_frame(move || browser::focus(&format!("column-{id}")));
    };
    let handle = movable.then(|| {
        view! {
            <button
                type="button"
                class="column-handle"
                id=format!("column-{id}")
                aria-label=t!(table::MOVE_COLUMN, name = label)
                on:keydown=keys
                on:pointerdown=move |event: PointerEvent| {
                    event.prevent_default();
                    dragged.set(Some(id));
                }
            >
                <Icon name="grip" />
            </button>
        }
    });
    let check = move |checked: bool| {
        draft.update(|draft| {
            for line in draft.iter_mut().filter(|line| line.0 == id) {
                line.1 = checked;
            }
        });
    };
    view! {
        <li class="column-line" class:column-line-dragged=move || dragged.get() == Some(id)>
            <label class="check">
                <input type="checkbox" prop:checked=shown disabled=fixed on:change:target=move |event| check(event.target().checked()) />
                <span class="check-text">{label.clone()}</span>
            </label>
            {handle}
        </li>
    }
    .into_any()
}

/// Moves a line; a pinned first column stays first.
fn move_line(lines: &mut Vec<Line>, id: &str, to: usize, pinned: bool) {
    let Some(from) = lines.iter().position(|(known, _)| *known == id) else { return };
    if pinned && from == 0 {
        return;
    }
    let line = lines.remove(from);
    lines.insert(to.clamp(usize::from(pinned), lines.len()), line);
}

impl List {
    fn set_columns(self, lines: &[Line]) {
        let wish: Vec<String> = lines.iter().filter(|(_, shown)| *shown).map(|(id, _)| (*id).to_owned()).collect();
        let (shown, default, id) = self.spec.with_value(|spec| (spec.shown(Some(&wish)), spec.shown(None), spec.id));
        let is_default = shown == default;
        let ids: Vec<String> = shown.iter().map(|id| (*id).to_owned()).collect();
        self.url.set_columns(&self.query_untracked(), if is_default { String::new() } else { ids.join(",") });
        self.shown.set(shown);
        if let Some(kept) = self.kept_columns {
            kept.keep.run((id, if is_default { Vec::new() } else { ids }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(to: usize, id: &str, pinned: bool) -> Vec<&'static str> {
        let mut lines = vec![("name", true), ("email", true), ("role", false)];
        move_line(&mut lines, id, to, pinned);
        lines.into_iter().map(|(id, _)| id).collect()
    }

    /// USR-10 columns are reordered; NAME keeps its place
    #[test]
    fn lines_move_within_their_bounds() {
        assert_eq!(order(1, "role", true), ["name", "role", "email"]);
        assert_eq!(order(0, "role", true), ["name", "role", "email"]);
        assert_eq!(order(usize::MAX, "email", true), ["name", "role", "email"]);
        assert_eq!(order(2, "name", true), ["name", "email", "role"]);
        assert_eq!(order(0, "role", false), ["role", "name", "email"]);
    }
}
