//! Going away from a page, and finding it again by Back.

use super::{Listener, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement};

/// Where somebody is about to go.
#[derive(Clone, Debug)]
pub enum Leaving {
    To(String),
    Back,
}

pub fn history_back() {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        let _ = history.back();
    }
}

/// While `guarded`, stops links, Back and closing; `ask` gets where it was to go. The router listens on the window too,
/// so these listeners capture and are there first.
pub fn guard_leaving(guarded: impl Fn() -> bool + Clone + 'static, ask: impl Fn(Leaving) + Clone + 'static) -> Vec<Listener> {
    let here = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    let (may_click, may_close, ask_click) = (guarded.clone(), guarded.clone(), ask.clone());
    let path = here.split(['?', '#']).next().unwrap_or_default().to_owned();
    let click = Listener::new("click", true, move |event| {
        if !may_click() {
            return;
        }
        let Some(link) =
            event.target().and_then(|target| target.dyn_into::<Element>().ok()).and_then(|target| target.closest("a[href]").ok()?)
        else {
            return;
        };
        let Ok(link) = link.dyn_into::<HtmlAnchorElement>() else { return };
        let elsewhere =
            event.dyn_ref::<web_sys::MouseEvent>().is_some_and(|event| event.ctrl_key() || event.meta_key() || event.shift_key());
        let stays = link.href().split(['?', '#']).next() == Some(path.as_str());
        if elsewhere || stays || !link.target().is_empty() || link.has_attribute("download") {
            return;
        }
        event.prevent_default();
        event.stop_immediate_propagation();
        ask_click(Leaving::To(link.href()));
    });
    let back = Listener::new("popstate", true, move |event| {
        if guarded() {
            // Back has already happened: step onto a copy of this page, from where Back leads to the same place.
            event.stop_immediate_propagation();
            if let Some(history) = window().and_then(|window| window.history().ok()) {
                let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&here));
            }
            ask(Leaving::Back);
        }
    });
    let close = Listener::new("beforeunload", false, move |event| {
        if may_close() {
            event.prevent_default();
        }
    });
    vec![click, back, close]
}

/// The mark of the current entry of the browser's history, if it has one.
pub fn history_tag() -> Option<String> {
    let state = window()?.history().ok()?.state().ok()?;
    js_sys::Reflect::get(&state, &JsValue::from_str(TAG)).ok()?.as_string()
}

const TAG: &str = "place";

/// Marks the current entry, so that it is recognised when Back leads to it.
pub fn tag_history() -> Option<String> {
    if let Some(tag) = history_tag() {
        return Some(tag);
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let tag = format!("{:x}-{:x}", js_sys::Date::now() as u64, (js_sys::Math::random() * 1e9) as u64);
    let history = window()?.history().ok()?;
    let state = history.state().ok().filter(JsValue::is_object).unwrap_or_else(|| js_sys::Object::new().into());
    js_sys::Reflect::set(&state, &JsValue::from_str(TAG), &JsValue::from_str(&tag)).ok()?;
    history.replace_state(&state, "").ok()?;
    Some(tag)
}
