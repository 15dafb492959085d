//! A password that can be shown, with an optional strength meter.

use super::{Frame, adopt_typed};
use crate::{i18n::t, ui::Icon};
use leptos::{html, prelude::*};

/// How good a password is, 0 (refused) to 4, with a word for it. The judgement is the page's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strength {
    pub score: u8,
    pub text: String,
}

#[component]
pub fn PasswordField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] error: MaybeProp<String>,
    /// `current-password` or `new-password`.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
    /// Shown while something is entered.
    #[prop(optional, into)]
    strength: MaybeProp<Strength>,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let frame = Frame::new(&name, id, label, false, help, error);
    let shown = RwSignal::new(false);
    let field = NodeRef::<html::Input>::new();
    adopt_typed(field, value);
    let control = view! {
        <span class="input-group">
            <input
                node_ref=field
                class="input"
                id=frame.id.clone()
                name=name
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck="false"
                maxlength="256"
                required=true
                autofocus=autofocus
                aria-invalid=frame.invalid()
                aria-describedby=frame.described_by()
                on:input:target=move |event| value.set(event.target().value())
            />
            <span class="input-trail scripting-only">
                <button
                    type="button"
                    class="input-button"
                    aria-label=t!(ui::SHOW_PASSWORD)
                    aria-pressed=move || shown.get().to_string()
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() { view! { <Icon name="eye-off" /> } } else { view! { <Icon name="eye" /> } }}
                </button>
            </span>
        </span>
        {move || {
            strength
                .get()
                .filter(|_| value.with(|value| !value.is_empty()))
                .map(|strength| view! {
                    <div class="strength" aria-live="polite">
                        <meter min="0" max="4" low="2" high="3" optimum="4" value=strength.score.to_string() aria-label=t!(ui::PASSWORD_STRENGTH)></meter>
                        <span>{strength.text}</span>
                    </div>
                })
        }}
    };
    frame.around(control.into_any())
}
