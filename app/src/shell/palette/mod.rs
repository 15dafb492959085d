//! The command palette (SHELL-B1): Ctrl-K or ⌘K, or the button in the top bar. What it holds is loaded when it is opened for
//! the first time.

mod commands;
mod panel;

use super::lazy::lazy;
use crate::i18n::t;
use crate::ui::browser::{self, Listener};
use crate::ui::{Dialog, Icon, Skeleton};
use leptos::{ev, prelude::*};
use panel::PalettePanel;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;

const DIALOG: &str = "palette";

/// Whether it is open; for what stands in it.
#[derive(Clone, Copy)]
struct Open(RwSignal<bool>);

/// The button, the keys, and the dialog.
#[component]
pub(super) fn Palette() -> impl IntoView {
    let open = RwSignal::new(false);
    provide_context(Open(open));
    Effect::new(move |_| {
        let keys = Listener::new("keydown", true, move |event| {
            let Some(event) = event.dyn_ref::<ev::KeyboardEvent>() else { return };
            let chord = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
            if chord && event.key().eq_ignore_ascii_case("k") {
                event.prevent_default();
                let now = open.try_get_untracked() == Some(true);
                // Another dialog stays on top: what is being decided there comes first.
                if now || !browser::has_modal_besides(DIALOG) {
                    let _ = open.try_set(!now);
                }
            }
        });
        // It listens as long as the frame is there.
        StoredValue::new_local(keys);
    });
    let mac = RwSignal::new(false);
    Effect::new(move |_| mac.set(browser::is_mac()));
    let keys = move || if mac.get() { "⌘ K" } else { "Ctrl K" };
    let content = move || {
        let page = lazy!(palette, PalettePanel);
        Suspend::new(SendWrapper::new(async move {
            match (page.build)().await {
                Ok(view) => view,
                Err(_) => view! { <p class="palette-note" role="alert">{t!(palette::MISSING)}</p> }.into_any(),
            }
        }))
    };
    view! {
        <button type="button" class="top-search scripting-only" aria-keyshortcuts="Control+K Meta+K" on:click=move |_| open.set(true)>
            <Icon name="search" />
            <span class="top-search-text">{t!(palette::SEARCH)}</span>
            <kbd aria-hidden="true">{keys}</kbd>
        </button>
        <Dialog id=DIALOG open title=Signal::stored(t!(palette::TITLE).to_owned())>
            <Suspense fallback=|| view! { <Skeleton lines=4 /> }>{content()}</Suspense>
        </Dialog>
    }
    .into_any()
}
