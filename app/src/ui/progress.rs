//! Work under way.

use super::Tone;
use leptos::prelude::*;

/// A bar with what is done; without `max` it only says that something runs.
#[component]
pub fn Progress(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] value: Signal<u64>,
    #[prop(into)] max: MaybeProp<u64>,
    #[prop(optional, into)] tone: Signal<Tone>,
) -> impl IntoView {
    let class = move || match tone.get() {
        Tone::Bad => "progress progress-bad",
        Tone::Ok => "progress progress-ok",
        _ => "progress",
    };
    let figures = move || max.get().map(|max| format!("{} / {}", crate::i18n::number(value.get()), crate::i18n::number(max)));
    view! {
        <div class=class>
            <div class="progress-line">
                <span>{move || label.get()}</span>
                <span>{figures}</span>
            </div>
            <progress
                aria-label=move || label.get()
                max=move || max.get().map(|max| max.max(1).to_string())
                value=move || max.get().map(|max| value.get().min(max.max(1)).to_string())
            ></progress>
        </div>
    }
    .into_any()
}

/// A small turning ring beside a text that says what is going on.
#[component]
pub fn Spinner() -> impl IntoView {
    view! { <span class="spinner" aria-hidden="true"></span> }.into_any()
}
