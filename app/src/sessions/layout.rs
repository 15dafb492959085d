//! What the pages around signing in share: one narrow card, and the message about what was wrong.

use crate::i18n::{t, tr_error};
use crate::ui::{Banner, Tone};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use switchroom_types::AppError;

#[component]
pub fn SignInLayout(#[prop(into)] title: String, #[prop(optional, into)] text: Option<String>, children: Children) -> impl IntoView {
    view! {
        <Title text=title.clone() />
        <div class="sign-in">
            <main id="content" class="sign-in-card">
                <p class="sign-in-brand">
                    <img src="/favicon.svg" alt="" />
                    "Switchroom"
                </p>
                <h1>{title}</h1>
                {text.map(|text| view! { <p class="sign-in-text">{text}</p> })}
                {children()}
            </main>
        </div>
    }
    .into_any()
}

/// What the form before this page was refused for: `?error=` with the code, `&field=`, `&wait=`.
#[derive(Clone, Debug, Default)]
pub struct Refusal {
    pub text: Option<String>,
    /// Set if it belongs to one field.
    pub field: Option<String>,
}

pub fn refusal() -> Refusal {
    let query = use_query_map().get_untracked();
    let Some(code) = query.get("error") else { return Refusal::default() };
    // The limits that these pages can run into; everything else in an address is not ours to repeat.
    let fallback = t!(sign_in::FAILED);
    let error = AppError::new(422, code, fallback).arg("min", 8).arg("max", 256).arg("seconds", query.get("wait").unwrap_or_default());
    Refusal { text: Some(tr_error(&error)), field: query.get("field") }
}

/// The refusal above the form, unless it stands at a field of this page.
#[component]
pub fn RefusalBanner(refusal: Refusal, #[prop(optional)] own_fields: &'static [&'static str]) -> impl IntoView {
    let at_field = refusal.field.as_deref().is_some_and(|field| own_fields.contains(&field));
    let text = refusal.text.filter(|_| !at_field);
    text.map(|text| view! { <Banner tone=Tone::Bad>{text}</Banner> })
}

impl Refusal {
    /// The message for a field of the page.
    pub fn at(&self, name: &str) -> Option<String> {
        self.text.clone().filter(|_| self.field.as_deref() == Some(name))
    }
}

#[cfg(feature = "ssr")]
fn signed_in() -> bool {
    crate::server::optional_actor().is_some()
}

#[cfg(not(feature = "ssr"))]
fn signed_in() -> bool {
    false
}

/// Whether somebody is signed in: known to the server only, the client finds it in the page.
pub fn is_signed_in() -> bool {
    SharedValue::new(signed_in).into_inner()
}
