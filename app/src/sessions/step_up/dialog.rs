//! The dialog that asks.

use crate::factors::passkeys::web_authn;
use crate::i18n::{t, tr_error};
use crate::sessions::api::{step_up, step_up_challenge, step_up_options};
use crate::ui::{Banner, Button, Dialog, DialogSize, Form, FormState, PasswordField, Skeleton, TextField, Tone, Variant, Work};
use leptos::prelude::*;
use switchroom_types::factors::{StepUpMethods, StepUpProof};

/// Once, beside the router.
#[component]
pub fn StepUpDialog() -> impl IntoView {
    let open = RwSignal::new(false);
    #[cfg(not(feature = "ssr"))]
    super::repeat::attach(open);
    view! {
        <Dialog id="step-up" open=open title=t!(sign_in::STEP_UP_TITLE) size=DialogSize::Small light_dismiss=false on_close=Callback::new(|()| settle(false))>
            <Confirm on_done=Callback::new(move |()| {
                settle(true);
                open.set(false);
            }) />
        </Dialog>
    }
}

fn settle(_confirmed: bool) {
    #[cfg(not(feature = "ssr"))]
    super::repeat::settle(_confirmed);
}

#[component]
fn Confirm(on_done: Callback<()>) -> impl IntoView {
    let methods = LocalResource::new(step_up_options);
    view! {
        <p>{t!(sign_in::STEP_UP_TEXT)}</p>
        {move || match methods.get() {
            None => view! { <Skeleton lines=2 /> }.into_any(),
            Some(Ok(methods)) if methods.any() => view! { <Methods methods on_done /> }.into_any(),
            Some(Ok(_)) => {
                view! {
                    <Banner tone=Tone::Warn>
                        <p>{t!(sign_in::STEP_UP_IMPOSSIBLE)}</p>
                        <p><a class="link" href="/profile#two-step">{t!(sign_in::STEP_UP_PROFILE)}</a></p>
                    </Banner>
                }
                    .into_any()
            }
            Some(Err(error)) => view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Methods(methods: StepUpMethods, on_done: Callback<()>) -> impl IntoView {
    let state = FormState::new("step-up");
    let (password, code) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let by_code = RwSignal::new(!methods.password);
    let submit = move |()| {
        let proof = match by_code.get_untracked() {
            true => StepUpProof::Authenticator { code: code.get_untracked() },
            false => StepUpProof::Password { password: password.get_untracked() },
        };
        state.submit(step_up(proof), move |()| on_done.run(()));
    };
    let field = move || {
        match by_code.get() {
        true => view! {
            <TextField name="code" label=t!(sign_in::CODE) value=code autocomplete="one-time-code" max=8 autofocus=true help=t!(sign_in::APP_CODE_HELP) />
        }
        .into_any(),
        false => view! { <PasswordField name="password" label=t!(sign_in::PASSWORD) value=password autofocus=true /> }.into_any(),
    }
    };
    let both = methods.password && methods.authenticator;
    let other = move || if by_code.get() { t!(sign_in::USE_PASSWORD) } else { t!(sign_in::USE_CODE) };
    view! {
        {(methods.password || methods.authenticator)
            .then(|| view! {
                <Form state=state on_submit=Callback::new(submit)>
                    {field}
                    <Button variant=Variant::Primary submit=true busy=state.busy>{t!(sign_in::STEP_UP)}</Button>
                    {both
                        .then(|| view! {
                            <Button variant=Variant::Link on_click=move |_| by_code.update(|by_code| *by_code = !*by_code)>{other}</Button>
                        })}
                </Form>
            })}
        {methods.passkey.then(|| view! { <ByPasskey on_done /> })}
    }
    .into_any()
}

#[component]
fn ByPasskey(on_done: Callback<()>) -> impl IntoView {
    let work = Work::new();
    let click = move |_| {
        work.run(
            async {
                let challenge = step_up_challenge().await?;
                let credential = web_authn::get(&challenge.options).await?;
                step_up(StepUpProof::Passkey { ticket: challenge.ticket, credential }).await
            },
            move |()| on_done.run(()),
        );
    };
    view! {
        <div class="sign-in-other">
            {move || work.error.get().map(|error| view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> })}
            <Button icon="key" busy=work.busy on_click=click>{t!(sign_in::STEP_UP_PASSKEY)}</Button>
        </div>
    }
    .into_any()
}
