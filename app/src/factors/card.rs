//! "Two-step sign-in" in the profile.

use super::api::{list_factors, remove_authenticator, renew_recovery_codes};
use super::authenticator::SetUpDialog;
use super::codes::NewCodes;
use super::passkeys::{AddDialog, PasskeyEntries};
use crate::i18n::t;
use crate::ui::{Button, Card, ConfirmDialog, ErrorState, Skeleton, Tag, Time, Tone, Work, use_toasts};
use leptos::prelude::*;
use switchroom_types::factors::{AuthenticatorRow, Factors, RecoveryCodes};

#[component]
pub fn FactorsCard() -> impl IntoView {
    let factors = Resource::new(|| (), |()| list_factors());
    let codes = RwSignal::new(RecoveryCodes::default());
    let [adding, adding_passkey, removing, renewing] = [(); 4].map(|()| RwSignal::new(false));
    let reload = Callback::new(move |()| factors.refetch());
    let content = move || {
        factors.get().map(|now| match now {
            Ok(now) => {
                let any = now.any();
                view! {
                    {(!any).then(|| view! { <p class="muted">{t!(factors::NONE_TEXT)}</p> })}
                    <ul class="entries">
                        <Authenticator row=now.authenticator.clone() adding removing />
                        <PasskeyEntries factors=now.clone() adding=adding_passkey on_changed=reload />
                        {any.then(|| view! { <Codes factors=now renewing /> })}
                    </ul>
                }
                .into_any()
            }
            Err(error) => view! { <ErrorState error=error on_retry=reload /> }.into_any(),
        })
    };
    let done = Callback::new(move |fresh: RecoveryCodes| {
        adding.set(false);
        adding_passkey.set(false);
        codes.set(fresh);
        reload.run(());
    });
    view! {
        <Card title=t!(factors::TITLE) id="two-step">
            <NewCodes codes />
            <Transition fallback=|| view! { <Skeleton /> }>{content}</Transition>
        </Card>
        <SetUpDialog open=adding on_done=done />
        <AddDialog open=adding_passkey on_done=done />
        <RemoveDialog open=removing on_done=Callback::new(move |()| {
            codes.set(RecoveryCodes::default());
            reload.run(());
        }) />
        <RenewDialog open=renewing on_done=done />
    }
    .into_any()
}

#[component]
fn Authenticator(row: Option<AuthenticatorRow>, adding: RwSignal<bool>, removing: RwSignal<bool>) -> impl IntoView {
    let is_set_up = row.is_some();
    view! {
        <li class="entry">
            <div class="entry-main">
                <p class="entry-title">
                    {t!(factors::AUTHENTICATOR)}
                    {is_set_up.then(|| view! { <Tag tone=Tone::Ok>{t!(factors::ON)}</Tag> })}
                </p>
                <p class="entry-facts">
                    {match row {
                        None => view! { <span>{t!(factors::AUTHENTICATOR_TEXT)}</span> }.into_any(),
                        Some(row) => {
                            view! {
                                <span>{t!(factors::ADDED)} " " <Time at=row.added_at /></span>
                                {row.last_used_at.map(|at| view! { <span>{t!(profile::LAST_USED)} " " <Time at=at /></span> })}
                            }
                                .into_any()
                        }
                    }}
                </p>
            </div>
            <span class="scripting-only">
                {match is_set_up {
                    true => view! { <Button small=true on_click=move |_| removing.set(true)>{t!(factors::REMOVE)}</Button> }.into_any(),
                    false => view! { <Button small=true on_click=move |_| adding.set(true)>{t!(factors::SET_UP)}</Button> }.into_any(),
                }}
            </span>
        </li>
    }
    .into_any()
}

#[component]
fn Codes(factors: Factors, renewing: RwSignal<bool>) -> impl IntoView {
    let left = factors.recovery_codes;
    view! {
        <li class="entry">
            <div class="entry-main">
                <p class="entry-title">
                    {t!(factors::CODES)} {(left < 3).then(|| view! { <Tag tone=Tone::Warn>{t!(factors::CODES_FEW)}</Tag> })}
                </p>
                <p class="entry-facts"><span>{t!(factors::CODES_LEFT, n = left)}</span></p>
            </div>
            <span class="scripting-only">
                <Button small=true on_click=move |_| renewing.set(true)>{t!(factors::CODES_RENEW)}</Button>
            </span>
        </li>
    }
    .into_any()
}

#[component]
fn RemoveDialog(open: RwSignal<bool>, on_done: Callback<()>) -> impl IntoView {
    let work = Work::new();
    let toasts = use_toasts();
    let remove = move |()| {
        work.run(remove_authenticator(), move |()| {
            open.set(false);
            toasts.show(Tone::Ok, t!(factors::REMOVED));
            on_done.run(());
        });
    };
    view! {
        <ConfirmDialog
            id="remove-authenticator"
            open=open
            title=t!(factors::REMOVE_TITLE).to_owned()
            confirm=t!(factors::REMOVE).to_owned()
            danger=true
            consequences=Signal::derive(|| vec![t!(factors::REMOVE_TEXT).to_owned()])
            work=work
            on_confirm=Callback::new(remove)
        />
    }
    .into_any()
}

#[component]
fn RenewDialog(open: RwSignal<bool>, on_done: Callback<RecoveryCodes>) -> impl IntoView {
    let work = Work::new();
    let renew = move |()| {
        work.run(renew_recovery_codes(), move |codes| {
            open.set(false);
            on_done.run(codes);
        });
    };
    view! {
        <ConfirmDialog
            id="renew-codes"
            open=open
            title=t!(factors::CODES_RENEW_TITLE).to_owned()
            confirm=t!(factors::CODES_RENEW).to_owned()
            consequences=Signal::derive(|| vec![t!(factors::CODES_RENEW_TEXT).to_owned()])
            work=work
            on_confirm=Callback::new(renew)
        />
    }
    .into_any()
}
