//! What the table asks of the browser: which row an event belongs to, what is in view.

use super::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent};

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn row_of(event: &Event) -> Option<Element> {
    target(event)?.closest("tr[data-index]").ok()?
}

/// The number of the row that an event comes from.
pub fn row_index(event: &Event) -> Option<usize> {
    row_of(event)?.get_attribute("data-index")?.parse().ok()
}

/// The event comes from the row itself, not from something inside it.
pub fn is_row(event: &KeyboardEvent) -> bool {
    target(event).is_some_and(|target| target.has_attribute("data-index"))
}

/// Which part of a row was clicked.
pub enum RowPart {
    /// The row's own link.
    Link,
    /// Another link, a button, a field, or text being marked.
    Control,
    Surface,
}

pub fn clicked_part(event: &MouseEvent) -> RowPart {
    let inside = |selector: &str| target(event).and_then(|target| target.closest(selector).ok().flatten()).is_some();
    if inside(".row-link") {
        RowPart::Link
    } else if inside("a,button,input,label,select,textarea,summary,[popover]") || event.default_prevented() || is_marking() {
        RowPart::Control
    } else {
        RowPart::Surface
    }
}

fn is_marking() -> bool {
    let selection = super::window().and_then(|window| window.get_selection().ok()?);
    selection.is_some_and(|selection| !selection.is_collapsed())
}

/// Without a key that would open a new window.
pub fn is_plain(event: &MouseEvent) -> bool {
    event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key() && !event.alt_key()
}

/// Clicks the link of the row that the event comes from, with the keys that were held.
pub fn follow_row_link(event: &Event) {
    let link = row_of(event).and_then(|row| row.query_selector("a.row-link").ok().flatten());
    let Some(link) = link else { return };
    let options = web_sys::MouseEventInit::new();
    options.set_bubbles(true);
    options.set_cancelable(true);
    if let Some(held) = event.dyn_ref::<MouseEvent>() {
        options.set_ctrl_key(held.ctrl_key());
        options.set_meta_key(held.meta_key());
        options.set_shift_key(held.shift_key());
    }
    if let Ok(click) = MouseEvent::new_with_mouse_event_init_dict("click", &options) {
        // A listener cannot be entered again while it handles the event that leads here.
        leptos::prelude::queue_microtask(move || {
            let _ = link.dispatch_event(&click);
        });
    }
}

pub fn focus_selector(selector: &str) {
    let found = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

pub fn set_height(element: &HtmlElement, pixels: f64) {
    let _ = element.style().set_property("height", &format!("{pixels}px"));
    let _ = element.style().set_property("display", if pixels > 0.0 { "" } else { "none" });
}

/// Average distance from one drawn row to the next.
pub fn row_pitch(body: &Element) -> Option<f64> {
    let rows = body.query_selector_all("tr[data-index]").ok()?;
    let rect = |index: u32| Some(rows.get(index)?.dyn_into::<Element>().ok()?.get_bounding_client_rect());
    match rows.length() {
        0 => None,
        1 => Some(rect(0)?.height()),
        count => Some((rect(count - 1)?.top() - rect(0)?.top()) / f64::from(count - 1)),
    }
}

/// The frame scrolls by itself; on phones the page does.
fn scrolls(frame: &Element) -> bool {
    let style = super::window().and_then(|window| window.get_computed_style(frame).ok().flatten());
    style
        .and_then(|style| style.get_property_value("overflow-y").ok())
        .is_some_and(|overflow| matches!(overflow.as_str(), "auto" | "scroll"))
}

fn inner_height() -> f64 {
    super::window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or_default()
}

/// The part of the body that can be seen, as distances from its top.
pub fn visible_part(frame: &Element, body: &Element) -> (f64, f64) {
    let (frame_rect, top) = (frame.get_bounding_client_rect(), body.get_bounding_client_rect().top());
    let (from, to) =
        if scrolls(frame) { (frame_rect.top().max(0.0), frame_rect.bottom().min(inner_height())) } else { (0.0, inner_height()) };
    (from - top, to.max(from) - top)
}

pub fn frame_scrolled(frame: &Element) -> f64 {
    if scrolls(frame) {
        f64::from(frame.scroll_top())
    } else {
        super::window().and_then(|window| window.scroll_y().ok()).unwrap_or_default()
    }
}

pub fn scroll_frame(frame: &Element, to: f64) {
    if scrolls(frame) {
        #[allow(clippy::cast_possible_truncation)]
        frame.set_scroll_top(to as i32);
    } else if let Some(window) = super::window() {
        window.scroll_to_with_x_and_y(0.0, to);
    }
}

/// Scrolls so that a row at this distance from the top of the body can be seen, clear of the header.
pub fn reveal(frame: &Element, body: &Element, offset: f64, height: f64) {
    let (from, to) = visible_part(frame, body);
    let header = if scrolls(frame) {
        frame.query_selector("thead").ok().flatten().map_or(0.0, |head| head.get_bounding_client_rect().height())
    } else {
        0.0
    };
    let shift = if offset < from + header {
        offset - from - header
    } else if offset + height > to {
        offset + height - to
    } else {
        return;
    };
    scroll_frame(frame, frame_scrolled(frame) + shift);
}

/// The child of a list at a height in the window.
pub fn child_at(list: &Element, y: i32) -> Option<usize> {
    let children = list.children();
    (0..children.length()).find_map(|index| {
        let rect = children.item(index)?.get_bounding_client_rect();
        (rect.top() <= f64::from(y) && f64::from(y) < rect.bottom()).then_some(index as usize)
    })
}
