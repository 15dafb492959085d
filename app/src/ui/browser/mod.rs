//! The few things that only a browser can do, as small functions. They compile for the server, where event handlers and
//! effects never run; call them from nowhere else.

mod entries;
mod leaving;
mod rows;

pub use entries::Entries;
pub use leaving::*;
pub use rows::*;

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element, HtmlAnchorElement, HtmlElement, Storage, Window};

pub fn window() -> Option<Window> {
    web_sys::window()
}

pub fn document() -> Option<Document> {
    window()?.document()
}

fn root() -> Option<Element> {
    document()?.document_element()
}

pub fn html_attribute(name: &str) -> Option<String> {
    root()?.get_attribute(name)
}

pub fn set_html_attribute(name: &str, value: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute(name, value);
    }
}

/// A readable cookie for a year, for what the server must know before the first byte (language, zone).
pub fn set_cookie(name: &str, value: &str) {
    if let Some(document) = document().and_then(|document| document.dyn_into::<web_sys::HtmlDocument>().ok()) {
        let _ = document.set_cookie(&format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax"));
    }
}

/// Calls `visit` for each element that the selector finds now.
pub fn each(selector: &str, mut visit: impl FnMut(Element)) {
    let Some(found) = document().and_then(|document| document.query_selector_all(selector).ok()) else { return };
    for index in 0..found.length() {
        if let Some(element) = found.get(index).and_then(|node| node.dyn_into::<Element>().ok()) {
            visit(element);
        }
    }
}

pub fn by_id(id: &str) -> Option<HtmlElement> {
    document()?.get_element_by_id(id)?.dyn_into().ok()
}

pub fn focus(id: &str) {
    if let Some(element) = by_id(id) {
        let _ = element.focus();
    }
}

/// Starts a download as a click on a link would.
pub fn download(url: &str, file_name: &str) {
    let link = document().and_then(|document| document.create_element("a").ok()).and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(url);
        link.set_download(file_name);
        link.click();
    }
}

/// Puts a text on the clipboard; false if the browser refuses.
pub async fn copy(text: &str) -> bool {
    let Some(window) = window() else { return false };
    wasm_bindgen_futures::JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}

/// Whether something was noted with [`keep_in_session`] since the browser's session began.
pub fn in_session(key: &str) -> bool {
    let stored = || window()?.session_storage().ok()??.get_item(key).ok()?;
    stored().is_some()
}

/// Notes something until the browser's session ends; without storage it is forgotten with the page.
pub fn keep_in_session(key: &str) {
    if let Some(Ok(Some(storage))) = window().map(|window| window.session_storage()) {
        let _ = storage.set_item(key, "1");
    }
}

/// Takes the note of [`keep_in_session`] back.
pub fn forget_in_session(key: &str) {
    if let Some(Ok(Some(storage))) = window().map(|window| window.session_storage()) {
        let _ = storage.remove_item(key);
    }
}

/// Path and query of the address now, as a browser asks a server for it.
pub fn address() -> Option<String> {
    let location = window()?.location();
    Some(location.pathname().ok()? + &location.search().ok()?)
}

fn storage() -> Option<Storage> {
    window()?.local_storage().ok()?
}

/// A value of this browser; `None` too where storage is switched off.
pub fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

pub fn store(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(key, value);
    }
}

pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

pub fn has_focus(element: &Element) -> bool {
    document().and_then(|document| document.active_element()).is_some_and(|active| active == *element)
}

/// Whether shortcuts are made with ⌘.
pub fn is_mac() -> bool {
    window().and_then(|window| window.navigator().platform().ok()).is_some_and(|platform| platform.starts_with("Mac"))
}

/// Whether another dialog than the one of this id waits for an answer.
pub fn has_modal_besides(id: &str) -> bool {
    let others = format!("dialog:modal:not(#{id})");
    document().is_some_and(|document| document.query_selector(&others).is_ok_and(|modal| modal.is_some()))
}

