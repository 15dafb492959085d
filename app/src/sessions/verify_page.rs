//! The second step of signing in: the password (AUTH-13), and the choice among several accounts (AUTH-14).

use super::api::account_choices;
use super::layout::{RefusalBanner, SignInLayout, refusal};
use crate::factors::PasskeySignIn;
use crate::i18n::{t, tr_error};
use crate::ui::{Banner, Button, PasswordField, Tone, Variant};
use leptos::prelude::*;
use leptos_router::{components::Redirect, hooks::use_query_map};
use serde::{Deserialize, Serialize};

/// What was entered in the first step.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
struct Step {
    username: String,
    account: String,
    next: String,
}

/// # Errors
/// 422 at the field.
#[cfg(feature = "ssr")]
pub(super) fn check_first_step(username: &str, account: &str) -> Result<(), switchroom_types::AppError> {
    use switchroom_types::{AccountNumber, AppError, FieldError};
    let username = username.trim();
    let mut errors = Vec::new();
    if username.is_empty() {
        errors.push(FieldError::required("username"));
    } else if username.chars().count() > 254 {
        errors.push(FieldError::too_long("username", 254));
    }
    if !account.trim().is_empty() && account.parse::<AccountNumber>().is_err() {
        errors.push(FieldError::new("account_id", "auth.account_id", "The Account ID has 9 digits"));
    }
    if errors.is_empty() { Ok(()) } else { Err(AppError::invalid(errors)) }
}

#[cfg(feature = "ssr")]
fn step() -> Option<Step> {
    let public_url = crate::server::portal().settings.public_url.clone();
    let headers = crate::server::headers();
    let mut parts = super::cookie::step(&headers, &public_url)?.split('|').map(super::next::decode);
    let mut part = || parts.next().flatten();
    Some(Step { username: part()?, account: part()?, next: part()? })
}

#[cfg(not(feature = "ssr"))]
fn step() -> Option<Step> {
    None
}

#[component]
pub fn VerifyPage() -> impl IntoView {
    // Known to the server only; the client finds it in the page.
    let step = SharedValue::new(step).into_inner();
    let Some(Step { username, account, next }) = step else { return view! { <Redirect path="/login" /> }.into_any() };
    let refusal = refusal();
    let at_password = refusal.at("password");
    let password = RwSignal::new(String::new());
    view! {
        <SignInLayout title=t!(sign_in::TITLE) text=username.clone()>
            <RefusalBanner refusal=refusal own_fields=&["password"] />
            <form class="form" method="post" action="/api/fn/sessions/sign_in">
                // For password managers: which password this is.
                <input class="visually-hidden" type="text" name="username" value=username autocomplete="username" readonly="" tabindex="-1" aria-hidden="true" />
                <input type="hidden" name="account" value=account />
                <input type="hidden" name="next" value=next.clone() />
                <PasswordField name="password" label=t!(sign_in::PASSWORD) value=password autofocus=true error=at_password />
                <Button variant=Variant::Primary submit=true>{t!(sign_in::SIGN_IN)}</Button>
            </form>
            <PasskeySignIn next=next />
            <p class="sign-in-links">
                <a class="link" href="/reset">{t!(sign_in::FORGOT)}</a>
                <a class="link" href="/login">{t!(sign_in::ANOTHER_ACCOUNT)}</a>
            </p>
        </SignInLayout>
    }
    .into_any()
}

#[component]
pub fn ChooseAccountPage() -> impl IntoView {
    let next = use_query_map().get_untracked().get("next").unwrap_or_default();
    let choices = Resource::new(|| (), |()| account_choices());
    let list = move |next: String| {
        choices.get().map(|choices| match choices {
            Ok(accounts) => {
                let button = |account: switchroom_types::sessions::AccountChoice| {
                    view! {
                        <li>
                            <form method="post" action="/api/fn/sessions/choose">
                                <input type="hidden" name="account" value=account.id.to_string() />
                                <input type="hidden" name="next" value=next.clone() />
                                <button class="sign-in-choice" type="submit">
                                    <span>{account.name}</span>
                                    <span class="sign-in-number">{account.number.grouped()}</span>
                                </button>
                            </form>
                        </li>
                    }
                };
                view! { <ul class="sign-in-choices">{accounts.into_iter().map(button).collect_view()}</ul> }.into_any()
            }
            Err(error) => view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> }.into_any(),
        })
    };
    view! {
        <SignInLayout title=t!(sign_in::CHOOSE_TITLE) text=t!(sign_in::CHOOSE_TEXT)>
            <Suspense fallback=|| ()>{move || list(next.clone())}</Suspense>
            <p class="sign-in-links">
                <a class="link" href="/login">{t!(sign_in::ANOTHER_ACCOUNT)}</a>
            </p>
        </SignInLayout>
    }
    .into_any()
}
