//! The keyboard in the rows: arrows move, Space ticks, Enter opens; one Tab leads in and the next one out again.

use super::list::List;
use crate::ui::browser;
use leptos::{ev::KeyboardEvent, prelude::*};

impl List {
    pub(super) fn on_key(self, event: &KeyboardEvent) {
        // Keys typed into something inside a row are not ours.
        if !browser::is_row(event) {
            return;
        }
        // Not the event's row: the focus follows only with the next frame.
        let index = self.active.get_untracked();
        let last = self.rows.with_untracked(Vec::len).saturating_sub(1);
        let page = self.window.rows_per_page();
        let to = match event.key().as_str() {
            "ArrowDown" | "j" => (index + 1).min(last),
            "ArrowUp" | "k" => index.saturating_sub(1),
            "PageDown" => (index + page).min(last),
            "PageUp" => index.saturating_sub(page),
            "Home" => 0,
            "End" => last,
            " " | "x" => {
                event.prevent_default();
                return self.toggle(index, event.shift_key());
            }
            "a" if event.ctrl_key() || event.meta_key() => {
                event.prevent_default();
                return self.toggle_all(true);
            }
            "Escape" if !self.picked.with_untracked(super::Picked::is_empty) => return self.clear_selection(),
            "Enter" => {
                event.prevent_default();
                if !self.open(index) {
                    browser::follow_row_link(event);
                }
                return;
            }
            _ => return,
        };
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        event.prevent_default();
        self.focus_row(to);
    }
}
