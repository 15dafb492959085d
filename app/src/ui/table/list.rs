//! The state of a list; a handle that copies into every part of the table and into the page's own actions.

use super::{
    filter::{Filter, FilterChoices},
    row::{Row, Rows},
    selection::Picked,
    spec::{Answer, KeptColumns, Spec},
    url::ListUrl,
    window::Window,
};
use crate::{
    i18n::{number, t},
    shell::response::set_status,
    ui::browser,
};
use futures::future::AbortHandle;
use leptos::prelude::*;
use std::{collections::BTreeMap, sync::Arc};
use switchroom_types::{
    AppError,
    conditions::{ColumnKind, Condition},
    list::{ListQuery, Selection, Total},
};

type First = Arc<dyn Fn() -> Answer + Send + Sync>;

/// What is being loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Idle,
    /// Another query; the rows of the old one still show.
    Query,
    /// The next page.
    More,
}

/// A handle to a list: read what is picked, refresh it, tell it that something changed.
#[derive(Clone, Copy)]
pub struct List {
    pub(super) spec: StoredValue<Spec>,
    pub(super) kept_columns: Option<KeptColumns>,
    pub(super) filters: StoredValue<Vec<Filter>>,
    pub(super) url: ListUrl,
    pub(super) query: Memo<Result<ListQuery, AppError>>,
    pub(super) rows: RwSignal<Vec<Row>>,
    pub(super) next: RwSignal<Option<String>>,
    pub(super) total: RwSignal<Total>,
    /// Without search and filters, as far as that is known.
    pub(super) overall: RwSignal<Option<Total>>,
    pub(super) phase: RwSignal<Phase>,
    pub(super) error: RwSignal<Option<AppError>>,
    pub(super) picked: RwSignal<Picked>,
    /// Ids of the columns that show, in order.
    pub(super) shown: RwSignal<Vec<&'static str>>,
    pub(super) window: Window,
    /// The row that the arrow keys are on.
    pub(super) active: RwSignal<usize>,
    /// Where a range of ticks begins.
    pub(super) anchor: StoredValue<Option<usize>>,
    /// The column chooser is open.
    pub(super) choosing: RwSignal<bool>,
    /// The dialog of conditions is open.
    pub(super) building: RwSignal<bool>,
    /// New rows that wait above.
    pub(super) waiting: RwSignal<u64>,
    /// Read out by screen readers.
    pub(super) announcement: RwSignal<String>,
    /// Scripts run: the arrow keys take over from Tab.
    pub(super) ready: RwSignal<bool>,
    pub(super) options: StoredValue<BTreeMap<&'static str, Vec<(String, String)>>>,
    /// The values of the columns that conditions choose from.
    pub(super) condition_options: StoredValue<BTreeMap<&'static str, Vec<(String, String)>>>,
    pub(super) request: StoredValue<Option<AbortHandle>>,
    /// Entry of the browser's history under which Back finds the rows again.
    pub(super) place: StoredValue<Option<String>>,
    first: StoredValue<Option<First>>,
}

impl List {
    pub(super) fn new(spec: Spec, filters: Vec<Filter>) -> Self {
        let url = ListUrl::new();
        let filters = StoredValue::new(filters);
        let kept_columns = use_context::<KeptColumns>();
        let kept = || kept_columns?.get.run(spec.id);
        let shown = spec.shown(untrack(|| url.columns()).or_else(kept).as_deref());
        let query = url.query(filters);
        let error = query.with_untracked(|query| query.as_ref().err().cloned());
        Self {
            spec: StoredValue::new(spec),
            kept_columns,
            filters,
            url,
            query,
            rows: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            total: RwSignal::new(Total { value: 0, exact: true }),
            overall: RwSignal::new(None),
            phase: RwSignal::new(Phase::Idle),
            error: RwSignal::new(error),
            picked: RwSignal::new(Picked::default()),
            shown: RwSignal::new(shown),
            window: Window::new(),
            active: RwSignal::new(0),
            anchor: StoredValue::new(None),
            choosing: RwSignal::new(false),
            building: RwSignal::new(false),
            waiting: RwSignal::new(0),
            announcement: RwSignal::new(String::new()),
            ready: RwSignal::new(false),
            options: StoredValue::new(BTreeMap::new()),
            condition_options: StoredValue::new(BTreeMap::new()),
            request: StoredValue::new(None),
            place: StoredValue::new(None),
            first: StoredValue::new(None),
        }
    }

