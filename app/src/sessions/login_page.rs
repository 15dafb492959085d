//! The first step of signing in: who (AUTH-05).

use super::layout::{RefusalBanner, SignInLayout, refusal};
use super::providers::ProviderButtons;
use crate::factors::PasskeySignIn;
use crate::i18n::t;
use crate::ui::{Banner, Button, TextField, Tone, Variant};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[component]
pub fn LoginPage() -> impl IntoView {
    let query = use_query_map().get_untracked();
    let next = query.get("next").unwrap_or_default();
    let notice = match query.get("notice").as_deref() {
        Some("registered") => Some(t!(sign_in::REGISTERED)),
        Some("password_reset") => Some(t!(sign_in::PASSWORD_IS_SET)),
        Some("email_confirmed") => Some(t!(sign_in::EMAIL_CONFIRMED)),
        Some("signed_out") => Some(t!(sign_in::SIGNED_OUT)),
        _ => None,
    };
    let refusal = refusal();
    let (username, account) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (at_username, at_account) = (refusal.at("username"), refusal.at("account_id"));
    let account_open = at_account.is_some();
    view! {
        <SignInLayout title=t!(sign_in::TITLE)>
            {notice.map(|notice| view! { <Banner tone=Tone::Ok>{notice}</Banner> })}
            <RefusalBanner refusal=refusal own_fields=&["username", "account_id"] />
            <form class="form" method="post" action="/api/fn/sessions/begin">
                <input type="hidden" name="next" value=next.clone() />
                <TextField
                    name="username"
                    label=t!(sign_in::USERNAME)
                    value=username
                    placeholder="name@example.com"
                    autocomplete="username webauthn"
                    required=true
                    autofocus=true
                    error=at_username
                />
                <details class="sign-in-more" open=account_open>
                    <summary>{t!(sign_in::WITH_ACCOUNT_ID)}</summary>
                    <TextField name="account" label=t!(sign_in::ACCOUNT_ID) value=account max=11 help=t!(sign_in::ACCOUNT_ID_HELP) error=at_account />
                </details>
                <Button variant=Variant::Primary submit=true>{t!(sign_in::NEXT)}</Button>
            </form>
            <ProviderButtons next=next.clone() />
            <PasskeySignIn next=next autofill=true />
        </SignInLayout>
    }
}