/// True where reading goes from right to left.
pub fn is_rtl() -> bool {
    html_attribute("dir").as_deref() == Some("rtl")
}

pub fn scroll_into_view(id: &str) {
    if let Some(element) = by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// The event comes from this very element, not from something inside it.
pub fn is_target(event: &web_sys::Event, element: &Element) -> bool {
    event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|target| target == *element)
}

/// Shows or closes a dialog as modal, also one that the server's page showed without script.
pub fn show_dialog(dialog: &web_sys::HtmlDialogElement, show: bool) {
    let modal = dialog.matches(":modal").unwrap_or(false);
    if show && !modal {
        let _ = dialog.remove_attribute("open");
        let _ = dialog.show_modal();
    } else if !show && (modal || dialog.open()) {
        // A view drawn anew in place writes its attributes anew, without the `open` that the browser had set; without it
        // `close` does nothing, and the page behind would stay out of reach.
        let _ = dialog.set_attribute("open", "");
        dialog.close();
    }
}

pub fn hide_popover(id: &str) {
    if let Some(element) = by_id(id) {
        let _ = element.hide_popover();
    }
}

/// Shows a manual popover on top of everything opened before, or hides it.
pub fn raise_popover(element: &HtmlElement, show: bool) {
    let _ = element.hide_popover();
    if show {
        let _ = element.show_popover();
    }
}

/// Shows or hides a popover if it is not so already.
pub fn peek_popover(element: &HtmlElement, show: bool) {
    let _ = if show { element.show_popover() } else { element.hide_popover() };
}

/// Whether the element has the focus in a way that shows: by keyboard rather than by pointer.
pub fn has_visible_focus(element: &Element) -> bool {
    element.matches(":focus-visible").unwrap_or(false)
}

/// A click of the mouse; neither the keyboard's nor a finger's.
pub fn comes_from_mouse(event: &web_sys::MouseEvent) -> bool {
    event.dyn_ref::<web_sys::PointerEvent>().is_some_and(|event| event.pointer_type() == "mouse")
}

/// Whether a `toggle` or `beforetoggle` event opens.
pub fn toggles_to_open(event: &web_sys::Event) -> bool {
    event.dyn_ref::<web_sys::ToggleEvent>().is_some_and(|event| event.new_state() == "open")
}

/// Puts a panel below its button, or above where there is more room, within the window.
pub fn place(panel: &HtmlElement, anchor: &Element) {
    const GAP: f64 = 4.0;
    let Some(root) = root() else { return };
    let (width, height) = (f64::from(root.client_width()), f64::from(root.client_height()));
    let anchor = anchor.get_bounding_client_rect();
    let (own_width, own_height) = (f64::from(panel.offset_width()), f64::from(panel.offset_height()));
    let start = if is_rtl() { anchor.right() - own_width } else { anchor.left() };
    // A panel wider than the room on the reading side ends with its button instead.
    let left = if start + own_width > width - 2.0 * GAP { anchor.right() - own_width } else { start };
    let left = left.min(width - own_width - 2.0 * GAP).max(2.0 * GAP);
    let below = anchor.bottom() + GAP;
    let top = if below + own_height > height && anchor.top() > height - anchor.bottom() { anchor.top() - GAP - own_height } else { below };
    let style = panel.style();
    let _ = style.set_property("inset", "auto");
    let _ = style.set_property("left", &format!("{left}px"));
    let _ = style.set_property("top", &format!("{}px", top.max(2.0 * GAP)));
}

/// Where the focus goes among the items of a menu or a list.
pub enum Step {
    First,
    Last,
    Next,
    Previous,
    /// To the next item that begins with this text.
    Letter(String),
}

