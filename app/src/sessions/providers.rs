//! "Or sign in with": one button for each identity provider (AUTH-05). They are links, so they work without scripts.

use super::api::provider_buttons;
use super::next;
use crate::i18n::t;
use leptos::prelude::*;
use switchroom_types::providers::ProviderButton;

#[component]
pub fn ProviderButtons(next: String) -> impl IntoView {
    let providers = Resource::new(|| (), |()| provider_buttons());
    // Without them there is still the password.
    let list = move || buttons(providers.get()?.unwrap_or_default(), &next, false);
    view! { <Suspense fallback=|| ()>{list}</Suspense> }.into_any()
}

/// Nothing without providers. In a window of its own the page stays as it is.
pub(super) fn buttons(found: Vec<ProviderButton>, next: &str, new_window: bool) -> Option<AnyView> {
    if found.is_empty() {
        return None;
    }
    let query = if next.is_empty() { String::new() } else { format!("?next={}", next::encode(next)) };
    let button = |provider: ProviderButton| {
        let href = format!("/auth/oidc/{}/start{query}", provider.slug);
        let (target, rel) = if new_window { (Some("_blank"), "external noopener") } else { (None, "external") };
        view! { <li><a class="button" href=href target=target rel=rel>{provider.label}</a></li> }
    };
    let list = view! {
        <p class="sign-in-or">{t!(sign_in::OR_WITH)}</p>
        <ul class="sign-in-providers">{found.into_iter().map(button).collect_view()}</ul>
    };
    Some(list.into_any())
}
