//! The pages that links in mails lead to: registration (AUTH-18), a new password (AUTH-22), a changed address (USR-20).
//! Opening one changes nothing, because mail scanners open links too; the button does.

use super::api::{LinkKind, open_link};
use super::layout::{RefusalBanner, SignInLayout, refusal};
use super::strength;
use crate::i18n::{t, tr_error};
use crate::ui::{Banner, Button, PasswordField, Tone, Variant};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use switchroom_types::sessions::{LinkState, LinkValidity};

#[component]
pub fn RegisterPage() -> impl IntoView {
    view! { <LinkPage kind=LinkKind::Register title=t!(sign_in::CONFIRM_TITLE) /> }
}

#[component]
pub fn NewPasswordPage() -> impl IntoView {
    view! { <LinkPage kind=LinkKind::Reset title=t!(sign_in::NEW_PASSWORD_TITLE) /> }
}

#[component]
pub fn ConfirmEmailPage() -> impl IntoView {
    view! { <LinkPage kind=LinkKind::ConfirmEmail title=t!(sign_in::CONFIRM_EMAIL_TITLE) /> }
}

#[component]
fn LinkPage(kind: LinkKind, #[prop(into)] title: String) -> impl IntoView {
    let token = use_params_map().get_untracked().get("token").unwrap_or_default();
    let sent = use_query_map().get_untracked().get("sent").is_some();
    let link = {
        let token = token.clone();
        Resource::new(|| (), move |()| open_link(kind, token.clone()))
    };
    let content = move |token: String| {
        link.get().map(|link| match link {
            Ok(link) if link.state == LinkValidity::Valid => view! { <UseLink kind token link /> }.into_any(),
            Ok(_) if sent => view! { <Banner tone=Tone::Ok>{t!(sign_in::MAIL_ON_ITS_WAY)}</Banner> }.into_any(),
            Ok(link) => view! { <DeadLink kind token state=link.state /> }.into_any(),
            Err(error) => view! { <Banner tone=Tone::Bad>{tr_error(&error)}</Banner> }.into_any(),
        })
    };
    view! {
        <SignInLayout title=title>
            <Suspense fallback=|| ()>{move || content(token.clone())}</Suspense>
            <p class="sign-in-links">
                <a class="link" href="/login">{t!(sign_in::BACK)}</a>
            </p>
        </SignInLayout>
    }
    .into_any()
}

#[component]
fn UseLink(kind: LinkKind, token: String, link: LinkState) -> impl IntoView {
    let refusal = refusal();
    let at_password = refusal.at("password");
    let password = RwSignal::new(String::new());
    let judged = Signal::derive(move || Some(strength(&password.get())));
    let (text, button) = match kind {
        LinkKind::ConfirmEmail => (t!(sign_in::CONFIRM_EMAIL_TEXT), t!(sign_in::CONFIRM_EMAIL)),
        _ if !link.needs_password => (t!(sign_in::CONFIRM_SSO_TEXT), t!(sign_in::COMPLETE)),
        LinkKind::Register => (t!(sign_in::CONFIRM_TEXT), t!(sign_in::COMPLETE)),
        LinkKind::Reset => (t!(sign_in::CONFIRM_TEXT), t!(sign_in::SET_PASSWORD)),
    };
    view! {
        <p class="sign-in-name">{link.name}</p>
        <p class="sign-in-text">{text}</p>
        <RefusalBanner refusal=refusal own_fields=&["password"] />
        <form class="form" method="post" action="/api/fn/links/use">
            <input type="hidden" name="kind" value=kind.as_str() />
            <input type="hidden" name="token" value=token />
            {link
                .needs_password
                .then(|| view! {
                    <PasswordField
                        name="password"
                        label=t!(sign_in::NEW_PASSWORD)
                        value=password
                        autocomplete="new-password"
                        autofocus=true
                        help=t!(sign_in::REQUIREMENTS)
                        error=at_password
                        strength=judged
                    />
                })}
            <Button variant=Variant::Primary submit=true>{button}</Button>
        </form>
    }
    .into_any()
}

/// Used, replaced, expired or unknown (AUTH-20).
#[component]
fn DeadLink(kind: LinkKind, token: String, state: LinkValidity) -> impl IntoView {
    let text = match state {
        LinkValidity::Used => t!(sign_in::LINK_USED),
        LinkValidity::Voided => t!(sign_in::LINK_VOIDED),
        LinkValidity::Expired => t!(sign_in::LINK_EXPIRED),
        _ => t!(sign_in::LINK_UNKNOWN),
    };
    let renewable = state != LinkValidity::Unknown;
    view! {
        <RefusalBanner refusal=refusal() />
        <Banner tone=Tone::Warn>{text}</Banner>
        {renewable
            .then(|| view! {
                <form class="form" method="post" action="/api/fn/links/renew">
                    <input type="hidden" name="kind" value=kind.as_str() />
                    <input type="hidden" name="token" value=token />
                    <Button variant=Variant::Primary submit=true>{t!(sign_in::NEW_LINK)}</Button>
                </form>
            })}
    }
    .into_any()
}
