//! Back leads to the list as it was left: the same rows, the same place. Kept in memory, under the entry of the
//! browser's history, so that a link to the same list still starts at its top.

use super::{list::List, row::Row, selection::Picked};
use crate::ui::browser;
use leptos::prelude::*;
use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};
use switchroom_types::list::Total;

/// So many lists are remembered.
const MOST: usize = 6;
/// Milliseconds after which the router has surely written its own history entry.
const SETTLED: u64 = 400;

struct Snapshot {
    place: String,
    address: String,
    rows: Vec<Row>,
    next: Option<String>,
    total: Total,
    overall: Option<Total>,
    picked: Picked,
    active: usize,
    options: BTreeMap<&'static str, Vec<(String, String)>>,
    scrolled: f64,
}

static LEFT: Mutex<Vec<Snapshot>> = Mutex::new(Vec::new());

impl List {
    /// Takes over what was here before, if this is the way back. Never on the server, where nothing is remembered.
    pub(super) fn restore(self) -> bool {
        if cfg!(feature = "ssr") {
            return false;
        }
        let Some(place) = browser::history_tag() else { return false };
        let address = self.url.current();
        let mut left = LEFT.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(position) = left.iter().position(|snapshot| snapshot.place == place && snapshot.address == address) else { return false };
        let snapshot = left.remove(position);
        drop(left);
        self.next.set(snapshot.next);
        self.total.set(snapshot.total);
        self.overall.set(snapshot.overall);
        self.window.all(snapshot.rows.len());
        self.rows.set(snapshot.rows);
        self.picked.set(snapshot.picked);
        self.active.set(snapshot.active);
        self.options.set_value(snapshot.options);
        let scrolled = snapshot.scrolled;
        let frame = self.window.frame;
        Effect::new(move |_| {
            if let Some(frame) = frame.get() {
                request_animation_frame(move || {
                    browser::scroll_frame(&frame, scrolled);
                    self.window.measure();
                    // What was changed on the page we come from shows too.
                    self.refresh();
                });
            }
        });
        true
    }

    /// Remembers the list when it is left.
    pub(super) fn remember_when_left(self) {
        Effect::new(move |_| {
            self.query.track();
            self.place.set_value(None);
            set_timeout(
                move || {
                    let _ = self.place.try_update_value(|place| *place = browser::tag_history());
                },
                std::time::Duration::from_millis(SETTLED),
            );
        });
        let address = StoredValue::new(self.url.current());
        Effect::new(move |_| {
            self.query.track();
            address.set_value(self.url.current());
        });
        let scrolled = self.window.scrolled;
        on_cleanup(move || {
            let Some(place) = self.place.try_get_value().flatten() else { return };
            let snapshot = Snapshot {
                place,
                address: address.get_value(),
                rows: self.rows.with_untracked(Clone::clone),
                next: self.next.get_untracked(),
                total: self.total.get_untracked(),
                overall: self.overall.get_untracked(),
                picked: self.picked.get_untracked(),
                active: self.active.get_untracked(),
                options: self.options.get_value(),
                scrolled: scrolled.get_value(),
            };
            let mut left = LEFT.lock().unwrap_or_else(PoisonError::into_inner);
            if left.len() >= MOST {
                left.remove(0);
            }
            left.push(snapshot);
        });
    }
}
