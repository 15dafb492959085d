//! Dialogs on the `<dialog>` element: modal, focus stays inside and returns afterwards, Escape closes.

use super::{IconButton, browser};
use crate::i18n::t;
use leptos::{ev, html, prelude::*};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DialogSize {
    Small,
    #[default]
    Medium,
    Large,
    /// From the side, over the full height: details of a row.
    Panel,
}

/// Shows while `open` is true. Its content exists only then, so that it starts fresh each time. A dialog that is open in
/// the server's page stands in the page until scripts run.
#[component]
pub fn Dialog(
    /// Unique in the page.
    id: &'static str,
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] size: DialogSize,
    /// False where a click beside the dialog would lose entries.
    #[prop(default = true)]
    light_dismiss: bool,
    #[prop(optional, into)] on_close: Option<Callback<()>>,
    /// Buttons at the bottom.
    #[prop(optional, into)]
    foot: Option<ViewFn>,
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    let close = move || {
        if open.try_get_untracked() == Some(true) {
            open.set(false);
            if let Some(on_close) = on_close {
                on_close.run(());
            }
        }
    };
    Effect::new(move |_| {
        let show = open.get();
        let Some(element) = element.get() else { return };
        if !show {
            return browser::show_dialog(&element, false);
        }
        // The content is put in by another effect of the same change; the dialog then looks for what to focus.
        request_animation_frame(move || browser::show_dialog(&element, open.try_get_untracked() == Some(true)));
    });
    let class = match size {
        DialogSize::Small => "dialog dialog-small",
        DialogSize::Medium => "dialog",
        DialogSize::Large => "dialog dialog-large",
        DialogSize::Panel => "dialog dialog-panel",
    };
    let heading = format!("{id}-title");
    let labelled_by = heading.clone();
    let foot = StoredValue::new(foot);
    let children = StoredValue::new(children);
    view! {
        <dialog
            node_ref=element
            class=class
            id=id
            open=open.get_untracked()
            aria-labelledby=labelled_by
            on:close=move |_| close()
            on:click=move |event: ev::MouseEvent| {
                if light_dismiss && let Some(element) = element.get_untracked() && browser::is_target(&event, &element) {
                    element.close();
                }
            }
        >
            <Show when=move || open.get()>
                <header class="dialog-head">
                    <h2 class="dialog-title" id=heading.clone() tabindex="-1" autofocus="">
                        {move || title.get()}
                    </h2>
                    <span class="dialog-close scripting-only">
                        <IconButton icon="x" label=t!(ui::CLOSE) on_click=move |_| close() />
                    </span>
                </header>
                <div class="dialog-body">{children.with_value(|children| children())}</div>
                {foot.with_value(|foot| foot.as_ref().map(|foot| view! { <footer class="dialog-foot">{foot.run()}</footer> }))}
            </Show>
        </dialog>
    }
    .into_any()
}
