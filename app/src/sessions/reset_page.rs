//! "Forgot password?" (AUTH-21): the answer never tells whether the address is known.

use super::layout::{RefusalBanner, SignInLayout, refusal};
use crate::i18n::t;
use crate::ui::{Banner, Button, TextField, Tone, Variant};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn ResetPage() -> impl IntoView {
    let sent = use_query_map().get_untracked().get("sent").is_some();
    let username = RwSignal::new(String::new());
    let content = if sent {
        view! { <Banner tone=Tone::Ok>{t!(sign_in::MAIL_ON_ITS_WAY)}</Banner> }.into_any()
    } else {
        view! {
            <RefusalBanner refusal=refusal() />
            <form class="form" method="post" action="/api/fn/links/request_reset">
                <TextField
                    name="username"
                    label=t!(sign_in::USERNAME)
                    value=username
                    placeholder="name@example.com"
                    autocomplete="username"
                    required=true
                    autofocus=true
                />
                <Button variant=Variant::Primary submit=true>{t!(sign_in::SEND_LINK)}</Button>
            </form>
        }
        .into_any()
    };
    view! {
        <SignInLayout title=t!(sign_in::RESET_TITLE) text=t!(sign_in::RESET_TEXT)>
            {content}
            <p class="sign-in-links">
                <a class="link" href="/login">{t!(sign_in::BACK)}</a>
            </p>
        </SignInLayout>
    }
}
