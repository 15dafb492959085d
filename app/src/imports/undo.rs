//! The imports of the last seven days, each with the way back (IMP-B5).

use super::api::{finished_imports, undo_import};
use crate::i18n::t;
use crate::jobs::JobProgress;
use crate::ui::{Button, Card, ConfirmDialog, Dialog, DialogSize, LinkButton, Tag, Time, Tone, Work};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::imports::FinishedImport;
use switchroom_types::{AccountId, AppError, JobId};

/// What the page has loaded.
pub(super) type Finished = Resource<Result<Vec<FinishedImport>, AppError>>;

/// `finished` is loaded by the page. Nothing is shown where nothing can be undone.
#[component]
pub fn FinishedImports(account: AccountId, finished: Finished) -> impl IntoView {
    let asked = RwSignal::new(None::<Doomed>);
    let open = RwSignal::new(false);
    let ask = Callback::new(move |import: Doomed| {
        asked.set(Some(import));
        open.set(true);
    });
    let progress = RwSignal::new(None::<JobId>);
    let watching = RwSignal::new(false);
    let watch = Callback::new(move |job: JobId| {
        progress.set(Some(job));
        watching.set(true);
    });
    let started = Callback::new(move |job| {
        watch.run(job);
        finished.refetch();
    });
    let list = move |rows: Vec<FinishedImport>| {
        (!rows.is_empty()).then(|| {
            view! {
                <Card title=t!(imports::FINISHED_TITLE).to_owned()>
                    <p class="muted">{t!(imports::FINISHED_TEXT)}</p>
                    <ul class="import-finished">
                        {rows.into_iter().map(|row| view! { <Row account=account row=row ask=ask watch=watch /> }).collect_view()}
                    </ul>
                </Card>
            }
        })
    };
    view! {
        <Transition>{move || Suspend::new(async move { finished.await.ok().map(list) })}</Transition>
        <UndoDialog account asked=asked open on_started=started />
        <Dialog
            id="undo-progress"
            open=watching
            title=t!(imports::UNDO_PROGRESS).to_owned()
            size=DialogSize::Panel
            foot=move || view! { <Button on_click=move |_| watching.set(false)>{t!(ui::CLOSE)}</Button> }
        >
            {move || progress.get().map(|job| view! { <JobProgress id=job on_over=Callback::new(move |_| finished.refetch()) /> })}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Row(account: AccountId, row: FinishedImport, ask: Callback<Doomed>, watch: Callback<JobId>) -> impl IntoView {
    let doomed = Doomed { job: row.job_id, added: row.added, updated: row.updated };
    let undone = row.undo_job;
    let counts = match (row.added, row.updated) {
        (added, 0) => t!(imports::ADDED, n = added),
        (0, updated) => t!(imports::UPDATED, n = updated),
        (added, updated) => format!("{}, {}", t!(imports::ADDED, n = added), t!(imports::UPDATED, n = updated)),
    };
    view! {
        <li>
            <span class="import-finished-what">
                <strong class="truncate">{row.file_name}</strong>
                <span class="muted">{counts} " · " {row.by} " · " <Time at=row.finished_at /></span>
            </span>
            <span class="row">
                <LinkButton small=true href=format!("/accounts/{account}/users?filter.import={}", row.job_id)>{t!(imports::SHOW_NEW)}</LinkButton>
                {undone.map(|job| view! {
                    <Tag tone=Tone::Neutral>{t!(imports::UNDONE)}</Tag>
                    <span class="scripting-only"><Button small=true on_click=move |_| watch.run(job)>{t!(imports::UNDO_RESULTS)}</Button></span>
                })}
                {row.can_undo.then(|| view! {
                    <span class="scripting-only">
                        <Button small=true icon="undo" on_click=move |_| ask.run(doomed)>{t!(imports::UNDO)}</Button>
                    </span>
                })}
            </span>
        </li>
    }
    .into_any()
}

/// Undoing right where the import has ended; the page's other imports are on the panel that takes sheets.
#[component]
pub fn UndoButton(account: AccountId, job: JobId, added: u64) -> impl IntoView {
    let open = RwSignal::new(false);
    let started = RwSignal::new(None::<JobId>);
    let may = RwSignal::new(false);
    Effect::new(move |_| {
        spawn_local(async move {
            if let Ok(rows) = finished_imports(account).await {
                let _ = may.try_set(rows.iter().any(|row| row.job_id == job && row.can_undo));
            }
        });
    });
    let on_started = Callback::new(move |job| {
        may.set(false);
        started.set(Some(job));
    });
    let doomed = Signal::stored(Some(Doomed { job, added, updated: 0 }));
    view! {
        {move || may.get().then(|| view! { <Button small=true icon="undo" on_click=move |_| open.set(true)>{t!(imports::UNDO)}</Button> })}
        {move || started.get().map(|job| view! { <JobProgress id=job /> })}
        <UndoDialog account asked=doomed open on_started />
    }
    .into_any()
}

/// What is to be taken back.
#[derive(Clone, Copy)]
struct Doomed {
    job: JobId,
    added: u64,
    updated: u64,
}

/// Asks before it starts.
#[component]
fn UndoDialog(
    account: AccountId,
    #[prop(into)] asked: Signal<Option<Doomed>>,
    open: RwSignal<bool>,
    on_started: Callback<JobId>,
) -> impl IntoView {
    let work = Work::new();
    let undo = move |()| {
        let Some(import) = asked.get_untracked() else { return };
        work.run(undo_import(account, import.job), move |job| {
            open.set(false);
            on_started.run(job);
        });
    };
    let consequences = Signal::derive(move || {
        let Some(import) = asked.get() else { return Vec::new() };
        let mut lines = vec![t!(imports::UNDO_DELETES, n = import.added), t!(imports::UNDO_KEEPS).to_owned()];
        if import.updated > 0 {
            lines.push(t!(imports::UNDO_UPDATED, n = import.updated));
        }
        lines
    });
    view! {
        <ConfirmDialog
            id="undo-import"
            open=open
            title=t!(imports::UNDO_TITLE).to_owned()
            confirm=t!(imports::UNDO).to_owned()
            danger=true
            work=work
            consequences=consequences
            on_confirm=Callback::new(undo)
        />
    }
    .into_any()
}
