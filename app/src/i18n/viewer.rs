//! Whose eyes the texts are for: on the server the request's context says, in the browser `<html lang>` does.

use super::{Lang, format::grouped};

/// The viewer's language. The server middleware calls `provide_context(Lang)` for every request.
#[cfg(feature = "ssr")]
pub fn current() -> Lang {
    leptos::prelude::use_context::<Lang>().unwrap_or_default()
}

/// The viewer's language. Changing it reloads the page, so it is read once.
#[cfg(not(feature = "ssr"))]
pub fn current() -> Lang {
    static LANG: std::sync::OnceLock<Lang> = std::sync::OnceLock::new();
    *LANG.get_or_init(|| crate::ui::browser::html_attribute("lang").and_then(|tag| Lang::parse(&tag)).unwrap_or_default())
}

/// A number with the viewer's separators.
pub fn number(value: u64) -> String {
    grouped(i64::try_from(value).unwrap_or(i64::MAX), current().group())
}
