//! The preview of a sheet: what is wrong, mending it, and starting to add its people (IMP-08 to IMP-12).

use super::api::{add_import_row, cancel_import, commit_import, get_import, import_rows};
use super::grid::Grid;
use super::outcome::Outcome;
use crate::i18n::{number, t, tr_error};
use crate::ui::{Banner, Button, ConfirmDialog, ErrorState, Icon, LinkButton, Skeleton, Tone, Variant, Work, use_toasts};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate, hooks::use_query_map};
use std::time::Duration;
use switchroom_types::imports::{Import, ImportChange, ImportNote, ImportRow, ImportState};
use switchroom_types::list::{ListQuery, Page};
use switchroom_types::{AccountId, AppError, ImportId};

const PAGE: u16 = 100;
/// How often a running job is asked how far it is.
const EVERY: Duration = Duration::from_millis(800);

/// A row of the preview. Its number never changes, so that only what changed is drawn again.
#[derive(Clone)]
pub struct Line {
    pub row: i64,
    pub data: ArcRwSignal<ImportRow>,
}

/// What all parts of the preview share.
#[derive(Clone, Copy)]
pub struct State {
    pub account: AccountId,
    pub id: ImportId,
    pub import: RwSignal<Import>,
    pub lines: RwSignal<Vec<Line>>,
    /// Counts up whenever the height of a row may have changed.
    pub layout: RwSignal<u32>,
    pub next: RwSignal<Option<String>>,
    pub loading: RwSignal<bool>,
    pub failure: RwSignal<Option<AppError>>,
    only_errors: Memo<bool>,
}

impl State {
    fn query(self, cursor: Option<String>) -> ListQuery {
        let filters = if self.only_errors.get_untracked() { vec![("state".to_owned(), "error".to_owned())] } else { Vec::new() };
        ListQuery { filters, cursor, limit: Some(PAGE), ..ListQuery::default() }
    }

    fn adopt(self, page: Page<ImportRow>) {
        self.next.set(page.next_cursor);
        self.lines.set(page.items.into_iter().map(line).collect());
        self.layout.update(|layout| *layout += 1);
    }

    /// Loads the rows after those that are there.
    pub fn load_more(self) {
        let Some(cursor) = self.next.get_untracked() else { return };
        if self.loading.get_untracked() {
            return;
        }
        self.loading.set(true);
        spawn_local(async move {
            let result = import_rows(self.account, self.id, self.query(Some(cursor))).await;
            let _ = self.loading.try_set(false);
            match result {
                Ok(page) => {
                    let _ = self.lines.try_update(|lines| {
                        // A row that was just added stands on top already.
                        let fresh = |row: &ImportRow| !lines.iter().take(50).any(|line| line.row == row.row);
                        let more: Vec<Line> = page.items.into_iter().filter(fresh).map(line).collect();
                        lines.extend(more);
                    });
                    let _ = self.next.try_set(page.next_cursor);
                    let _ = self.layout.try_update(|layout| *layout += 1);
                }
                Err(error) => {
                    let _ = self.failure.try_set(Some(error));
                }
            }
        });
    }

    /// Takes over what a change of the preview did.
    pub fn apply(self, change: ImportChange) {
        let _ = self.import.try_set(change.import);
        let _ = self.lines.try_update(|lines| {
            for row in change.rows {
                match lines.iter().find(|line| line.row == row.row) {
                    Some(known) => known.data.set(row),
                    None => continue,
                }
            }
        });
        let _ = self.layout.try_update(|layout| *layout += 1);
    }

    pub fn is_running(self) -> bool {
        self.import.with(|import| import.state == ImportState::Running)
    }
}

fn line(row: ImportRow) -> Line {
    Line { row: row.row, data: ArcRwSignal::new(row) }
}

#[component]
pub fn Preview(import: Import) -> impl IntoView {
    let (account, id) = (import.account_id, import.id);
    let only_errors = Memo::new(move |_| use_query_map().with(|query| query.get_str("filter.state") == Some("error")));
    let state = State {
        account,
        id,
        import: RwSignal::new(import),
        lines: RwSignal::new(Vec::new()),
        layout: RwSignal::new(0),
        next: RwSignal::new(None),
        loading: RwSignal::new(false),
        failure: RwSignal::new(None),
        only_errors,
    };
    // Rows are corrected with scripts only, so only those load them.
    let loaded = RwSignal::new(None::<Result<(), AppError>>);
    let load = move || {
        spawn_local(async move {
            let answer = import_rows(account, id, state.query(None)).await.map(|page| state.adopt(page));
            let _ = loaded.try_set(Some(answer));
        });
    };
    Effect::new(move |_| {
        only_errors.track();
        load();
    });
    follow_job(state, load);
    let has_rows = Memo::new(move |_| state.import.with(|import| import.rows > 0));
    view! {
        <Outcome state=state />
        <Show when=move || has_rows.get()>
            <Notes state=state />
            <Toolbar state=state />
            {move || match loaded.get() {
                None => view! { <Skeleton /> }.into_any(),
                Some(Ok(())) => view! { <Grid state=state /> }.into_any(),
                Some(Err(error)) => view! { <ErrorState error=error on_retry=Callback::new(move |()| load()) /> }.into_any(),
            }}
            <Actions state=state />
        </Show>
    }
    .into_any()
}

