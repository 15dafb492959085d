//! The table as a whole: heading, tools, rows, and what shows when there are none.

use super::{
    body::body,
    bulk::bulk_bar,
    chooser::chooser,
    conditions::builder,
    head::{columns, head},
    list::{List, Phase},
    once::{once, settled},
    tools::tools,
};
use crate::{
    i18n::{t, tr_error},
    ui::{Banner, Button, Crumb, EmptyState, ErrorState, Icon, PageHeader, Tone},
};
use leptos::prelude::*;
use switchroom_types::list::ListQuery;

/// A page that is a list. The slots are drawn again when the page changes, so they are functions.
#[component]
pub fn Table(
    list: List,
    #[prop(into)] title: String,
    #[prop(optional)] crumbs: Vec<Crumb>,
    /// In place of title and count, for headings that are more than text (ORD).
    #[prop(optional, into)]
    heading: Option<ViewFn>,
    /// Buttons right of the title.
    #[prop(optional, into)]
    actions: ViewFn,
    /// Banners between heading and table.
    #[prop(optional, into)]
    before: ViewFn,
    /// Further tools beside search and filters.
    #[prop(optional, into)]
    extra_tools: ViewFn,
    /// What can be done with ticked rows.
    #[prop(optional, into)]
    bulk: ViewFn,
    /// Shows when there is nothing at all; says what to do first.
    #[prop(optional, into)]
    empty: Option<ViewFn>,
    /// Title when nothing matches.
    #[prop(optional, into)]
    no_match: Option<String>,
    /// Stands below the last row (HIST-06).
    #[prop(optional, into)]
    end_note: Option<String>,
) -> impl IntoView {
    let label = StoredValue::new(title.clone());
    let header = {
        let (title, crumbs, actions) = (title.clone(), crumbs.clone(), actions.clone());
        move |loaded: bool| match &heading {
            Some(heading) if loaded => heading.run(),
            _ => {
                let count = Signal::derive(move || loaded.then(|| list.count_text()));
                let actions = actions.clone();
                view! { <PageHeader title=title.clone() count=count crumbs=crumbs.clone() actions=move || actions.run() /> }.into_any()
            }
        }
    };
    let skeleton = {
        let (header, before) = (header.clone(), before.clone());
        move || {
            view! {
                {header(false)}
                {before.run()}
                {skeleton(list)}
            }
            .into_any()
        }
    };
    let slots = StoredValue::new(Slots { empty, no_match: no_match.unwrap_or_else(|| t!(table::NO_MATCH).to_owned()), end_note });
    let loaded = move || {
        let (header, before, extra_tools, bulk) = (header.clone(), before.clone(), extra_tools.clone(), bulk.clone());
        Suspend::new(async move {
            list.load_first().await;
            // Whatever is read while building must not build everything anew when it changes.
            untrack(move || {
                let view = view! {
                    {header(true)}
                    {before.run()}
                    {tools(list, extra_tools)}
                    {problem(list)}
                    {rows(list, label, slots)}
                    {bulk_bar(list, bulk)}
                    {chooser(list)}
                    {builder(list)}
                };
                settled(view.into_any())
            })
        })
    };
    list.start();
    view! {
        <div class="page table-page">
            <Suspense fallback=skeleton>{once(loaded)}</Suspense>
            <p class="visually-hidden" role="status" aria-live="polite">
                {move || list.announcement.get()}
            </p>
        </div>
    }
    .into_any()
}

#[derive(Clone)]
struct Slots {
    empty: Option<ViewFn>,
    no_match: String,
    end_note: Option<String>,
}

impl List {
    /// Everything that only a browser does.
    fn start(self) {
        Effect::new(move |_| self.ready.set(true));
        self.window.follow_scrolling();
        self.follow_columns();
        self.follow_address();
        self.remember_when_left();
    }
}

impl List {
    /// A saved view brings its columns along; without one the viewer's own return.
    fn follow_columns(self) {
        Effect::new(move |before: Option<Option<Vec<String>>>| {
            let wish = self.url.columns();
            if before.is_some_and(|before| before != wish) {
                let kept = || self.kept_columns?.get.run(self.spec.with_value(|spec| spec.id));
                let shown = wish.clone().or_else(kept);
                self.shown.set(self.spec.with_value(|spec| spec.shown(shown.as_deref())));
            }
            wish
        });
    }
}

/// An error while rows show: they stay (HIST-07).
fn problem(list: List) -> AnyView {
    let banner = move || {
        let error = list.error.get().filter(|_| list.rows.with(|rows| !rows.is_empty()))?;
        let view = view! {
            <Banner tone=Tone::Bad on_close=move |()| list.error.set(None)>
                <span>{tr_error(&error)}</span>
                <div class="banner-actions">
                    <Button small=true icon="refresh" on_click=move |_| list.retry()>{t!(ui::RETRY)}</Button>
                </div>
            </Banner>
        };
        Some(view)
    };
    view! { {banner} }.into_any()
}

/// What takes the place of rows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Rows,
    Nothing,
    NoMatch,
    Failed,
}

