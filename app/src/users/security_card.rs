//! Where a person is signed in and with what, for their admins (AUTH-B3, AUTH-B8). Loaded by the browser: it is a tool.

use super::api::{reset_user_factors, revoke_user_session, revoke_user_sessions, user_sign_ins};
use crate::i18n::{t, tr_error};
use crate::profile::session_facts;
use crate::shell::{use_account, use_me};
use crate::ui::{Banner, Button, Card, ConfirmDialog, EmptyState, Skeleton, Tag, Tone, Work, use_toasts};
use leptos::prelude::*;
use switchroom_types::UserId;
use switchroom_types::sessions::SessionRow;
use switchroom_types::users::UserSecurity;

/// Show it only to people with `users.edit`. `above`: the person has more rights than the viewer.
#[component]
pub(super) fn SecurityCard(id: UserId, above: bool) -> impl IntoView {
    let account = use_account().id;
    let known = RwSignal::new(None::<UserSecurity>);
    let (loading, work) = (Work::new(), Work::new());
    let toasts = use_toasts();
    let resetting = RwSignal::new(false);
    let myself = use_me().id == id;
    let load = move || loading.run(user_sign_ins(account, id), move |now| known.set(Some(now)));
    Effect::new(move |_| load());
    let revoked = move || {
        toasts.show(Tone::Ok, t!(profile::REVOKED));
        load();
    };
    let revoke = move |session| work.run(revoke_user_session(account, id, session), move |()| revoked());
    let revoke_all = move |_| work.run(revoke_user_sessions(account, id), move |_| revoked());
    let reset = move |()| {
        work.run(reset_user_factors(account, id), move |()| {
            resetting.set(false);
            toasts.show(Tone::Ok, t!(users::FACTORS_RESET));
            load();
        });
    };
    let row = move |session: SessionRow| {
        let session_id = session.id;
        let current = session.current;
        view! {
            <li class="entry">
                <div class="entry-main">
                    <p class="entry-title">
                        {session.device.clone()}
                        {current.then(|| view! { <Tag tone=Tone::Ok>{t!(profile::THIS_SESSION)}</Tag> })}
                    </p>
                    {session_facts(session)}
                </div>
                {(!current && !above)
                    .then(|| view! { <Button small=true disabled=work.busy on_click=move |_| revoke(session_id)>{t!(profile::REVOKE)}</Button> })}
            </li>
        }
    };
    let list = move || match known.get() {
        None => view! { <Skeleton /> }.into_any(),
        Some(known) if known.sessions.is_empty() => {
            view! { <EmptyState title=t!(users::NO_SESSIONS) text=t!(users::NO_SESSIONS_TEXT) icon="monitor" /> }.into_any()
        }
        Some(known) => view! { <ul class="entries">{known.sessions.into_iter().map(row).collect_view()}</ul> }.into_any(),
    };
    let factors = move || {
        known.get().map(|known| {
            let mut names = Vec::new();
            if known.authenticator {
                names.push(t!(factors::AUTHENTICATOR).to_owned());
            }
            if known.passkeys > 0 {
                names.push(t!(users::PASSKEYS, n = known.passkeys));
            }
            let any = !names.is_empty();
            let text = if any { names.join(", ") } else { t!(users::NO_FACTORS).to_owned() };
            view! {
                <div class="entry">
                    <div class="entry-main">
                        <p class="entry-title">{t!(factors::TITLE)}</p>
                        <p class="entry-facts"><span>{text}</span></p>
                    </div>
                    {(any && !myself && !above)
                        .then(|| view! { <Button small=true on_click=move |_| resetting.set(true)>{t!(users::RESET_FACTORS)}</Button> })}
                </div>
            }
        })
    };
    let several = move || known.with(|known| known.as_ref().is_some_and(|known| known.sessions.iter().any(|session| !session.current)));
    view! {
        <div class="scripting-only">
            <Card
                title=t!(profile::SESSIONS)
                id="user-sessions"
                actions=move || {
                    view! {
                        {move || {
                            (several() && !above)
                                .then(|| view! { <Button small=true disabled=work.busy on_click=revoke_all>{t!(users::REVOKE_ALL)}</Button> })
                        }}
                    }
                }
            >
                {move || loading.error.get().or_else(|| work.error.get()).map(|error| view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> })}
                {factors}
                {list}
            </Card>
        </div>
        <ConfirmDialog
            id="reset-factors"
            open=resetting
            title=t!(users::RESET_FACTORS_TITLE).to_owned()
            confirm=t!(users::RESET_FACTORS).to_owned()
            danger=true
            consequences=Signal::derive(|| vec![t!(users::RESET_FACTORS_TEXT).to_owned(), t!(users::RESET_FACTORS_SESSIONS).to_owned()])
            work=work
            on_confirm=Callback::new(reset)
        />
    }
    .into_any()
}
