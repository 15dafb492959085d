//! What happens when the server says that rows have changed.

use super::list::List;
use crate::{i18n::t, ui::Debounce};
use leptos::prelude::*;

/// Several marks in a row become one request.
const PAUSE: u64 = 250;

impl List {
    /// Keeps the list up to date: call the returned function for every mark of the server with the number of new rows
    /// (0 when rows only changed). Rows in view change in place; a list that grows at the top shows a chip instead while
    /// one reads further down.
    pub fn live(self) -> impl Fn(u64) + Copy + Send + Sync + 'static {
        let debounce = Debounce::new(PAUSE);
        move |new| {
            let grows = self.spec.with_value(|spec| spec.appended.is_some());
            if grows && new > 0 && !self.window.is_at_top() {
                self.waiting.update(|waiting| *waiting += new);
            } else {
                debounce.call(move || self.refresh());
            }
        }
    }

    /// The text of the chip, while something waits.
    pub(super) fn waiting_text(self) -> Option<String> {
        let waiting = self.waiting.get();
        (waiting > 0).then(|| {
            let text = self.spec.with_value(|spec| spec.appended.clone());
            text.map_or_else(|| t!(table::UPDATE_AVAILABLE).to_owned(), |text| text(waiting))
        })
    }

    /// A click on the chip: to the top, with everything new.
    pub(super) fn show_waiting(self) {
        self.waiting.set(0);
        self.window.to_top();
        self.window.all(self.rows.with_untracked(|rows| rows.len().min(50)));
        self.refresh();
    }
}