/// Asks how far the job is while it runs; shows what is left when it has ended.
fn follow_job(state: State, load: impl Fn() + 'static) {
    let running = Memo::new(move |_| state.is_running());
    Effect::new(move |before: Option<bool>| {
        let now = running.get();
        if !now {
            if before == Some(true) {
                load();
            }
            return now;
        }
        let ask = move || {
            spawn_local(async move {
                if let Ok(import) = get_import(state.account, state.id).await {
                    let _ = state.import.try_set(import);
                }
            });
        };
        if let Ok(timer) = set_interval_with_handle(ask, EVERY) {
            on_cleanup(move || timer.clear());
        }
        now
    });
}

#[component]
fn Notes(state: State) -> impl IntoView {
    let notes = state.import.with_untracked(|import| import.notes.clone());
    let note = |note: ImportNote| match note {
        ImportNote::TemplateIgnored => view! { <Banner>{t!(imports::TEMPLATE_IGNORED)}</Banner> },
    };
    notes.into_iter().map(note).collect_view().into_any()
}

/// How many rows have errors, and what can be done with the whole.
#[component]
fn Toolbar(state: State) -> impl IntoView {
    let invalid = Memo::new(move |_| state.import.with(|import| import.invalid));
    let here = format!("/accounts/{}/users/import?import={}", state.account, state.id);
    let errors_only = format!("{here}&filter.state=error");
    let sheet = format!("/api/v1/accounts/{}/imports/{}/errors.xlsx", state.account, state.id);
    let toasts = use_toasts();
    let adding = RwSignal::new(false);
    let add = move |_| {
        adding.set(true);
        spawn_local(async move {
            let result = add_import_row(state.account, state.id).await;
            let _ = adding.try_set(false);
            match result {
                Ok(change) => {
                    let new: Vec<Line> = change.rows.iter().max_by_key(|row| row.row).cloned().map(line).into_iter().collect();
                    let _ = state.lines.try_update(|lines| lines.splice(0..0, new).for_each(drop));
                    state.apply(change);
                    super::grid::to_first_row();
                }
                Err(error) => toasts.show(Tone::Bad, tr_error(&error)),
            }
        });
    };
    let status = move || match invalid.get() {
        0 => view! {
            <span class="import-status import-status-ok">
                <Icon name="circle-check" />
                {t!(imports::NO_ERRORS)}
            </span>
        }
        .into_any(),
        n => view! {
            <span class="import-status import-status-bad">
                <Icon name="circle-alert" />
                {t!(imports::ROWS_HAVE_ERRORS, n = n)}
            </span>
        }
        .into_any(),
    };
    let filter = move || {
        let (href, label) =
            if state.only_errors.get() { (here.clone(), t!(imports::SHOW_ALL)) } else { (errors_only.clone(), t!(imports::SHOW_ERRORS)) };
        (invalid.get() > 0 || state.only_errors.get())
            .then(|| view! { <LinkButton href=href small=true icon="filter">{label}</LinkButton> })
    };
    let file = state.import.with_untracked(|import| import.file_name.clone());
    view! {
        <p class="import-lead">
            <strong>{file}</strong>
            " · "
            {move || t!(imports::ROWS, n = state.import.with(|import| import.rows))}
            " · "
            {t!(imports::MAKE_CHANGES)}
        </p>
        <div class="import-toolbar">
            <span role="status" aria-live="polite">{status}</span>
            {filter}
            {move || {
                (invalid.get() > 0)
                    .then(|| view! { <LinkButton href=sheet.clone() small=true icon="download" download=true>{t!(imports::ERROR_SHEET)}</LinkButton> })
            }}
            <span class="import-toolbar-end scripting-only">
                <Button small=true icon="plus" busy=adding disabled=Signal::derive(move || state.is_running()) on_click=add>
                    {t!(imports::ADD_ROW)}
                </Button>
            </span>
        </div>
        {move || state.failure.get().map(|error| view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> })}
    }
    .into_any()
}

#[component]
fn Actions(state: State) -> impl IntoView {
    let (busy, asking) = (RwSignal::new(false), RwSignal::new(false));
    let discarding = Work::new();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let upload = move |_| {
        busy.set(true);
        spawn_local(async move {
            let result = commit_import(state.account, state.id).await;
            let _ = busy.try_set(false);
            match result {
                Ok(import) => {
                    let _ = state.import.try_set(import);
                    crate::ui::browser::scroll_into_view("import-outcome");
                }
                Err(error) => toasts.show(Tone::Bad, tr_error(&error)),
            }
        });
    };
    let discard = move |()| {
        let navigate = navigate.clone();
        let account = state.account;
        discarding.run(cancel_import(account, state.id), move |()| {
            navigate(&format!("/accounts/{account}/users"), NavigateOptions::default());
        });
    };
    let valid = Memo::new(move |_| state.import.with(Import::valid));
    let reason = Signal::derive(move || (valid.get() == 0).then(|| t!(imports::NOTHING_VALID).to_owned()));
    let running = Signal::derive(move || state.is_running());
    view! {
        <div class="form-actions scripting-only">
            <Button disabled=running on_click=move |_| asking.set(true)>{t!(ui::CANCEL)}</Button>
            <Button variant=Variant::Primary icon="upload" busy=busy disabled=running disabled_reason=reason on_click=upload>
                {move || if valid.get() > 0 { t!(imports::UPLOAD_N, n = valid.get()) } else { t!(imports::UPLOAD).to_owned() }}
            </Button>
        </div>
        <ConfirmDialog
            id="discard-import"
            open=asking
            title=t!(imports::DISCARD_TITLE).to_owned()
            confirm=t!(imports::DISCARD).to_owned()
            danger=true
            work=discarding
            consequences=Signal::derive(move || vec![t!(imports::DISCARD_TEXT, count = number(state.import.with(|import| import.rows)))])
            on_confirm=Callback::new(discard)
        />
    }
    .into_any()
}
