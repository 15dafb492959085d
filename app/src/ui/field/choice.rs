//! Yes or no: a check box for what is saved with a form, a switch for what takes effect at once.

use leptos::prelude::*;

#[component]
pub fn Checkbox(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    value: RwSignal<bool>,
    #[prop(optional, into)] note: Option<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                name=name
                checked=value.get_untracked()
                prop:checked=move || value.get()
                disabled=move || disabled.get()
                on:change:target=move |event| changed(event.target().checked(), value, on_change)
            />
            <span class="check-text">
                {label}
                {note.map(|note| view! { <span class="check-note">{note}</span> })}
            </span>
        </label>
    }
    .into_any()
}

#[component]
pub fn Switch(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    value: RwSignal<bool>,
    #[prop(optional, into)] note: MaybeProp<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] on_change: Option<Callback<bool>>,
) -> impl IntoView {
    view! {
        <label class="switch">
            <span class="switch-text">
                {label}
                {move || note.get().map(|note| view! { <span class="check-note">{note}</span> })}
            </span>
            <input
                type="checkbox"
                role="switch"
                name=name
                checked=value.get_untracked()
                prop:checked=move || value.get()
                disabled=move || disabled.get()
                on:change:target=move |event| changed(event.target().checked(), value, on_change)
            />
        </label>
    }
    .into_any()
}

fn changed(checked: bool, value: RwSignal<bool>, on_change: Option<Callback<bool>>) {
    value.set(checked);
    if let Some(on_change) = on_change {
        on_change.run(checked);
    }
}
