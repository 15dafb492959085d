//! Asking for rows: another query, the next page, the same rows again. The newest request wins and ends the older one.

use super::{
    list::{List, Phase},
    row::{Row, Rows, carry_over},
    selection::Picked,
};
use crate::i18n::t;
use futures::future::{AbortHandle, Abortable};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::{
    AppError,
    list::{ListQuery, MAX_LIMIT},
};

/// Rows below the last visible one that are loaded ahead.
const AHEAD: usize = 60;
/// More rows than this are not loaded again by themselves; the person is told instead.
const MOST_REFRESHED: usize = 2_000;

impl List {
    /// Once scripts run: follows the address.
    pub(super) fn follow_address(self) {
        Effect::new(move |before: Option<ListQuery>| {
            let query = match self.query.get() {
                Ok(query) => query,
                Err(error) => {
                    self.error.set(Some(error));
                    return ListQuery::default();
                }
            };
            if let Some(before) = before
                && before != query
            {
                if (&before.search, &before.filters) != (&query.search, &query.filters) {
                    self.picked.set(Picked::default());
                }
                self.load(query.clone());
            }
            query
        });
        Effect::new(move |_| {
            let (_, end) = self.window.range.get();
            if end + AHEAD >= self.rows.with(Vec::len) {
                self.load_more();
            }
        });
        Effect::new(move |_| {
            if self.is_narrowed() && self.overall.get().is_none() {
                self.load_overall();
            }
        });
    }

    /// Loads a query from its start, the old rows staying until the new ones are there.
    fn load(self, query: ListQuery) {
        self.phase.set(Phase::Query);
        self.ask(query, move |list, answer| {
            list.phase.set(Phase::Idle);
            match answer {
                Ok(rows) => {
                    let total = rows.total.value;
                    list.adopt(rows);
                    list.window.to_top();
                    list.say(t!(table::RESULTS, n = total));
                }
                Err(error) => list.error.set(Some(error)),
            }
        });
    }

    /// Once more, after an error.
    pub fn retry(self) {
        self.error.set(None);
        if self.rows.with_untracked(Vec::is_empty) {
            self.load(self.query_untracked());
        } else {
            self.load_more();
            self.refresh();
        }
    }

    pub(super) fn load_more(self) {
        let idle = self.phase.get_untracked() == Phase::Idle && self.error.with_untracked(Option::is_none);
        let Some(cursor) = self.next.get_untracked().filter(|_| idle) else { return };
        self.phase.set(Phase::More);
        let query = ListQuery { cursor: Some(cursor), ..self.query_untracked() };
        self.ask(query, move |list, answer| {
            list.phase.set(Phase::Idle);
            match answer {
                Ok(Rows { items, next, .. }) => {
                    list.next.set(next);
                    list.update_rows(|rows| append(rows, items));
                }
                Err(error) => list.error.set(Some(error)),
            }
        });
    }

    /// Loads what is shown again and puts it in place of the old without moving anything: after a change made here or
    /// reported by the server. Rows below what is shown are loaded again when they come into view.
    pub fn refresh(self) {
        let (_, end) = self.window.range.get_untracked();
        if end > MOST_REFRESHED {
            self.waiting.update(|waiting| *waiting = (*waiting).max(1));
            return;
        }
        if self.phase.get_untracked() == Phase::Query {
            return;
        }
        self.phase.set(Phase::Idle);
        self.refresh_from(Vec::new(), self.query_untracked(), end.max(1));
    }

    fn refresh_from(self, mut fresh: Vec<Row>, query: ListQuery, wanted: usize) {
        let missing = wanted.saturating_sub(fresh.len()).max(usize::from(query.limit()));
        let limit = u16::try_from(missing).unwrap_or(MAX_LIMIT).min(MAX_LIMIT);
        let request = ListQuery { limit: Some(limit), ..query.clone() };
        self.ask(request, move |list, answer| {
            let Ok(Rows { items, next, total }) = answer else { return };
            append(&mut fresh, items);
            match next {
                Some(cursor) if fresh.len() < wanted => list.refresh_from(fresh, ListQuery { cursor: Some(cursor), ..query }, wanted),
                next => {
                    list.update_rows(|rows| {
                        carry_over(rows, &mut fresh);
                        *rows = fresh;
                    });
                    list.next.set(next);
                    list.total.set(total);
                    list.waiting.set(0);
                    if !untrack(|| list.is_narrowed()) {
                        list.overall.set(Some(total));
                    }
                }
            }
        });
    }

    fn load_overall(self) {
        let load = self.spec.with_value(|spec| spec.load.clone());
        spawn_local(async move {
            if let Ok(rows) = load(ListQuery { limit: Some(1), ..ListQuery::default() }).await {
                let _ = self.overall.try_set(Some(rows.total));
            }
        });
    }

    /// Sends a request and drops the one before it, which ends that one's transfer too.
    fn ask(self, query: ListQuery, done: impl FnOnce(Self, Result<Rows, AppError>) + 'static) {
        let (handle, registration) = AbortHandle::new_pair();
        if let Some(older) = self.request.try_update_value(|request| request.replace(handle)).flatten() {
            older.abort();
        }
        let request = Abortable::new(self.spec.with_value(|spec| (spec.load)(query)), registration);
        spawn_local(async move {
            if let Ok(answer) = request.await
                && !self.rows.is_disposed()
            {
                done(self, answer);
            }
        });
    }
}

/// A row that came in between two pages may be in both.
fn append(rows: &mut Vec<Row>, more: Vec<Row>) {
    let known: std::collections::BTreeSet<_> = rows.iter().rev().take(usize::from(MAX_LIMIT)).map(|row| row.key.clone()).collect();
    rows.extend(more.into_iter().filter(|row| !known.contains(&row.key)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    /// HIST-06 loading more neither loses nor repeats rows
    #[test]
    fn a_row_on_two_pages_shows_once() {
        let rows =
            |keys: &[&'static str]| keys.iter().map(|key| Row { key: (*key).into(), revision: 0, data: Arc::new(()) }).collect::<Vec<_>>();
        let mut all = rows(&["a", "b"]);
        append(&mut all, rows(&["b", "c"]));
        assert_eq!(all.iter().map(|row| &*row.key).collect::<Vec<_>>(), ["a", "b", "c"]);
    }
}
