//! How far the job is, and what it did: who was added, and their welcome mails (IMP-11, IMP-13).

use super::api::{stop_import, welcome_imported};
use super::preview::State;
use super::undo::UndoButton;
use crate::i18n::{number, t, tr_error};
use crate::ui::{Banner, Button, Card, ConfirmDialog, LinkButton, Progress, Tone, Variant, Work, use_toasts};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::imports::{ImportProgress, ImportState};
use switchroom_types::jobs::JobState;
use switchroom_types::users::CONFIRM_ABOVE;

#[component]
pub fn Outcome(state: State) -> impl IntoView {
    let running = Memo::new(move |_| state.is_running());
    let ended = Memo::new(move |_| state.import.with(|import| import.progress.clone().filter(|_| import.state != ImportState::Running)));
    view! {
        <div id="import-outcome">
            <Show when=move || running.get()>
                <Running state=state />
            </Show>
            {move || ended.get().map(|progress| view! { <Ended state=state progress=progress /> })}
        </div>
    }
    .into_any()
}

#[component]
fn Running(state: State) -> impl IntoView {
    let progress = Memo::new(move |_| state.import.with(|import| import.progress.clone()));
    let done =
        Signal::derive(move || progress.with(|progress| progress.as_ref().map_or(0, |progress| progress.succeeded + progress.failed)));
    let total = Signal::derive(move || progress.with(|progress| progress.as_ref().map(|progress| progress.total)));
    let stopping = RwSignal::new(false);
    let toasts = use_toasts();
    let stop = move |_| {
        let Some(job) = progress.get_untracked().map(|progress| progress.job_id) else { return };
        stopping.set(true);
        spawn_local(async move {
            match stop_import(state.account, state.id, job).await {
                Ok(import) => drop(state.import.try_set(import)),
                Err(error) => toasts.show(Tone::Bad, tr_error(&error)),
            }
        });
    };
    view! {
        <Card>
            <div class="import-running" role="status">
                <Progress label=t!(imports::ADDING).to_owned() value=done max=total />
                <p class="import-note">{t!(imports::ADDING_TEXT)}</p>
                <Button small=true busy=stopping on_click=stop>{t!(imports::STOP)}</Button>
            </div>
        </Card>
    }
    .into_any()
}

#[component]
fn Ended(state: State, progress: ImportProgress) -> impl IntoView {
    let succeeded = progress.added();
    let ImportProgress { job_id, state: ending, updated, unchanged, failed, error, .. } = progress;
    let account = state.account;
    let tone = match ending {
        JobState::Succeeded => Tone::Ok,
        JobState::Failed => Tone::Bad,
        _ => Tone::Warn,
    };
    let title = match (succeeded, updated) {
        (0, 0) => t!(imports::ADDED_NOBODY).to_owned(),
        (added, 0) => t!(imports::ADDED, n = added),
        (0, updated) => t!(imports::UPDATED, n = updated),
        (added, updated) => format!("{}, {}", t!(imports::ADDED, n = added), t!(imports::UPDATED, n = updated)),
    };
    let (asking, sent, work) = (RwSignal::new(false), RwSignal::new(false), Work::new());
    let send = move || {
        work.run(welcome_imported(account, job_id, succeeded), move |_| {
            sent.set(true);
            asking.set(false);
        });
    };
    let ask = move |_| if succeeded > CONFIRM_ABOVE { asking.set(true) } else { send() };
    let left = Memo::new(move |_| state.import.with(|import| import.rows));
    view! {
        <Banner tone=tone title=title>
            {error}
            {(unchanged > 0).then(|| view! { <p>{t!(imports::UNCHANGED, n = unchanged)}</p> })}
            {(failed > 0).then(|| view! { <p>{t!(imports::RACES, n = failed)}</p> })}
            {(ending == JobState::Cancelled).then(|| view! { <p>{t!(imports::STOPPED)}</p> })}
            {move || (left.get() > 0).then(|| view! { <p>{t!(imports::LEFT, n = left.get())}</p> })}
            {move || sent.get().then(|| view! { <p role="status">{t!(imports::WELCOME_STARTED)}</p> })}
            {move || work.error.get().filter(|_| !asking.get()).map(|error| view! { <p role="alert">{tr_error(&error)}</p> })}
            <div class="import-actions">
                {(succeeded > 0)
                    .then(|| view! {
                        <span class="scripting-only">
                            <Button variant=Variant::Primary small=true icon="mail" busy=work.busy disabled=sent on_click=ask>
                                {t!(imports::SEND_WELCOME)}
                            </Button>
                        </span>
                        <LinkButton small=true href=format!("/accounts/{account}/users?filter.import={job_id}")>{t!(imports::SHOW_NEW)}</LinkButton>
                        <span class="scripting-only"><UndoButton account=account job=job_id added=succeeded /></span>
                    })}
                <LinkButton small=true href=format!("/accounts/{account}/users/import")>{t!(imports::ANOTHER)}</LinkButton>
            </div>
        </Banner>
        <ConfirmDialog
            id="import-welcome"
            open=asking
            title=t!(imports::SEND_WELCOME).to_owned()
            confirm=t!(imports::SEND_WELCOME).to_owned()
            work=work
            consequences=Signal::derive(move || vec![t!(imports::WELCOME_COUNT, count = number(succeeded))])
            on_confirm=Callback::new(move |()| send())
        />
    }
    .into_any()
}
