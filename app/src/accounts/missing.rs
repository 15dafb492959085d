//! Subscribed products that lack their integration (ACC-15, ACC-16).

use crate::i18n::{name_of, t};
use crate::ui::{Banner, Tone, browser};
use leptos::prelude::*;
use switchroom_types::AccountId;
use switchroom_types::accounts::MissingIntegration;

/// A banner for each; closing one hides it until the browser's session ends.
#[component]
pub fn MissingIntegrations(account: AccountId, missing: Vec<MissingIntegration>) -> impl IntoView {
    missing.into_iter().map(|missing| view! { <Missing account=account missing=missing /> }).collect_view()
}

#[component]
fn Missing(account: AccountId, missing: MissingIntegration) -> impl IntoView {
    let key = StoredValue::new(format!("closed:{account}:{}:{}", missing.product, missing.integration));
    let shown = RwSignal::new(true);
    // The server does not know what was closed in this browser.
    Effect::new(move |_| {
        if key.with_value(|key| browser::in_session(key)) {
            shown.set(false);
        }
    });
    let close = Callback::new(move |()| {
        key.with_value(|key| browser::keep_in_session(key));
        shown.set(false);
    });
    let text = StoredValue::new(t!(
        accounts::MISSING_INTEGRATION,
        product = missing.product,
        integration = name_of("integration", &missing.integration)
    ));
    view! {
        <Show when=move || shown.get()>
            <Banner tone=Tone::Warn on_close=close>
                <p>{text.get_value()}</p>
                <p><a class="link" href="#integrations">{t!(accounts::INTEGRATIONS)}</a></p>
            </Banner>
        </Show>
    }
    .into_any()
}