pub fn focus_item(container: &Element, selector: &str, step: Step) {
    let Ok(found) = container.query_selector_all(selector) else { return };
    let items: Vec<HtmlElement> = (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect();
    let count = items.len();
    let current = items.iter().position(|item| has_focus(item));
    let target = match step {
        Step::First => Some(0),
        Step::Last => count.checked_sub(1),
        Step::Next => Some(current.map_or(0, |current| (current + 1) % count)),
        Step::Previous => current.map_or(count.checked_sub(1), |current| Some((current + count - 1) % count)),
        Step::Letter(letter) => {
            let from = current.map_or(0, |current| current + 1);
            (0..count).map(|offset| (from + offset) % count).find(|index| {
                items.get(*index).and_then(|item| item.text_content()).is_some_and(|text| text.trim().to_lowercase().starts_with(&letter))
            })
        }
    };
    if let Some(item) = target.and_then(|target| items.get(target)) {
        let _ = item.focus();
    }
}

/// A listener that goes away with this value.
pub struct Listener {
    target: Option<web_sys::EventTarget>,
    name: &'static str,
    capture: bool,
    handler: Closure<dyn FnMut(web_sys::Event)>,
}

impl Listener {
    /// On the window.
    pub fn new(name: &'static str, capture: bool, handler: impl FnMut(web_sys::Event) + 'static) -> Self {
        Self::with(window().map(Into::into), name, capture, handler)
    }

    /// On one element.
    pub fn on(element: &Element, name: &'static str, handler: impl Fn() + 'static) -> Self {
        Self::with(Some(element.clone().into()), name, false, move |_| handler())
    }

    fn with(
        target: Option<web_sys::EventTarget>,
        name: &'static str,
        capture: bool,
        handler: impl FnMut(web_sys::Event) + 'static,
    ) -> Self {
        let handler = Closure::<dyn FnMut(web_sys::Event)>::new(handler);
        if let Some(target) = &target {
            let _ = target.add_event_listener_with_callback_and_bool(name, handler.as_ref().unchecked_ref(), capture);
        }
        Self { target, name, capture, handler }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(target) = &self.target {
            let _ = target.remove_event_listener_with_callback_and_bool(self.name, self.handler.as_ref().unchecked_ref(), self.capture);
        }
    }
}

/// Tells everything that measures itself to do so again.
pub fn resized() {
    if let (Some(window), Ok(event)) = (window(), web_sys::Event::new("resize")) {
        let _ = window.dispatch_event(&event);
    }
}

/// What a field contains now.
pub fn value_of(id: &str) -> String {
    by_id(id).and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok()).map(|field| field.value()).unwrap_or_default()
}

/// Opens a filter panel with one section unfolded.
pub fn open_filter(panel: &str, section: &str) {
    if let Some(section) = by_id(section) {
        let _ = section.set_attribute("open", "");
    }
    if let Some(panel) = by_id(panel) {
        let _ = panel.show_popover();
    }
}

/// Leaves for another address of ours, loading it anew.
pub fn go(path: &str) {
    if let Some(window) = window() {
        let _ = window.location().set_href(path);
    }
}

/// Whether the server answers at all, whatever it says.
pub async fn answers(path: &str) -> bool {
    match window() {
        Some(window) => wasm_bindgen_futures::JsFuture::from(window.fetch_with_str(path)).await.is_ok(),
        None => false,
    }
}

/// Sends one field to an address as a form of the page would: an answer that is a file becomes a download.
pub fn post_form(url: &str, name: &str, value: &str) {
    let Some(document) = document() else { return };
    let form = document.create_element("form").ok().and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok());
    let field = document.create_element("input").ok().and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let (Some(form), Some(field), Some(body)) = (form, field, document.body()) {
        form.set_method("post");
        form.set_action(url);
        form.set_hidden(true);
        field.set_type("hidden");
        field.set_name(name);
        field.set_value(value);
        let _ = form.append_child(&field);
        let _ = body.append_child(&form);
        let _ = form.submit();
        form.remove();
    }
}
