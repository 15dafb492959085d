//! The bell of the frame with its drop-down (NOTIF-01 to NOTIF-06).

use super::{
    api::{
        delete_notification, dismiss_notifications, list_notifications, pending_notifications, read_notifications, restore_notifications,
    },
    text::{outcome, progress, repeated, title, tone, undoable},
};
use crate::{
    i18n::tr_error,
    jobs::api::undo_job,
    live::use_live_notifications,
    shell::use_me,
    t,
    ui::{
        Button, CopyButton, Debounce, Dialog, Icon, IconButton, Popover, Progress, Time, TimeFormat, Tone, Variant, Work, browser,
        use_toasts,
    },
};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;
use switchroom_types::access::Role;
use switchroom_types::list::ListQuery;
use switchroom_types::notifications::{NotificationRow, NotificationStatus};
use switchroom_types::{JobId, NotificationId};

const BELL: &str = "bell";
/// Items in the drop-down.
const SHOWN: u16 = 20;
/// How long an item is looked at before it counts as read.
const READ_AFTER: Duration = Duration::from_secs(2);

/// What the drop-down works with.
#[derive(Clone, Copy)]
struct State {
    rows: RwSignal<Vec<NotificationRow>>,
    pending: RwSignal<u64>,
    /// Dismissed in this view: gone until the next refresh or arrival (NOTIF-05).
    emptied: RwSignal<bool>,
    open: RwSignal<bool>,
    error: RwSignal<Option<String>>,
    details: RwSignal<Option<NotificationRow>>,
}

impl State {
    fn load(self) {
        spawn_local(async move {
            let query = ListQuery { limit: Some(SHOWN), ..ListQuery::default() };
            match list_notifications(query).await {
                Ok(page) => {
                    let _ = self.rows.try_set(page.items);
                    let _ = self.error.try_set(None);
                    let _ = self.emptied.try_set(false);
                }
                Err(error) => {
                    let _ = self.error.try_set(Some(tr_error(&error)));
                }
            }
        });
    }

    fn count(self) {
        spawn_local(async move {
            if let Ok(pending) = pending_notifications().await {
                let _ = self.pending.try_set(pending);
            }
        });
    }

    /// Runs when the drop-down opens and whenever it gets new rows while open.
    fn read_soon(self) {
        set_timeout(
            move || {
                if self.open.try_get_untracked() != Some(true) {
                    return;
                }
                let unread = self.rows.with_untracked(|rows| rows.iter().filter(|row| !row.read).map(|row| row.id).collect::<Vec<_>>());
                if unread.is_empty() {
                    return;
                }
                spawn_local(async move {
                    if read_notifications(unread.clone()).await.is_ok() {
                        let _ = self.rows.try_update(|rows| {
                            for row in rows.iter_mut().filter(|row| unread.contains(&row.id)) {
                                row.read = true;
                            }
                        });
                        self.count();
                    }
                });
            },
            READ_AFTER,
        );
    }
}

