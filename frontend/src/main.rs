//! Entry of the client bundle: takes over the page that the server has rendered.

// The view of a page is one nested type; the compiler counts every level of it.
#![recursion_limit = "512"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the document's script once the module is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    if switchroom_app::shell::renews_outrun_page() {
        return;
    }
    switchroom_app::sessions::watch_expiry();
    switchroom_app::sessions::watch_step_up();
    wasm_bindgen_futures::spawn_local(async {
        let entries = switchroom_app::shell::Entries::watch();
        leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), switchroom_app::App).await.forget();
        // Fields take over by themselves what they can, in effects; those have run then.
        leptos::task::tick().await;
        entries.restore();
        switchroom_app::i18n::zone::adopt_browser_zone();
        // Browser tests wait for this before they click.
        if let Some(root) = leptos::prelude::document().document_element() {
            let _ = root.set_attribute("data-hydrated", "");
        }
    });
}

/// Trunk builds binaries; the work begins in [`hydrate`].
fn main() {}
