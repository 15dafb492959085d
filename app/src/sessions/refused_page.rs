//! The way back from an identity provider that did not end in a session: says why, and offers to begin again.

use super::layout::SignInLayout;
use crate::i18n::{t, tr_error};
use crate::shell::response::set_status;
use crate::ui::{Banner, Tone};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use switchroom_types::AppError;

/// What the server found out before the page is built; it travels in the request's extensions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Refused {
    pub provider: String,
    pub error: AppError,
}

#[cfg(feature = "ssr")]
fn of_request() -> Option<Refused> {
    use_context::<http::request::Parts>()?.extensions.get::<Refused>().cloned()
}

#[cfg(not(feature = "ssr"))]
fn of_request() -> Option<Refused> {
    None
}

#[component]
pub fn RefusedPage() -> impl IntoView {
    let refused = SharedValue::new(of_request).into_inner();
    let (provider, error) = refused.map_or_else(|| (None, AppError::not_found("page")), |refused| (Some(refused.provider), refused.error));
    set_status(error.status);
    let again = provider.filter(|_| error.status != 404).map(|provider| {
        view! { <a class="link" href=format!("/auth/oidc/{provider}/start") rel="external">{t!(sign_in::AGAIN)}</a> }
    });
    view! {
        <SignInLayout title=t!(sign_in::REFUSED_TITLE)>
            <Banner tone=Tone::Bad>{tr_error(&error)}</Banner>
            <p class="sign-in-links">
                {again}
                <a class="link" href="/login">{t!(sign_in::BACK)}</a>
            </p>
        </SignInLayout>
    }
    .into_any()
}