fn rows(list: List, label: StoredValue<String>, slots: StoredValue<Slots>) -> AnyView {
    let content = Memo::new(move |_| {
        let none = list.rows.with(Vec::is_empty);
        match (none, list.error.with(Option::is_some), list.is_narrowed()) {
            (false, ..) => Content::Rows,
            (true, true, _) => Content::Failed,
            (true, false, true) => Content::NoMatch,
            (true, false, false) => Content::Nothing,
        }
    });
    let view = move || match content.get() {
        Content::Rows => grid(list, label, slots),
        Content::Failed => {
            let error = move || list.error.get().map(|error| view! { <ErrorState error=error on_retry=move |()| list.retry() /> });
            view! { <div class="table-frame">{error}</div> }.into_any()
        }
        Content::NoMatch => view! {
            <div class="table-frame">
                <EmptyState title=slots.with_value(|slots| slots.no_match.clone()) text=t!(table::NO_MATCH_TEXT)>
                    <a class="button" href=move || list.unfiltered() data-noscroll="">{t!(table::CLEAR_FILTERS)}</a>
                </EmptyState>
            </div>
        }
        .into_any(),
        Content::Nothing => {
            let empty = slots.with_value(|slots| slots.empty.clone());
            let empty = empty.map_or_else(|| view! { <EmptyState title=t!(table::EMPTY) icon="list" /> }.into_any(), |empty| empty.run());
            view! { <div class="table-frame">{empty}</div> }.into_any()
        }
    };
    view! { {view} }.into_any()
}

fn grid(list: List, label: StoredValue<String>, slots: StoredValue<Slots>) -> AnyView {
    let (selectable, opens) = list.spec.with_value(|spec| (spec.selectable, spec.href.is_some() || spec.open.is_some()));
    let count = move || {
        let total = list.total.get();
        if total.exact { (total.value + 1).to_string() } else { "-1".to_owned() }
    };
    let class = if opens { "data-table data-table-opens" } else { "data-table" };
    let waiting = move || {
        list.waiting_text().map(|text| {
            view! {
                <button type="button" class="button button-primary button-small" on:click=move |_| list.show_waiting()>
                    <Icon name="arrow-up" />
                    <span>{text}</span>
                </button>
            }
        })
    };
    view! {
        <div class="table-waiting" aria-live="polite">
            {waiting}
        </div>
        <div
            node_ref=list.window.frame
            class="table-frame"
            id=list.frame_id()
            aria-busy=move || (list.phase.get() == Phase::Query).then_some("true")
        >
            <table
                class=class
                role="grid"
                aria-label=label.get_value()
                aria-rowcount=count
                aria-multiselectable=selectable.then_some("true")
            >
                {columns(list)}
                {head(list)}
                {body(list)}
            </table>
            {end(list, slots)}
        </div>
        {pages(list)}
    }
    .into_any()
}

/// Below the last row: that more is coming, or that there is no more.
fn end(list: List, slots: StoredValue<Slots>) -> AnyView {
    let closed = RwSignal::new(false);
    let note = slots.with_value(|slots| slots.end_note.clone());
    let view = move || match (list.phase.get(), list.next.with(Option::is_none), &note) {
        (Phase::More, ..) => Some(view! { <p class="table-end" role="status">{t!(ui::LOADING)}</p> }.into_any()),
        (_, true, Some(note)) if !closed.get() => {
            let note = note.clone();
            let view = view! { <div class="table-end"><Banner on_close=move |()| closed.set(true)>{note}</Banner></div> };
            Some(view.into_any())
        }
        _ => None,
    };
    view! { {view} }.into_any()
}

/// Paging for browsers without scripts.
fn pages(list: List) -> AnyView {
    let with_cursor = move |cursor: Option<String>| list.url.link(&ListQuery { cursor, ..list.query() });
    let first = move || {
        list.query()
            .cursor
            .is_some()
            .then(|| view! { <a class="button" href=with_cursor(None) data-noscroll="">{t!(table::FIRST_PAGE)}</a> })
    };
    let next = move || {
        list.next.get().map(|cursor| {
            let href = with_cursor(Some(cursor));
            view! { <a class="button without-scripting" rel="next" href=href>{t!(table::NEXT_PAGE)}</a> }
        })
    };
    view! { <nav class="table-pages" aria-label=t!(table::PAGES)>{first}{next}</nav> }.into_any()
}

fn skeleton(list: List) -> AnyView {
    let columns = list.shown.with_untracked(Vec::len);
    let cell = |row: usize, column: usize| {
        let class = format!("skeleton skeleton-{}", 1 + (row * 3 + column * 5) % 4);
        view! { <td class="cell-hidden"><span class=class></span></td> }
    };
    let row = |row: usize| view! { <tr>{(0..columns).map(|column| cell(row, column)).collect_view()}</tr> };
    view! {
        <div class="table-frame table-loading" aria-busy="true">
            <p class="visually-hidden" role="status">{t!(ui::LOADING)}</p>
            <table class="data-table" aria-hidden="true">
                <tbody>{(0..12).map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
