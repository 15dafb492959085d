//! `/signed-in`: the end of a sign-in in a window of its own, for the page that waits in another one (AUTH-29).

use super::layout::{SignInLayout, is_signed_in};
use crate::i18n::t;
use crate::ui::{Banner, Tone};
use leptos::prelude::*;

#[component]
pub fn SignedInPage() -> impl IntoView {
    let signed_in = is_signed_in();
    let (title, content) = if signed_in {
        (t!(sign_in::RETURN_TITLE), view! { <Banner tone=Tone::Ok>{t!(sign_in::RETURN_TEXT)}</Banner> }.into_any())
    } else {
        let again = view! { <p class="sign-in-links"><a class="link" href="/login" rel="external">{t!(sign_in::BACK)}</a></p> };
        (t!(sign_in::REFUSED_TITLE), again.into_any())
    };
    view! { <SignInLayout title=title>{content}</SignInLayout> }.into_any()
}
