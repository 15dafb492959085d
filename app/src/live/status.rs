//! Says that the page may be out of date.

use super::{LiveState, use_live};
use crate::t;
use crate::ui::{Banner, Button, Tone};
use leptos::prelude::*;

/// For the frame, above the page: shows while the server cannot be reached.
#[component]
pub fn LiveStatus() -> impl IntoView {
    let live = use_live();
    let view = move || {
        let live = live.filter(|live| live.state.get() == LiveState::Away)?;
        let view = view! {
            <Banner tone=Tone::Warn>
                <span>{t!(live::AWAY)}</span>
                <div class="banner-actions">
                    <Button small=true icon="refresh" on_click=move |_| live.retry_now()>{t!(live::TRY_NOW)}</Button>
                </div>
            </Banner>
        };
        Some(view)
    };
    view! { {view} }.into_any()
}
