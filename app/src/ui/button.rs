//! Buttons, links that look like buttons, and buttons that are only an icon.

use super::{Icon, Tip};
use leptos::{ev::MouseEvent, prelude::*};

/// How much weight a button has. One `Primary` per view.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Variant {
    #[default]
    Plain,
    Primary,
    /// Destroys something.
    Danger,
    /// Without border, for tools.
    Ghost,
    /// Reads as a link in running text.
    Link,
}

pub(super) fn button_class(variant: Variant, small: bool, icon_only: bool) -> String {
    let mut class = String::from("button");
    class.push_str(match variant {
        Variant::Plain => "",
        Variant::Primary => " button-primary",
        Variant::Danger => " button-danger",
        Variant::Ghost => " button-ghost",
        Variant::Link => " button-link",
    });
    if small {
        class.push_str(" button-small");
    }
    if icon_only {
        class.push_str(" button-icon");
    }
    class
}

#[component]
pub fn Button(
    #[prop(optional)] variant: Variant,
    #[prop(optional)] small: bool,
    #[prop(optional, into)] icon: Option<&'static str>,
    /// Submits the form around it.
    #[prop(optional)]
    submit: bool,
    /// Shows that the work is under way and takes no further click.
    #[prop(optional, into)]
    busy: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// Why it is disabled; shown on hover and focus. Such a button stays focusable.
    #[prop(optional, into)]
    disabled_reason: MaybeProp<String>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] on_click: Option<Callback<MouseEvent>>,
    children: Children,
) -> impl IntoView {
    let blocked = move || disabled_reason.with(|reason| reason.is_some());
    let click = move |event: MouseEvent| {
        if busy.get_untracked() || disabled_reason.with_untracked(|reason| reason.is_some()) {
            event.prevent_default();
        } else if let Some(on_click) = on_click {
            on_click.run(event);
        }
    };
    let button = view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=button_class(variant, small, false)
            id=id
            disabled=move || disabled.get()
            aria-disabled=move || blocked().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            on:click=click
        >
            {icon.map(|name| view! { <Icon name=name /> })}
            <span>{children()}</span>
            {move || disabled_reason.get().map(|reason| view! { <span class="visually-hidden">{format!(". {reason}")}</span> })}
        </button>
    };
    view! { <Tip text=disabled_reason>{button}</Tip> }.into_any()
}

/// A link that looks like a button: for everything that has an address.
#[component]
pub fn LinkButton(
    #[prop(into)] href: Signal<String>,
    #[prop(optional)] variant: Variant,
    #[prop(optional)] small: bool,
    #[prop(optional, into)] icon: Option<&'static str>,
    /// The target is a file, not a page.
    #[prop(optional)]
    download: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <a
            class=button_class(variant, small, false)
            href=move || href.get()
            download=download.then_some("")
            rel=download.then_some("external")
        >
            {icon.map(|name| view! { <Icon name=name /> })}
            <span>{children()}</span>
        </a>
    }
    .into_any()
}

/// A button that is only an icon; its name is read out and shown as a tooltip.
#[component]
pub fn IconButton(
    icon: &'static str,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] small: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional, into)] pressed: MaybeProp<bool>,
    #[prop(optional, into)] id: Option<String>,
    #[prop(optional, into)] on_click: Option<Callback<MouseEvent>>,
) -> impl IntoView {
    view! {
        <span class="tip-anchor">
            <button
                type="button"
                class=button_class(Variant::Ghost, small, true)
                id=id
                aria-label=move || label.get()
                aria-pressed=move || pressed.get().map(|pressed| pressed.to_string())
                disabled=move || disabled.get()
                on:click=move |event| {
                    if let Some(on_click) = on_click {
                        on_click.run(event);
                    }
                }
            >
                <Icon name=icon />
            </button>
            <span class="tip" aria-hidden="true" data-name="">
                {move || label.get()}
            </span>
        </span>
    }
    .into_any()
}
