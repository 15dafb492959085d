//! A job's bar with its buttons.

use super::{
    api::{cancel_job, get_job, retry_job, undo_job},
    results::Results,
};
use crate::{
    i18n::{name_of, tr_error},
    live::use_live_job,
    t,
    ui::{Banner, Button, Debounce, ErrorState, Progress, Skeleton, Tag, Time, Tone, Work},
};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::jobs::{JobRow, JobState};
use switchroom_types::{AppError, JobId, Result};

/// Shows a job from its start to its end. `on_over` is called once, when it has ended, with what became of it.
#[component]
pub fn JobProgress(
    id: JobId,
    /// The job as the page knows it already.
    #[prop(optional)]
    first: Option<JobRow>,
    #[prop(optional, into)] on_over: Option<Callback<JobRow>>,
) -> impl IntoView {
    // Trying again is a new job, which takes the place of the old one.
    let current = RwSignal::new(id);
    let job = RwSignal::new(first.map(Ok::<JobRow, AppError>));
    let told = StoredValue::new(false);
    let adopt = move |row: Result<JobRow>| {
        if let (Ok(row), Some(on_over)) = (&row, on_over)
            && row.state.is_over()
            && !told.get_value()
        {
            told.set_value(true);
            on_over.run(row.clone());
        }
        let _ = job.try_set(Some(row));
    };
    let load = move || {
        spawn_local(async move {
            let Some(id) = current.try_get_untracked() else { return };
            adopt(get_job(id).await);
        });
    };
    Effect::new(move |_| load());
    let debounce = Debounce::new(100);
    Effect::new(move |_| use_live_job(current.get(), move || debounce.call(load)));
    let retried = move |id: JobId| {
        told.set_value(false);
        current.set(id);
        load();
    };
    let shown = move || match job.get() {
        None => view! { <Skeleton lines=2 /> }.into_any(),
        Some(Err(error)) => view! { <ErrorState error=error on_retry=move |()| load() /> }.into_any(),
        Some(Ok(row)) => view! { <Running row=row on_change=Callback::new(adopt) on_retried=Callback::new(retried) /> }.into_any(),
    };
    view! { <div class="job">{shown}</div> }.into_any()
}

pub(super) fn tone(state: JobState) -> Tone {
    match state {
        JobState::Succeeded => Tone::Ok,
        JobState::PartlyFailed => Tone::Warn,
        JobState::Failed => Tone::Bad,
        JobState::Queued | JobState::Running => Tone::Info,
        JobState::Cancelled => Tone::Neutral,
    }
}

#[component]
fn Running(row: JobRow, on_change: Callback<Result<JobRow>>, on_retried: Callback<JobId>) -> impl IntoView {
    let (id, state) = (row.id, row.state);
    let work = Work::new();
    let busy = work.busy;
    let cancel = move |_| work.run(cancel_job(id), move |row| on_change.run(Ok(row)));
    let retry = move |_| work.run(retry_job(id), move |id| on_retried.run(id));
    let undo = move |_| work.run(undo_job(id), move |id| on_retried.run(id));
    let (until, can_undo, undone) = match &row.undo {
        Some(way) => (Some(way.until), way.can_undo, way.job_id.is_some()),
        None => (None, false, false),
    };
    let label = row.name.clone().filter(|name| !name.is_empty()).unwrap_or_else(|| t!(jobs::PROGRESS).to_owned());
    let counts = t!(jobs::DONE, succeeded = row.succeeded, skipped = row.skipped, failed = row.failed);
    let failure = row.error.clone();
    let has_items = row.total > 0 && row.done() > 0;
    let (done, failed) = (row.done(), row.failed);
    view! {
        <div class="stack">
            <div class="row">
                <Tag tone=tone(state)>{name_of("job_state", state.as_str())}</Tag>
                <span class="muted">{counts}</span>
            </div>
            <Progress label=label value=Signal::stored(row.done()) max=row.total tone=Signal::stored(tone(state)) />
            {failure.map(|failure| view! { <Banner tone=Tone::Bad>{failure}</Banner> })}
            {move || work.error.get().map(|error| view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> })}
            <div class="row scripting-only">
                {row.can_cancel.then(|| view! { <Button busy=busy on_click=cancel>{t!(jobs::CANCEL)}</Button> })}
                {(row.cancel_requested && !state.is_over()).then(|| view! { <span class="muted" role="status">{t!(jobs::CANCELLING)}</span> })}
                {row.can_retry.then(|| view! { <Button icon="refresh" busy=busy on_click=retry>{t!(jobs::RETRY_FAILED)}</Button> })}
                {can_undo.then(|| view! { <Button icon="undo" busy=busy on_click=undo>{t!(jobs::UNDO)}</Button> })}
                {until.filter(|_| can_undo).map(|at| view! { <span class="muted">{t!(jobs::UNDO_UNTIL)} " " <Time at=at /></span> })}
                {undone.then(|| view! { <span class="muted">{t!(jobs::UNDONE)}</span> })}
            </div>
            {has_items.then(|| view! { <Results id=id done=done failed=failed /> })}
        </div>
    }
}
