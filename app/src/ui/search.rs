//! A search field that asks while one types, but not at every letter.

use super::{Debounce, Icon, Tip, field::adopt_typed};
use crate::i18n::t;
use leptos::{html, prelude::*};

/// Milliseconds of silence before a search starts.
const PAUSE: u64 = 180;

/// Works without scripts inside a `<form method=get>` through `name`. `on_search` gets the text after a pause, at once on
/// Enter, and the empty text on Escape.
#[component]
pub fn SearchField(
    #[prop(into)] label: String,
    /// The search that is in effect; the field follows it (Back, Clear filters).
    #[prop(into)]
    value: Signal<String>,
    on_search: Callback<String>,
    #[prop(default = "search")] name: &'static str,
    /// Why searching is not possible now.
    #[prop(optional, into)]
    disabled_reason: MaybeProp<String>,
) -> impl IntoView {
    let typed = RwSignal::new(value.get_untracked());
    let field = NodeRef::<html::Input>::new();
    adopt_typed(field, typed);
    let debounce = Debounce::new(PAUSE);
    let search = move |text: String| {
        if text.trim() != value.get_untracked() {
            on_search.run(text.trim().to_owned());
        }
    };
    Effect::new(move |_| {
        let effective = value.get();
        // A trailing blank that is still being typed stays.
        if typed.with_untracked(|typed| typed.trim() != effective)
            && field.get_untracked().is_none_or(|field| !super::browser::has_focus(&field))
        {
            typed.set(effective);
        }
    });
    let clear = move || {
        debounce.cancel();
        typed.set(String::new());
        search(String::new());
    };
    let reason_id = format!("{name}-disabled");
    let described_by = reason_id.clone();
    view! {
        <div class="search-field" role="search">
            <Tip text=disabled_reason id=reason_id>
                <span class="input-group">
                    <span class="input-lead">
                        <Icon name="search" />
                    </span>
                    <input
                        node_ref=field
                        class="input"
                        type="search"
                        name=name
                        aria-label=label.clone()
                        placeholder=label
                        autocomplete="off"
                        spellcheck="false"
                        enterkeyhint="search"
                        maxlength="200"
                        value=typed.get_untracked()
                        disabled=move || disabled_reason.with(|reason| reason.is_some())
                        aria-describedby=move || disabled_reason.with(|reason| reason.is_some()).then(|| described_by.clone())
                        on:input:target=move |event| {
                            let text = event.target().value();
                            typed.set(text.clone());
                            debounce.call(move || search(text));
                        }
                        on:keydown=move |event| match event.key().as_str() {
                            "Enter" => {
                                event.prevent_default();
                                debounce.cancel();
                                search(typed.get_untracked());
                            }
                            "Escape" if !typed.with_untracked(String::is_empty) => {
                                event.prevent_default();
                                clear();
                            }
                            _ => {}
                        }
                    />
                    <span class="input-trail scripting-only">
                        <button
                            type="button"
                            class="input-button"
                            aria-label=t!(ui::CLEAR_SEARCH)
                            hidden=move || typed.with(String::is_empty)
                            on:click=move |_| {
                                clear();
                                if let Some(field) = field.get_untracked() {
                                    let _ = field.focus();
                                }
                            }
                        >
                            <Icon name="x" />
                        </button>
                    </span>
                </span>
            </Tip>
        </div>
    }
    .into_any()
}