/// For partner users and Account Admins; nothing for others.
#[component]
pub fn Bell() -> impl IntoView {
    if !matches!(use_me().role, Role::Partner | Role::Admin | Role::Operator) {
        return ().into_any();
    }
    let first = Resource::new(|| (), |()| pending_notifications());
    let state = State {
        rows: RwSignal::new(Vec::new()),
        pending: RwSignal::new(0),
        emptied: RwSignal::new(false),
        open: RwSignal::new(false),
        error: RwSignal::new(None),
        details: RwSignal::new(None),
    };
    let debounce = Debounce::new(150);
    use_live_notifications(move |pending| match pending {
        Some(pending) => state.pending.set(pending),
        None => debounce.call(move || {
            state.count();
            if state.open.get_untracked() {
                state.load();
                state.read_soon();
            }
        }),
    });
    Effect::new(move |_| {
        if let Some(Ok(pending)) = first.get() {
            state.pending.set(pending);
        }
    });
    let label = Signal::derive(move || match state.pending.get() {
        0 => t!(notifications::BELL).to_owned(),
        100.. => t!(notifications::BELL_MANY).to_owned(),
        n => t!(notifications::BELL_COUNT, n = n),
    });
    let toggled = move |open: bool| {
        state.open.set(open);
        if open {
            state.load();
            state.read_soon();
        }
    };
    let badge = move || {
        let pending = state.pending.get();
        (pending > 0).then(|| {
            view! {
                <span class="bell-badge" aria-hidden="true">{if pending > 99 { "99+".to_owned() } else { pending.to_string() }}</span>
            }
        })
    };
    view! {
        <span class="bell">
            <Popover id=BELL label=label icon="bell" icon_only=true variant=Variant::Ghost wide=true on_toggle=toggled>
                <DropDown state />
            </Popover>
            {badge}
            <a class="button button-ghost button-icon without-scripting" href="/notifications" aria-label=t!(notifications::BELL)>
                <Icon name="bell" />
            </a>
        </span>
        <Details shown=state.details />
    }
    .into_any()
}

#[component]
fn DropDown(state: State) -> impl IntoView {
    let toasts = use_toasts();
    let dismiss = move |_| {
        spawn_local(async move {
            match dismiss_notifications(None).await {
                Ok(ids) => {
                    state.emptied.set(true);
                    state.rows.update(|rows| rows.iter_mut().for_each(|row| row.dismissed = true));
                    state.pending.set(0);
                    if !ids.is_empty() {
                        undo(state, toasts, ids);
                    }
                }
                Err(error) => toasts.show(Tone::Bad, tr_error(&error)),
            }
        });
    };
    let part = move |dismissed: bool| {
        let rows = move || state.rows.get().into_iter().filter(|row| row.dismissed == dismissed).collect::<Vec<_>>();
        view! {
            <ul class=if dismissed { "notice-list notice-list-earlier" } else { "notice-list" }>
                <For each=rows key=|row| (row.id, row.updated_at.0, row.read, row.dismissed) let(row)>
                    <Item row state />
                </For>
            </ul>
        }
    };
    let any = move |dismissed: bool| state.rows.with(|rows| rows.iter().any(|row| row.dismissed == dismissed));
    let earlier = move || {
        (any(true) && !state.emptied.get()).then(|| {
            view! {
                <h3 class="menu-heading">{t!(notifications::EARLIER)}</h3>
                {part(true)}
            }
        })
    };
    view! {
        <div class="bell-panel">
            <header class="bell-head">
                <h2>{t!(notifications::TITLE)}</h2>
                <Show when=move || any(false)>
                    <Button small=true variant=Variant::Ghost on_click=dismiss>{t!(notifications::DISMISS_ALL)}</Button>
                </Show>
            </header>
            {move || state.error.get().map(|error| view! { <p class="field-error" role="alert">{error}</p> })}
            <Show when=move || !any(false)>
                <p class="bell-none">
                    <b>{t!(notifications::NONE)}</b>
                    <span class="muted">{t!(notifications::NONE_TEXT)}</span>
                </p>
            </Show>
            {part(false)}
            {earlier}
            <footer class="bell-foot">
                <a href="/notifications">{t!(notifications::SEE_ALL)}</a>
            </footer>
        </div>
    }
}

fn undo(state: State, toasts: crate::ui::Toasts, ids: Vec<NotificationId>) {
    let count = ids.len() as u64;
    toasts.show_with(Tone::Neutral, t!(notifications::DISMISSED, n = count), t!(notifications::UNDO), move || {
        let ids = ids.clone();
        spawn_local(async move {
            // In portions: one request takes 500.
            for portion in ids.chunks(500) {
                if let Err(error) = restore_notifications(portion.to_vec()).await {
                    return toasts.show(Tone::Bad, tr_error(&error));
                }
            }
            state.load();
            state.count();
        });
    });
}

