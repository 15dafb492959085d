//! "Or sign in with": one button for each identity provider (AUTH-05). They are links, so they work without scripts.

use super::api::provider_buttons;
use super::next;
use crate::i18n::t;
use leptos::prelude::*;

#[component]
pub fn ProviderButtons(next: String) -> impl IntoView {
    let providers = Resource::new(|| (), |()| provider_buttons());
    let list = move || {
        // Without them there is still the password.
        let found = providers.get()?.unwrap_or_default();
        if found.is_empty() {
            return None;
        }
        let query = if next.is_empty() { String::new() } else { format!("?next={}", next::encode(&next)) };
        let button = |provider: switchroom_types::providers::ProviderButton| {
            let href = format!("/auth/oidc/{}/start{query}", provider.slug);
            view! { <li><a class="button" href=href rel="external">{provider.label}</a></li> }
        };
        Some(view! {
            <p class="sign-in-or">{t!(sign_in::OR_WITH)}</p>
            <ul class="sign-in-providers">{found.into_iter().map(button).collect_view()}</ul>
        })
    };
    view! { <Suspense fallback=|| ()>{list}</Suspense> }.into_any()
}
