//! The panel: get the template, fill it in, upload it. Offers an unfinished import again (IMP-12).

use super::api::cancel_import;
use super::send::{send, stop};
use super::undo::{Finished, FinishedImports};
use crate::i18n::{t, tr_error};
use crate::ui::{Banner, Button, Card, Icon, LinkButton, Progress, Time, Tone, Variant};
use leptos::{ev, html, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use switchroom_types::imports::Import;
use switchroom_types::{AccountId, AppError};

const KINDS: &str = ".xlsx,.csv,.tsv,.txt";

/// The last preview that still has rows. The page asks for it: what a loaded part loads in turn, the server would load twice.
pub(super) type Pending = Resource<Result<Option<Import>, AppError>>;

#[component]
pub fn Start(
    account: AccountId,
    pending: Pending,
    finished: Finished,
    /// The address named an import that is not there any more.
    #[prop(optional)]
    gone: bool,
) -> impl IntoView {
    let list = format!("/accounts/{account}/users");
    view! {
        {gone.then(|| view! { <Banner tone=Tone::Warn>{t!(imports::GONE)}</Banner> })}
        <Resume account=account pending=pending />
        <Card>
            <ol class="import-steps">
                <li>
                    <h2>{t!(imports::STEP_TEMPLATE)}</h2>
                    <p>{t!(imports::STEP_TEMPLATE_TEXT)}</p>
                    <LinkButton href=format!("/api/v1/accounts/{account}/imports/template.xlsx") icon="download" download=true>
                        {t!(imports::DOWNLOAD_TEMPLATE)}
                    </LinkButton>
                </li>
                <li>
                    <h2>{t!(imports::STEP_FILL)}</h2>
                    <ul>
                        <li>{t!(imports::HINT_NAMES)}</li>
                        <li>{t!(imports::HINT_EMAIL)}</li>
                        <li>{t!(imports::HINT_ROLE)}</li>
                        <li>{t!(imports::HINT_OPTIONAL)}</li>
                        <li>{t!(imports::HINT_UPDATE)}</li>
                    </ul>
                </li>
                <li>
                    <h2>{t!(imports::STEP_UPLOAD)}</h2>
                    <p>{t!(imports::STEP_UPLOAD_TEXT)}</p>
                    <DropZone account=account />
                </li>
            </ol>
            <div class="form-actions">
                <LinkButton href=list>{t!(ui::CANCEL)}</LinkButton>
            </div>
        </Card>
        <FinishedImports account=account finished=finished />
    }
    .into_any()
}

/// The last preview that still has rows.
#[component]
fn Resume(account: AccountId, pending: Pending) -> impl IntoView {
    let failure = RwSignal::new(None::<AppError>);
    let discard = move |import: Import| {
        spawn_local(async move {
            match cancel_import(account, import.id).await {
                Ok(()) => pending.refetch(),
                Err(error) => failure.set(Some(error)),
            }
        });
    };
    let offer = move |import: Import| {
        let href = format!("/accounts/{account}/users/import?import={}", import.id);
        let text = t!(imports::RESUME_TEXT, file = import.file_name, n = import.rows);
        let at = import.created_at;
        view! {
            <Banner title=t!(imports::RESUME_TITLE).to_owned()>
                <p>{text} " " <Time at=at /></p>
                <div class="import-actions">
                    <LinkButton href=href small=true variant=Variant::Primary>{t!(imports::RESUME)}</LinkButton>
                    <Button small=true on_click=move |_| discard(import.clone())>{t!(imports::DISCARD)}</Button>
                </div>
            </Banner>
        }
    };
    view! {
        {move || failure.get().map(|error| view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> })}
        <Transition>{move || Suspend::new(async move { pending.await.ok().flatten().map(offer) })}</Transition>
    }
    .into_any()
}

/// What the drop zone is doing.
#[derive(Clone, PartialEq)]
enum Phase {
    Idle,
    Sending { name: String, sent: u64, total: u64 },
    Refused(AppError),
}

