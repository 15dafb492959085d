//! Setting up a first factor where nothing else is open yet (AUTH-B3).

use super::authenticator::SetUp;
use super::codes::NewCodes;
use super::passkeys::FirstPasskey;
use crate::i18n::t;
use crate::ui::{Button, Variant};
use leptos::prelude::*;
use switchroom_types::factors::RecoveryCodes;

/// App or passkey; then the recovery codes, and the way to `next`.
#[component]
pub fn EnrolChoices(next: String) -> impl IntoView {
    let codes = RwSignal::new(RecoveryCodes::default());
    let (started, done) = (RwSignal::new(false), RwSignal::new(false));
    let finish = Callback::new(move |fresh: RecoveryCodes| {
        codes.set(fresh);
        done.set(true);
    });
    let next = StoredValue::new(next);
    move || match (done.get(), started.get()) {
        (true, _) => view! {
            <NewCodes codes />
            <a class="button button-primary" href=next.get_value() rel="external">{t!(factors::CONTINUE)}</a>
        }
        .into_any(),
        (false, true) => view! { <SetUp on_done=finish /> }.into_any(),
        (false, false) => view! {
            <div class="stack">
                <Button variant=Variant::Primary on_click=move |_| started.set(true)>{t!(factors::SET_UP_TITLE)}</Button>
                <FirstPasskey on_done=finish />
            </div>
        }
        .into_any(),
    }
}
