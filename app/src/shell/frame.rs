//! What surrounds the pages of people who are signed in: top bar, navigation, footer.

use super::{
    account::CurrentAccount,
    denied::Trouble,
    installation,
    navigation::Navigation,
    top_bar::TopBar,
    viewer::{Viewer, use_viewer},
};
use crate::live::{Live, LiveStatus};
use crate::t;
use crate::ui::{Banner, Time, ToastRegion, Toasts, Tone};
use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, Redirect},
    hooks::use_location,
};

#[component]
pub fn Frame() -> impl IntoView {
    let viewer = Viewer::provide();
    viewer.provide_kept_columns();
    let signed_in = viewer.signed_in();
    let installation = installation::provide();
    CurrentAccount::provide();
    Toasts::provide();
    let demo = installation.demo;
    move || match signed_in.get() {
        true => view! { <Layout demo=demo /> }.into_any(),
        false => match viewer.failure.get_value() {
            Some(error) => view! { <Trouble error=error /> }.into_any(),
            None => view! { <ToSignIn /> }.into_any(),
        },
    }
}

/// People come back to where they wanted to go.
#[component]
fn ToSignIn() -> impl IntoView {
    let location = use_location();
    let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
    let next = if query.is_empty() { path } else { format!("{path}?{}", query.trim_start_matches('?')) };
    view! { <Redirect path=format!("/login?next={}", crate::sessions::next::encode(&next)) /> }
}

#[component]
fn Layout(demo: bool) -> impl IntoView {
    Live::provide();
    view! {
        <a class="skip-link" href="#content">{t!(shell::SKIP)}</a>
        <div class="app">
            {view! { <TopBar /> }.into_any()}
            {view! { <Navigation /> }.into_any()}
            <main id="content" class="content" tabindex="-1">
                {demo.then(|| view! { <DemoBanner /> })}
                <EnrolBanner />
                <LiveStatus />
                <Outlet />
            </main>
        </div>
        {view! { <ToastRegion /> }.into_any()}
    }
}

/// Until when a second factor can still be set up at leisure (AUTH-B3).
#[component]
fn EnrolBanner() -> impl IntoView {
    let by = Memo::new(|_| use_viewer().and_then(|viewer| viewer.get()).and_then(|me| me.enrol_by));
    move || {
        by.get().map(|by| {
            view! {
                <Banner tone=Tone::Warn>
                    {t!(shell::ENROL_BY)} " " <Time at=by /> ". " <a class="link" href="/profile#two-step">{t!(shell::ENROL_NOW)}</a>
                </Banner>
            }
        })
    }
}

#[component]
fn DemoBanner() -> impl IntoView {
    view! { <Banner tone=Tone::Info>{t!(shell::DEMO)}</Banner> }
}