    pub(super) fn set_first(self, first: First) {
        self.first.set_value(Some(first));
    }

    /// Waits for the first page and for the choices of the filters; the view can then be drawn at once.
    pub(super) async fn load_first(self) {
        if let Some(first) = self.first.get_value() {
            match first().await {
                Ok(rows) => self.adopt(rows),
                Err(error) => {
                    set_status(if error.status >= 400 { error.status } else { 503 });
                    self.error.set(Some(error));
                }
            }
        }
        let loaded = self.filters.with_value(|filters| {
            let choices = filters.iter().filter_map(|filter| Some((filter.name, filter.choices()?.clone())));
            choices.collect::<Vec<_>>()
        });
        load_options(self.options, loaded).await;
        let columns = self.spec.with_value(|spec| {
            let fields = spec.conditions.iter().flat_map(|conditions| &conditions.fields);
            fields.filter_map(|field| Some((field.id, field.choices.clone()?))).collect::<Vec<_>>()
        });
        load_options(self.condition_options, columns).await;
    }

    /// Shows these rows instead of all others.
    pub(super) fn adopt(self, rows: Rows) {
        self.next.set(rows.next);
        self.total.set(rows.total);
        if !untrack(|| self.is_narrowed()) {
            self.overall.set(Some(rows.total));
        }
        self.window.all(rows.items.len());
        self.active.set(0);
        self.rows.set(rows.items);
        self.waiting.set(0);
        self.error.set(None);
    }

    /// Changes the rows, and with them the height of the list.
    pub(super) fn update_rows(self, change: impl FnOnce(&mut Vec<Row>)) {
        let none = self.rows.with_untracked(Vec::is_empty);
        self.rows.update(change);
        let count = self.rows.with_untracked(Vec::len);
        // Where there was no row, none could be measured: the first ones all show, and then are.
        if none {
            self.window.all(count)
        } else {
            self.window.count.set(count)
        }
        self.window.measure();
    }

    /// The query in effect; of an unreadable one what is left is the default.
    pub fn query(self) -> ListQuery {
        self.query.with(|query| query.clone().unwrap_or_default())
    }

    /// Shows the list asked otherwise, for filters that a page offers in its own way.
    pub fn show(self, query: &ListQuery) {
        self.url.show(query, false);
    }

    pub(super) fn query_untracked(self) -> ListQuery {
        untrack(|| self.query())
    }

    /// Search or filters are set.
    pub(super) fn is_narrowed(self) -> bool {
        self.query.with(|query| query.as_ref().is_ok_and(|query| !query.search.is_empty() || query.is_filtered()))
    }

    /// How many rows match.
    pub fn total(self) -> Total {
        self.total.get()
    }

    /// `1,204 of 3,011`, `3,011`, `10,000+`.
    pub fn count_text(self) -> String {
        let total = count(self.total.get());
        match self.overall.get().filter(|_| self.is_narrowed()) {
            Some(overall) => t!(table::COUNT_OF, count = total, total = count(overall)),
            None => total,
        }
    }

    /// What is ticked, as bulk actions take it; `None` when nothing is.
    pub fn selection(self) -> Option<Selection<String>> {
        self.picked.with(|picked| (!picked.is_empty()).then(|| picked.to_selection(&self.query())))
    }

    /// How many rows are ticked.
    pub fn picked_count(self) -> Total {
        self.picked.with(|picked| picked.count(self.total.get()))
    }

