//! One line of text, and several.

use super::{Frame, adopt_typed};
use leptos::{html, prelude::*};

#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] help: Option<String>,
    /// Besides the form's own errors.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// Why it is disabled; replaces the help and disables the field.
    #[prop(optional, into)]
    disabled_reason: MaybeProp<String>,
    #[prop(optional)] readonly: bool,
    /// `email`, `tel`, `url`, …
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional, into)] placeholder: Option<String>,
    /// A token of the HTML autofill list.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// In characters.
    #[prop(default = 254)]
    max: u32,
    #[prop(optional)] autofocus: bool,
    #[prop(optional, into)] on_blur: Option<Callback<()>>,
) -> impl IntoView {
    let frame = Frame::new(&name, id, label, required, help, error).note(disabled_reason);
    let field = NodeRef::<html::Input>::new();
    adopt_typed(field, value);
    let spellcheck = if matches!(kind, "text" | "search") { None } else { Some("false") };
    let control = view! {
        <input
            node_ref=field
            class="input"
            id=frame.id.clone()
            name=name
            type=kind
            value=value.get_untracked()
            placeholder=placeholder
            autocomplete=autocomplete
            spellcheck=spellcheck
            maxlength=max.to_string()
            required=required
            readonly=readonly
            autofocus=autofocus
            disabled=move || disabled.get() || disabled_reason.with(|reason| reason.is_some())
            aria-invalid=frame.invalid()
            aria-describedby=frame.described_by()
            on:input:target=move |event| value.set(event.target().value())
            on:blur=move |_| {
                if let Some(on_blur) = on_blur {
                    on_blur.run(());
                }
            }
        />
    };
    frame.around(control.into_any())
}

#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(default = 4_000)] max: u32,
) -> impl IntoView {
    let frame = Frame::new(&name, id, label, required, help, error);
    let control = view! {
        <textarea
            class="input"
            id=frame.id.clone()
            name=name
            maxlength=max.to_string()
            required=required
            disabled=move || disabled.get()
            aria-invalid=frame.invalid()
            aria-describedby=frame.described_by()
            prop:value=move || value.get()
            on:input:target=move |event| value.set(event.target().value())
        >
            {value.get_untracked()}
        </textarea>
    };
    frame.around(control.into_any())
}
