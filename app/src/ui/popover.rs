//! A panel that opens from a button, in the browser's top layer: nothing clips it, Escape and a click outside close it,
//! and opening it needs no script.

use super::{Icon, Variant, browser, button::button_class};
use leptos::{ev, html, prelude::*};

/// `id` is unique in the page. With only an icon, `label` is read out.
#[component]
pub fn Popover(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    #[prop(optional_no_strip, into)] icon: Option<&'static str>,
    #[prop(optional)] icon_only: bool,
    #[prop(optional)] variant: Variant,
    #[prop(optional)] small: bool,
    /// Other classes than a button's.
    #[prop(optional_no_strip, into)]
    class: Option<&'static str>,
    /// A small downward arrow behind the label.
    #[prop(optional)]
    arrow: bool,
    #[prop(optional)] wide: bool,
    /// Opens under the pointer and on keyboard focus too, for panels that only explain.
    #[prop(optional)]
    hover: bool,
    /// `menu` when the panel is one.
    #[prop(optional_no_strip, into)]
    popup: Option<&'static str>,
    #[prop(optional, into)] on_toggle: Option<Callback<bool>>,
    children: Children,
) -> impl IntoView {
    let panel = NodeRef::<html::Div>::new();
    let anchor = NodeRef::<html::Button>::new();
    let open = RwSignal::new(false);
    let place = move |event: ev::Event| {
        let (Some(panel), Some(anchor)) = (panel.get_untracked(), anchor.get_untracked()) else { return };
        // A panel inside the panel also says that it toggled.
        if !browser::is_target(&event, &panel) {
            return;
        }
        let opened = browser::toggles_to_open(&event);
        open.set(opened);
        if opened {
            browser::place(&panel, &anchor);
        }
        if event.type_() == "toggle"
            && let Some(on_toggle) = on_toggle
        {
            on_toggle.run(opened);
        }
    };
    let class = class.map_or_else(|| button_class(variant, small, icon_only), str::to_owned);
    // Touch sends no hover; its tap toggles as anywhere else.
    let peek = move |event: ev::PointerEvent, show: bool| {
        if hover
            && event.pointer_type() == "mouse"
            && let Some(panel) = panel.get_untracked()
        {
            browser::peek_popover(&panel, show);
        }
    };
    view! {
        <span
            class="menu-anchor"
            on:pointerenter=move |event| peek(event, true)
            on:pointerleave=move |event| peek(event, false)
        >
            <button
                node_ref=anchor
                type="button"
                class=class
                popovertarget=id.clone()
                aria-haspopup=popup.unwrap_or("dialog")
                aria-expanded=move || open.get().to_string()
                aria-label=move || icon_only.then(|| label.get())
                title=move || (icon_only && !hover).then(|| label.get())
                on:focus=move |_| {
                    if hover && let (Some(panel), Some(anchor)) = (panel.get_untracked(), anchor.get_untracked())
                        && browser::has_visible_focus(&anchor)
                    {
                        browser::peek_popover(&panel, true);
                    }
                }
                on:blur=move |_| {
                    if hover && let Some(panel) = panel.get_untracked() {
                        browser::peek_popover(&panel, false);
                    }
                }
                on:click=move |event| {
                    // Under the pointer it is open already; the click should not close it.
                    if hover && open.get_untracked() && browser::comes_from_mouse(&event) {
                        event.prevent_default();
                    }
                }
            >
                {icon.map(|name| view! { <Icon name=name /> })}
                {(!icon_only).then(|| view! { <span>{move || label.get()}</span> })}
                {arrow.then(|| view! { <Icon name="chevron-down" /> })}
            </button>
            <div
                node_ref=panel
                id=id
                class=if wide { "popover popover-wide" } else { "popover" }
                popover="auto"
                role=popup
                aria-label=move || label.get()
                on:beforetoggle=place
                on:toggle=place
            >
                {children()}
            </div>
        </span>
    }
    .into_any()
}
