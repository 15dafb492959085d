//! Entry of the client bundle: takes over the page that the server has rendered.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the document's script once the module is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(switchroom_app::App);
}

/// Trunk builds binaries; the work begins in [`hydrate`].
fn main() {}
