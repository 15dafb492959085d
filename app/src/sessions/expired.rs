//! The session has ended while a page was open: a dialog over the page signs in again, and what was entered stays
//! (AUTH-29). Every refusal of a server function is seen here first, so no page has to think of it.

use super::api::{provider_buttons, second_step, sign_in};
use super::providers::buttons;
use crate::i18n::t;
use crate::shell::api::who_am_i;
use crate::ui::{Button, Dialog, DialogSize, Form, FormState, PasswordField, TextField, Variant, browser};
use leptos::{ev, prelude::*, task::spawn_local};
use switchroom_types::UserId;

#[cfg(not(feature = "ssr"))]
thread_local! {
    static EXPIRY: std::cell::RefCell<Option<RwSignal<bool>>> = const { std::cell::RefCell::new(None) };
}

/// Before the router, which would install its own hook: another person's pages are loaded anew, not changed in place.
#[cfg(not(feature = "ssr"))]
pub fn watch_expiry() {
    let _ = server_fn::redirect::set_redirect_hook(|location| {
        if let Some(window) = crate::ui::browser::window() {
            let _ = window.location().assign(location);
        }
    });
    switchroom_types::error::watch_refusals(|error| {
        if error.is("auth.required") {
            EXPIRY.with_borrow(|open| open.map(|open| open.try_set(true)));
        }
        // The time to set up a second factor ended while the page was open.
        if error.is("auth.enrolment_required") {
            crate::ui::browser::go("/login/enrol");
        }
    });
}

#[cfg(feature = "ssr")]
fn who() -> Option<(UserId, String, String)> {
    let actor = crate::server::optional_actor()?;
    Some((actor.user_id, actor.email, actor.account_id.to_string()))
}

#[cfg(not(feature = "ssr"))]
fn who() -> Option<(UserId, String, String)> {
    None
}

/// Once, beside the router. Nothing for pages of people who are not signed in.
#[component]
pub fn ExpiredDialog() -> impl IntoView {
    let who = SharedValue::new(who).into_inner();
    let (user, username, account) = who?;
    let open = RwSignal::new(false);
    #[cfg(not(feature = "ssr"))]
    EXPIRY.with_borrow_mut(|known| *known = Some(open));
    let username = StoredValue::new(username);
    let account = StoredValue::new(account);
    watch_other_windows(open, user);
    Some(view! {
        <Dialog id="expired" open=open title=t!(sign_in::EXPIRED_TITLE) size=DialogSize::Small light_dismiss=false>
            <Again open username=username.get_value() account=account.get_value() />
        </Dialog>
    })
}

/// Whoever has signed in in another window finds this one as it was when they come back to it.
fn watch_other_windows(open: RwSignal<bool>, user: UserId) {
    let look = move || {
        if !open.get_untracked() {
            return;
        }
        spawn_local(async move {
            match who_am_i().await {
                Ok(me) if me.id == user => open.set(false),
                // The page is somebody else's.
                Ok(_) => browser::go("/"),
                Err(_) => {}
            }
        });
    };
    // Listeners are the browser's business; on the server there is no window.
    Effect::new(move |_| {
        let focus = window_event_listener(ev::focus, move |_| look());
        let visible = window_event_listener(ev::visibilitychange, move |_| look());
        on_cleanup(move || {
            focus.remove();
            visible.remove();
        });
    });
}

/// Identity providers, in a window of their own so that this page stays.
#[component]
fn Providers() -> impl IntoView {
    let providers = LocalResource::new(provider_buttons);
    move || buttons(providers.get()?.unwrap_or_default(), "/signed-in", true)
}

#[component]
fn Again(open: RwSignal<bool>, username: String, account: String) -> impl IntoView {
    let state = FormState::new("expired");
    let (password, code) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    // The password was right and a second factor is asked for.
    let second = RwSignal::new(false);
    let shown = username.clone();
    let submit = move |()| {
        if second.get_untracked() {
            return state.submit(second_step(code.get_untracked(), String::new()), move |()| open.set(false));
        }
        let first = sign_in(username.clone(), password.get_untracked(), account.clone(), String::new());
        let first = async move {
            match first.await {
                Err(error) if error.is("auth.second_factor_required") => Ok(false),
                other => other.map(|()| true),
            }
        };
        state.submit(first, move |done| if done { open.set(false) } else { second.set(true) });
    };
    let field = move || {
        match second.get() {
        true => view! {
            <TextField name="code" label=t!(sign_in::CODE) value=code autocomplete="one-time-code" max=20 autofocus=true help=t!(sign_in::CODE_HELP) />
        }
        .into_any(),
        false => view! { <PasswordField name="password" label=t!(sign_in::PASSWORD) value=password autofocus=true /> }.into_any(),
    }
    };
    view! {
        <p>{t!(sign_in::EXPIRED_TEXT)}</p>
        <Form state=state on_submit=Callback::new(submit)>
            <input class="visually-hidden" type="text" value=shown.clone() autocomplete="username" readonly="" tabindex="-1" aria-hidden="true" />
            <p class="sign-in-name">{shown}</p>
            {field}
            <Button variant=Variant::Primary submit=true busy=state.busy>{t!(sign_in::SIGN_IN)}</Button>
        </Form>
        <Providers />
        <p class="sign-in-links">
            <a class="link" href="/login" rel="external">{t!(sign_in::ANOTHER_ACCOUNT)}</a>
        </p>
    }
    .into_any()
}