#[component]
fn DropZone(account: AccountId) -> impl IntoView {
    let phase = RwSignal::new(Phase::Idle);
    let over = RwSignal::new(false);
    let input = NodeRef::<html::Input>::new();
    #[cfg(feature = "hydrate")]
    on_cleanup(stop);
    let navigate = use_navigate();
    let start = move |file: web_sys::File| {
        let name = file.name();
        let navigate = navigate.clone();
        phase.set(Phase::Sending { name: name.clone(), sent: 0, total: 0 });
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let progress = move |sent: f64, total: f64| {
            let _ = phase.try_set(Phase::Sending { name: name.clone(), sent: sent as u64 / 1024, total: total as u64 / 1024 });
        };
        let done = move |result: Result<switchroom_types::imports::ImportReport, AppError>| match result {
            Ok(report) => {
                if let Some(import) = report.import_id {
                    navigate(&format!("/accounts/{account}/users/import?import={import}"), NavigateOptions::default());
                }
            }
            Err(error) => {
                let _ = phase.try_set(Phase::Refused(error));
            }
        };
        let url = format!("/api/v1/accounts/{account}/imports?review=true");
        if let Err(error) = send(&url, &file, progress, Box::new(done)) {
            phase.set(Phase::Refused(error));
        }
        // The same file can be chosen again after it was corrected.
        if let Some(input) = input.get_untracked() {
            input.set_value("");
        }
    };
    let chosen = {
        let start = start.clone();
        move |_| {
            if let Some(file) = input.get_untracked().and_then(|input| input.files()?.get(0)) {
                start(file);
            }
        }
    };
    let dropped = move |event: ev::DragEvent| {
        event.prevent_default();
        over.set(false);
        if let Some(file) = event.data_transfer().and_then(|data| data.files()?.get(0)) {
            start(file);
        }
    };
    let give_up = move || {
        stop();
        phase.set(Phase::Idle);
    };
    let busy = move || phase.with(|phase| matches!(phase, Phase::Sending { .. }));
    let (sent, total) = (progress_part(phase, false), progress_part(phase, true));
    let label = Signal::derive(move || {
        phase.with(|phase| match phase {
            Phase::Sending { sent, total, .. } if *total > 0 && sent >= total => t!(imports::CHECKING).to_owned(),
            Phase::Sending { name, .. } => t!(imports::SENDING, file = name),
            _ => String::new(),
        })
    });
    view! {
        <div aria-live="polite">
            {move || match phase.get() {
                Phase::Refused(error) => {
                    view! {
                        <Banner tone=Tone::Bad title=t!(imports::REFUSED).to_owned()>
                            {tr_error(&error)}
                        </Banner>
                    }
                        .into_any()
                }
                _ => ().into_any(),
            }}
        </div>
        <div class="import-drop" class:import-drop-over=move || over.get() class:import-drop-busy=busy>
            <Show
                when=busy
                fallback=move || {
                    view! {
                        <Icon name="upload" />
                        <span class="import-drop-text">{t!(imports::DROP)}</span>
                        <span class="button">{t!(imports::CHOOSE)}</span>
                        <span class="import-drop-note">{t!(imports::LIMITS)}</span>
                    }
                }
            >
                <div class="import-drop-progress">
                    <Progress label=label value=sent max=Signal::derive(move || Some(total.get()).filter(|total| *total > 0)) />
                    <Button small=true on_click=move |_| give_up()>{t!(ui::CANCEL)}</Button>
                </div>
            </Show>
            // Covers the zone, so that a click and a drop anywhere reach it; keyboards and screen readers find a file field.
            <input
                node_ref=input
                type="file"
                accept=KINDS
                aria-label=t!(imports::CHOOSE)
                disabled=busy
                hidden=busy
                on:change=chosen
                on:dragenter=move |_| over.set(true)
                on:dragover=move |event: ev::DragEvent| event.prevent_default()
                on:dragleave=move |_| over.set(false)
                on:drop=dropped
            />
        </div>
    }
    .into_any()
}

fn progress_part(phase: RwSignal<Phase>, whole: bool) -> Signal<u64> {
    Signal::derive(move || {
        phase.with(|phase| match phase {
            Phase::Sending { sent, total, .. } => {
                if whole {
                    *total
                } else {
                    *sent
                }
            }
            _ => 0,
        })
    })
}
