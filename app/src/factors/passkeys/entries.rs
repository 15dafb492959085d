//! The viewer's passkeys in the profile: add, rename, delete.

use super::super::api::{add_passkey, begin_passkey, list_factors, remove_passkey, rename_passkey};
use super::web_authn;
use crate::i18n::t;
use crate::ui::{Button, ConfirmDialog, Dialog, DialogSize, Form, FormActions, FormState, TextField, Time, Tone, Work, use_toasts};
use leptos::prelude::*;
use switchroom_types::PasskeyId;
use switchroom_types::factors::{Factors, PasskeyRow, RecoveryCodes};

type Chosen = RwSignal<Option<(PasskeyId, String)>>;

/// The line that offers to add one, and a line for each.
#[component]
pub fn PasskeyEntries(factors: Factors, adding: RwSignal<bool>, on_changed: Callback<()>) -> impl IntoView {
    let (renaming, doomed): (Chosen, Chosen) = (RwSignal::new(None), RwSignal::new(None));
    let host = StoredValue::new(factors.passkey_host);
    // Unknown to the server: whether this browser can.
    let works = RwSignal::new(true);
    Effect::new(move |_| works.set(host.with_value(|host| web_authn::works_for(host.as_deref()))));
    let why_not = move || match host.get_value() {
        Some(host) => t!(factors::PASSKEY_ONLY_AT, host = host),
        None => t!(factors::PASSKEY_UNAVAILABLE).to_owned(),
    };
    let rows = factors.passkeys.into_iter().map(|row| view! { <Entry row renaming doomed /> }).collect_view();
    view! {
        <li class="entry">
            <div class="entry-main">
                <p class="entry-title">{t!(factors::PASSKEYS)}</p>
                <p class="entry-facts">
                    <span>{move || if works.get() { t!(factors::PASSKEYS_TEXT).to_owned() } else { why_not() }}</span>
                </p>
            </div>
            <span class="scripting-only">
                {move || works.get().then(|| view! { <Button small=true on_click=move |_| adding.set(true)>{t!(factors::PASSKEY_ADD)}</Button> })}
            </span>
        </li>
        {rows}
        <RenameDialog chosen=renaming on_changed />
        <DeleteDialog doomed on_changed />
    }
    .into_any()
}

#[component]
fn Entry(row: PasskeyRow, renaming: Chosen, doomed: Chosen) -> impl IntoView {
    let chosen = (row.id, row.name.clone());
    let again = chosen.clone();
    view! {
        <li class="entry entry-inner">
            <div class="entry-main">
                <p class="entry-title">{row.name}</p>
                <p class="entry-facts">
                    <span>{t!(factors::ADDED)} " " <Time at=row.added_at /></span>
                    <span>
                        {match row.last_used_at {
                            Some(at) => view! { {t!(profile::LAST_USED)} " " <Time at=at /> }.into_any(),
                            None => t!(profile::NEVER_USED).into_any(),
                        }}
                    </span>
                </p>
            </div>
            <span class="row scripting-only">
                <Button small=true on_click=move |_| renaming.set(Some(chosen.clone()))>{t!(factors::RENAME)}</Button>
                <Button small=true on_click=move |_| doomed.set(Some(again.clone()))>{t!(factors::DELETE)}</Button>
            </span>
        </li>
    }
    .into_any()
}

#[component]
pub fn AddDialog(open: RwSignal<bool>, on_done: Callback<RecoveryCodes>) -> impl IntoView {
    view! {
        <Dialog id="add-passkey" open=open title=t!(factors::PASSKEY_ADD) size=DialogSize::Small light_dismiss=false>
            <AddForm on_done />
        </Dialog>
    }
    .into_any()
}

/// Without a list around it; nothing where this browser cannot.
#[component]
pub fn FirstPasskey(on_done: Callback<RecoveryCodes>) -> impl IntoView {
    let host = LocalResource::new(list_factors);
    let works =
        move || host.get().is_some_and(|factors| factors.is_ok_and(|factors| web_authn::works_for(factors.passkey_host.as_deref())));
    move || {
        works().then(|| {
            view! {
                <p class="sign-in-or">{t!(sign_in::OR)}</p>
                <AddForm on_done />
            }
        })
    }
}

#[component]
fn AddForm(on_done: Callback<RecoveryCodes>) -> impl IntoView {
    let state = FormState::new("passkey");
    let toasts = use_toasts();
    let name = RwSignal::new(String::new());
    let submit = move |()| {
        let work = async move {
            let challenge = begin_passkey().await?;
            let credential = web_authn::create(&challenge.options).await?;
            add_passkey(challenge.ticket, name.get_untracked(), credential).await
        };
        state.submit(work, move |added| {
            toasts.show(Tone::Ok, t!(factors::PASSKEY_ADDED, name = added.passkey.name));
            on_done.run(RecoveryCodes { codes: added.recovery_codes });
        });
    };
    view! {
        <p>{t!(factors::PASSKEY_ADD_TEXT)}</p>
        <Form state=state on_submit=Callback::new(submit)>
            <TextField name="name" label=t!(factors::NAME) value=name required=true max=80 help=t!(factors::NAME_HELP) />
            <FormActions state=state save=t!(factors::PASSKEY_CREATE) guard=false />
        </Form>
    }
    .into_any()
}

#[component]
fn RenameDialog(chosen: Chosen, on_changed: Callback<()>) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(chosen.with(Option::is_some)));
    view! {
        <Dialog id="rename-passkey" open=open title=t!(factors::RENAME) size=DialogSize::Small on_close=Callback::new(move |()| chosen.set(None))>
            <RenameForm chosen on_changed />
        </Dialog>
    }
    .into_any()
}

#[component]
fn RenameForm(chosen: Chosen, on_changed: Callback<()>) -> impl IntoView {
    let state = FormState::new("rename");
    let name = RwSignal::new(chosen.get_untracked().map(|(_, name)| name).unwrap_or_default());
    let submit = move |()| {
        let Some((id, _)) = chosen.get_untracked() else { return };
        state.submit(rename_passkey(id, name.get_untracked()), move |()| {
            chosen.set(None);
            on_changed.run(());
        });
    };
    view! {
        <Form state=state on_submit=Callback::new(submit)>
            <TextField name="name" label=t!(factors::NAME) value=name required=true max=80 />
            <FormActions state=state guard=false />
        </Form>
    }
    .into_any()
}

#[component]
fn DeleteDialog(doomed: Chosen, on_changed: Callback<()>) -> impl IntoView {
    let (open, work) = (RwSignal::new(false), Work::new());
    Effect::new(move |_| {
        if doomed.with(Option::is_some) {
            work.error.set(None);
            open.set(true);
        }
    });
    let remove = move |()| {
        let Some((id, _)) = doomed.get_untracked() else { return };
        work.run(remove_passkey(id), move |()| {
            open.set(false);
            doomed.set(None);
            on_changed.run(());
        });
    };
    view! {
        <ConfirmDialog
            id="delete-passkey"
            open=open
            title=Signal::derive(move || t!(factors::DELETE_TITLE, name = doomed.get().map(|(_, name)| name).unwrap_or_default()))
            confirm=t!(factors::DELETE).to_owned()
            danger=true
            consequences=Signal::derive(|| vec![t!(factors::DELETE_TEXT).to_owned(), t!(factors::DELETE_LAST).to_owned()])
            work=work
            on_confirm=Callback::new(remove)
        />
    }
    .into_any()
}