    pub fn picked(self) -> RwSignal<Picked> {
        self.picked
    }

    pub fn clear_selection(self) {
        self.picked.set(Picked::default());
    }

    /// The address of this list without search and filters.
    pub fn unfiltered(self) -> String {
        self.url.link(&ListQuery { sort: self.query().sort, ..ListQuery::default() })
    }

    /// Opens the column chooser, for a page's own menu.
    pub fn choose_columns(self) {
        self.choosing.set(true);
    }

    pub(super) fn takes_conditions(self) -> bool {
        self.spec.with_value(|spec| spec.conditions.is_some())
    }

    /// Opens the dialog of conditions.
    pub fn build_conditions(self) {
        self.building.set(true);
    }

    pub(super) fn column_kind(self, id: &str) -> Option<ColumnKind> {
        self.spec.with_value(|spec| spec.conditions.as_ref().and_then(|conditions| (conditions.kind)(id)))
    }

    /// The columns that conditions name, with their labels.
    pub(super) fn condition_labels(self) -> Vec<(&'static str, String)> {
        let fields =
            |spec: &Spec| spec.conditions.iter().flat_map(|all| &all.fields).map(|field| (field.id, field.label.clone())).collect();
        self.spec.with_value(fields)
    }

    pub(super) fn condition_options(self, id: &str) -> Vec<(String, String)> {
        self.condition_options.with_value(|options| options.get(id).cloned().unwrap_or_default())
    }

    /// # Errors
    /// What the server would say about these conditions.
    pub(super) fn checked_conditions(self, text: &str) -> Result<(), AppError> {
        let condition = Condition::parse(text)?;
        self.spec.with_value(|spec| spec.conditions.as_ref().map_or(Ok(()), |conditions| (conditions.check)(&condition)))
    }

    /// What the address says about this list, and the columns that show: what a saved view keeps.
    pub fn shown_pairs(self) -> Vec<(String, String)> {
        let query = ListQuery { limit: None, ..self.query() };
        let mut pairs = query.to_pairs(false);
        if query.sort.is_none() {
            self.spec.with_value(|spec| pairs.push(("sort".to_owned(), spec.default_sort.to_owned())));
        }
        pairs.push(("columns".to_owned(), self.shown.with(|shown| shown.join(","))));
        pairs
    }

    pub(super) fn say(self, text: String) {
        self.announcement.set(text);
    }

    /// The row with this number.
    pub(super) fn row(self, index: usize) -> Option<Row> {
        self.rows.with_untracked(|rows| rows.get(index).cloned())
    }

    pub(super) fn frame_id(self) -> String {
        self.spec.with_value(|spec| format!("{}-table", spec.id))
    }

    /// Opens a row as a click on it would; true if the page does it and no link needs following.
    pub(super) fn open(self, index: usize) -> bool {
        let Some(open) = self.spec.with_value(|spec| spec.open.clone()) else { return false };
        if let Some(row) = self.row(index) {
            self.active.set(index);
            open(row.data.as_any());
        }
        true
    }

    /// Puts the focus on a row, scrolling it into view.
    pub(super) fn focus_row(self, index: usize) {
        self.active.set(index);
        self.window.reveal(index);
        let frame = self.frame_id();
        request_animation_frame(move || browser::focus_selector(&format!("#{frame} tr[data-index='{index}']")));
    }
}

async fn load_options(known: StoredValue<BTreeMap<&'static str, Vec<(String, String)>>>, all: Vec<(&'static str, FilterChoices)>) {
    for (name, choices) in all {
        if known.with_value(|known| known.contains_key(name)) {
            continue;
        }
        let options = match choices {
            FilterChoices::Fixed(options) => options,
            FilterChoices::Loaded(options) => options.await,
        };
        known.update_value(|known| {
            known.insert(name, options);
        });
    }
}

/// A number that may be a lower bound.
pub(super) fn count(total: Total) -> String {
    let value = number(total.value);
    if total.exact { value } else { format!("{value}+") }
}