#[component]
fn Item(row: NotificationRow, state: State) -> impl IntoView {
    let toasts = use_toasts();
    let id = row.id;
    let (tone, icon) = tone(row.status);
    let text = title(&row);
    let running = row.status == NotificationStatus::Running;
    let remove = move |_| {
        spawn_local(async move {
            match delete_notification(id).await {
                Ok(()) => {
                    state.rows.update(|rows| rows.retain(|row| row.id != id));
                    state.count();
                }
                Err(error) => toasts.show(Tone::Bad, tr_error(&error)),
            }
        });
    };
    let bar = progress(&row).filter(|_| running).map(|(done, total)| {
        let label = t!(notifications::JOB_PROGRESS, done = done, total = total);
        view! { <Progress label=label value=Signal::stored(done) max=total /> }
    });
    let outcome = outcome(&row).filter(|_| !running);
    let has_details = row.detail.is_some();
    let way_back = undoable(&row).map(|job| view! { <UndoJob job state /> });
    let again = repeated(&row);
    let shown = StoredValue::new(row.clone());
    view! {
        <li class=if row.read { "notice" } else { "notice notice-new" }>
            <span class=tone.tag_class()>
                <Icon name=icon />
                <span class="visually-hidden">{crate::i18n::name_of("notification_status", row.status.as_str())}</span>
            </span>
            <div class="notice-body">
                <p class="notice-title">
                    {match row.link.clone() {
                        Some(link) => view! { <a href=link on:click=move |_| browser::hide_popover(BELL)>{text.clone()}</a> }.into_any(),
                        None => text.clone().into_any(),
                    }}
                    {again}
                </p>
                {bar}
                {outcome.map(|outcome| view! { <p class="notice-text">{outcome}</p> })}
                <p class="notice-text">
                    <Time at=row.created_at format=TimeFormat::Relative />
                    {row.about_account_name.clone().map(|name| format!(" · {name}"))}
                </p>
                {way_back}
                {has_details.then(|| view! {
                    <Button variant=Variant::Link small=true on_click=move |_| state.details.set(Some(shown.get_value()))>
                        {t!(notifications::SEE_DETAILS)}
                    </Button>
                })}
            </div>
            <IconButton icon="trash" small=true label=t!(notifications::DELETE_NAMED, name = text) on_click=remove />
        </li>
    }
}

/// Takes a bulk change back (USR-B6).
#[component]
fn UndoJob(job: JobId, state: State) -> impl IntoView {
    let (work, toasts) = (Work::new(), use_toasts());
    let undo = move |_| {
        let started = move |_| {
            toasts.show(Tone::Ok, t!(jobs::UNDO_STARTED));
            state.load();
        };
        work.run_or(undo_job(job), started, move |error| toasts.show(Tone::Bad, tr_error(error)));
    };
    view! { <p><Button small=true icon="undo" busy=work.busy on_click=undo>{t!(jobs::UNDO)}</Button></p> }
}

/// The full error (NOTIF-04).
#[component]
pub(super) fn Details(shown: RwSignal<Option<NotificationRow>>) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if shown.with(Option::is_some) {
            open.set(true);
        }
    });
    let heading = Signal::derive(move || shown.with(|row| row.as_ref().map(title).unwrap_or_default()));
    let detail = Signal::derive(move || shown.with(|row| row.as_ref().and_then(|row| row.detail.clone()).unwrap_or_default()));
    let foot = move || {
        view! {
            <CopyButton text=detail />
            <span class="spacer"></span>
            <Button variant=Variant::Primary on_click=move |_| open.set(false)>{t!(notifications::OK)}</Button>
        }
        .into_any()
    };
    view! {
        <Dialog id="notification-details" open title=heading foot=foot on_close=move |()| shown.set(None)>
            <h3>{t!(notifications::ERROR_MESSAGE)}</h3>
            <pre class="notice-detail">{move || detail.get()}</pre>
        </Dialog>
    }
}
