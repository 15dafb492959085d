//! The page before any other, for people who have to set up a second factor now (AUTH-B3).

use super::layout::{SignInLayout, is_signed_in};
use super::next;
use crate::factors::EnrolChoices;
use crate::i18n::t;
use leptos::prelude::*;
use leptos_router::{components::Redirect, hooks::use_query_map};

#[component]
pub fn EnrolPage() -> impl IntoView {
    if !is_signed_in() {
        return view! { <Redirect path="/login" /> }.into_any();
    }
    let wanted = use_query_map().get_untracked().get("next").unwrap_or_default();
    let wanted = next::safe(&wanted).to_owned();
    crate::ui::Toasts::provide();
    view! {
        <SignInLayout title=t!(sign_in::ENROL_TITLE) text=t!(sign_in::ENROL_TEXT)>
            <p class="without-scripting">{t!(sign_in::ENROL_SCRIPTS)}</p>
            <div class="scripting-only"><EnrolChoices next=wanted /></div>
            <form class="sign-in-links" method="post" action="/api/fn/sessions/sign_out">
                <button class="link" type="submit">{t!(sign_in::SIGN_OUT)}</button>
            </form>
        </SignInLayout>
        {view! { <crate::ui::ToastRegion /> }.into_any()}
    }
    .into_any()
}
