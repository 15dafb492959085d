//! The viewer's zone in the browser: `<html data-zone>` where the profile names one, else the browser's own, which the
//! `tz` cookie then tells the server for the next page.

use super::{TimeFormat, text};
use crate::ui::browser;
use js_sys::{Date, Intl, Object, Reflect};
use std::cell::RefCell;
use switchroom_types::Timestamp;
use wasm_bindgen::{JsCast, JsValue};

const ZONE: &str = "data-zone";

thread_local! {
    /// Creating a formatter costs a hundred times what using it does.
    static FORMAT: RefCell<Option<Intl::DateTimeFormat>> = const { RefCell::new(None) };
}

pub fn now() -> Timestamp {
    #[allow(clippy::cast_possible_truncation)]
    Timestamp((Date::now() * 1_000.0) as i64)
}

/// `2026-11-20, 14:03:22` in the viewer's zone.
pub(super) fn wall_clock(at: Timestamp) -> String {
    formatted(at).replacen(' ', ", ", 1)
}

/// The value of an `<input type=datetime-local>` for this instant.
pub fn to_input(at: Timestamp) -> String {
    formatted(at).replacen(' ', "T", 1).chars().take(16).collect()
}

/// The instant that the viewer means with the value of an `<input type=datetime-local>`. RFC 3339 is taken as it is.
pub fn from_input(value: &str) -> Option<Timestamp> {
    if let Ok(at) = value.parse() {
        return Some(at);
    }
    let seconds = if value.len() == 16 { ":00" } else { "" };
    let utc: Timestamp = format!("{value}{seconds}Z").parse().ok()?;
    // `Intl` only goes from instants to wall clocks: take the offset at a first guess, then at the better one.
    let first = Timestamp(utc.0 - offset(utc)?);
    Some(Timestamp(utc.0 - offset(first)?))
}

/// Microseconds that the viewer's wall clock is ahead of UTC at that instant.
fn offset(at: Timestamp) -> Option<i64> {
    let wall: Timestamp = format!("{}Z", formatted(at).replacen(' ', "T", 1)).parse().ok()?;
    Some(wall.0 - at.0.div_euclid(1_000_000) * 1_000_000)
}

/// Once after hydration: without a zone in the profile the browser's own counts. If the server did not know it, the
/// cookie tells it, and the times on this page are written again.
pub fn adopt_browser_zone() {
    if browser::html_attribute("data-zone-fixed").is_some() {
        return;
    }
    let Some(zone) = browser_zone() else { return };
    if browser::html_attribute(ZONE).is_some_and(|known| known == zone) {
        return;
    }
    browser::set_cookie("tz", &zone);
    browser::set_html_attribute(ZONE, &zone);
    FORMAT.with_borrow_mut(|format| *format = None);
    browser::each("time[data-format]", |element| {
        let at = element.get_attribute("datetime").and_then(|at| at.parse().ok());
        let format = TimeFormat::parse(&element.get_attribute("data-format").unwrap_or_default());
        // The text node stays the one that the view knows.
        if let (Some(at), Some(node)) = (at, element.first_child()) {
            node.set_node_value(Some(&text(at, format)));
        }
    });
}

fn browser_zone() -> Option<String> {
    let resolved = Intl::DateTimeFormat::new(&js_sys::Array::new(), &Object::new()).resolved_options();
    Reflect::get(&resolved, &JsValue::from_str("timeZone")).ok()?.as_string()
}

/// Swedish writes ISO order: `2026-11-20 14:03:22`.
fn formatted(at: Timestamp) -> String {
    FORMAT.with_borrow_mut(|format| {
        let format = format.get_or_insert_with(formatter).format();
        #[allow(clippy::cast_precision_loss)]
        let date = Date::new(&JsValue::from_f64(at.millis() as f64));
        format.call1(&JsValue::UNDEFINED, &date).ok().and_then(|text| text.as_string()).unwrap_or_default()
    })
}

fn formatter() -> Intl::DateTimeFormat {
    let options = Object::new();
    let set = |name: &str, value: &str| {
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
    };
    set("year", "numeric");
    for part in ["month", "day", "hour", "minute", "second"] {
        set(part, "2-digit");
    }
    set("hourCycle", "h23");
    set("timeZone", &browser::html_attribute(ZONE).unwrap_or_else(|| "UTC".to_owned()));
    let locales = js_sys::Array::of1(&JsValue::from_str("sv-SE"));
    Intl::DateTimeFormat::new(locales.unchecked_ref(), &options)
}
