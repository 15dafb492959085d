//! The second step for people with a second factor: a code of the app or a recovery code (AUTH-B1). Works without scripts.

use super::api::second_step_methods;
use super::layout::{RefusalBanner, SignInLayout, refusal};
use crate::factors::PasskeySignIn;
use crate::i18n::{t, tr_error};
use crate::ui::{Banner, Button, TextField, Tone, Variant};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use switchroom_types::factors::SecondFactor;

#[component]
pub fn SecondStepPage() -> impl IntoView {
    let next = use_query_map().get_untracked().get("next").unwrap_or_default();
    let methods = Resource::new(|| (), |()| second_step_methods());
    let content = move |next: String| {
        methods.get().map(|methods| match methods {
            Ok(methods) => view! { <SecondStep methods next /> }.into_any(),
            Err(error) => view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> }.into_any(),
        })
    };
    view! {
        <SignInLayout title=t!(sign_in::SECOND_STEP_TITLE)>
            <Suspense fallback=|| ()>{move || content(next.clone())}</Suspense>
            <p class="sign-in-links">
                <a class="link" href="/login">{t!(sign_in::ANOTHER_ACCOUNT)}</a>
            </p>
        </SignInLayout>
    }
    .into_any()
}

#[component]
fn SecondStep(methods: Vec<SecondFactor>, next: String) -> impl IntoView {
    let refusal = refusal();
    let at_code = refusal.at("code");
    let code = RwSignal::new(String::new());
    let text = match methods.contains(&SecondFactor::Authenticator) {
        true => t!(sign_in::CODE_TEXT),
        false => t!(sign_in::RECOVERY_CODE_TEXT),
    };
    let takes_code = methods.iter().any(|method| *method != SecondFactor::Passkey);
    view! {
        <RefusalBanner refusal=refusal own_fields=&["code"] />
        {takes_code
            .then(|| view! {
                <p class="sign-in-text">{text}</p>
                <form class="form" method="post" action="/api/fn/sessions/second_step">
                    <input type="hidden" name="next" value=next.clone() />
                    <TextField
                        name="code"
                        label=t!(sign_in::CODE)
                        value=code
                        autocomplete="one-time-code"
                        max=20
                        required=true
                        autofocus=true
                        help=t!(sign_in::CODE_HELP)
                        error=at_code
                    />
                    <Button variant=Variant::Primary submit=true>{t!(sign_in::SIGN_IN)}</Button>
                </form>
            })}
        {methods.contains(&SecondFactor::Passkey).then(|| view! { <PasskeySignIn next=next.clone() /> })}
    }
    .into_any()
}
