//! The viewer's signed-in browsers (AUTH-26).

use crate::i18n::{t, tr_error};
use crate::sessions::api::{list_sessions, revoke_other_sessions, revoke_session};
use crate::ui::{Button, Card, ErrorState, Skeleton, Tag, Time, Tone, use_toasts};
use leptos::{prelude::*, task::spawn_local};
use switchroom_types::sessions::SessionRow;

#[component]
pub(super) fn SessionsCard() -> impl IntoView {
    let sessions = Resource::new(|| (), |()| list_sessions());
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let after = move |result: Result<(), switchroom_types::AppError>| {
        busy.set(false);
        match result {
            Ok(()) => toasts.show(Tone::Ok, t!(profile::REVOKED)),
            Err(error) => toasts.show(Tone::Bad, tr_error(&error)),
        }
        sessions.refetch();
    };
    let revoke = move |id| {
        busy.set(true);
        spawn_local(async move { after(revoke_session(id).await) });
    };
    let revoke_others = move |_| {
        busy.set(true);
        spawn_local(async move { after(revoke_other_sessions().await.map(|_| ())) });
    };
    let row = move |session: SessionRow| {
        let (id, current) = (session.id, session.current);
        view! {
            <li class="entry">
                <div class="entry-main">
                    <p class="entry-title">
                        {session.device.clone()}
                        {session.current.then(|| view! { <Tag tone=Tone::Ok>{t!(profile::THIS_SESSION)}</Tag> })}
                    </p>
                    {session_facts(session)}
                </div>
                {(!current)
                    .then(|| view! { <Button small=true disabled=busy on_click=move |_| revoke(id)>{t!(profile::REVOKE)}</Button> })}
            </li>
        }
    };
    let list = move || {
        sessions.get().map(|sessions_now| match sessions_now {
            Ok(rows) => view! { <ul class="entries">{rows.into_iter().map(row).collect_view()}</ul> }.into_any(),
            Err(error) => view! { <ErrorState error=error on_retry=Callback::new(move |()| sessions.refetch()) /> }.into_any(),
        })
    };
    let others = move || sessions.get().is_some_and(|rows| rows.is_ok_and(|rows| rows.len() > 1));
    view! {
        <Card
            title=t!(profile::SESSIONS)
            id="sessions"
            actions=move || {
                view! {
                    <Suspense fallback=|| ()>
                        {move || {
                            others()
                                .then(|| view! { <Button small=true disabled=busy on_click=revoke_others>{t!(profile::REVOKE_OTHERS)}</Button> })
                        }}
                    </Suspense>
                }
            }
        >
            <Suspense fallback=|| view! { <Skeleton /> }>{list}</Suspense>
        </Card>
    }
    .into_any()
}

/// From where, how and since when.
pub fn session_facts(session: SessionRow) -> impl IntoView {
    view! {
        <p class="entry-facts">
            <span>{session.ip}</span>
            <span>{method(session.method)}</span>
            <span>{t!(profile::SIGNED_IN)} " " <Time at=session.signed_in_at /></span>
            <span>{t!(profile::LAST_SEEN)} " " <Time at=session.last_seen_at /></span>
        </p>
    }
}

fn method(method: switchroom_types::sessions::SignInMethod) -> &'static str {
    use switchroom_types::sessions::SignInMethod;
    match method {
        SignInMethod::Password => t!(profile::METHOD_PASSWORD),
        SignInMethod::Oidc | SignInMethod::Saml => t!(profile::METHOD_SSO),
        SignInMethod::Passkey => t!(profile::METHOD_PASSKEY),
        SignInMethod::Token => t!(profile::METHOD_TOKEN),
    }
}
