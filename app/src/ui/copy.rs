//! Copies a text and says so.

use super::{IconButton, Tone, browser, use_toasts};
use crate::i18n::t;
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn CopyButton(
    #[prop(into)] text: Signal<String>,
    /// Defaults to "Copy".
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let toasts = use_toasts();
    let label = label.unwrap_or_else(|| t!(ui::COPY).to_owned());
    let copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            if browser::copy(&text).await {
                toasts.show(Tone::Ok, t!(ui::COPIED));
            } else {
                toasts.show(Tone::Bad, t!(ui::NOT_COPIED));
            }
        });
    };
    view! { <IconButton icon="copy" small=true label=label on_click=copy /> }.into_any()
}
