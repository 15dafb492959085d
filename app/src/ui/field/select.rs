//! One of a few values.

use super::Frame;
use crate::ui::Icon;
use leptos::prelude::*;

/// `options` are value and label. An `empty` label adds a first choice that stands for nothing.
#[component]
pub fn SelectField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    #[prop(optional, into)] empty: Option<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] help: Option<String>,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] disabled_reason: MaybeProp<String>,
    #[prop(default = "off")] autocomplete: &'static str,
) -> impl IntoView {
    let frame = Frame::new(&name, id, label, required, help, error).note(disabled_reason);
    let choices = move || {
        let option = |(id, label): (String, String)| {
            let own = id.clone();
            let chosen = move || value.with(|value| *value == own);
            view! { <option value=id selected=chosen>{label}</option> }
        };
        options.get().into_iter().map(option).collect_view()
    };
    let control = view! {
        <span class="select">
        <select
            class="input"
            id=frame.id.clone()
            name=name
            required=required
            autocomplete=autocomplete
            disabled=move || disabled.get() || disabled_reason.with(|reason| reason.is_some())
            aria-invalid=frame.invalid()
            aria-describedby=frame.described_by()
            prop:value=move || value.get()
            on:change:target=move |event| value.set(event.target().value())
        >
            {empty.map(|label| view! { <option value="" selected=move || value.with(String::is_empty)>{label}</option> })}
            {choices}
        </select>
        <Icon name="chevron-down" />
        </span>
    };
    frame.around(control.into_any())
}
