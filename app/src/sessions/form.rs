//! Forms that the browser posts by itself, with or without scripts: the answer is always another page. On the server only.

use super::next;
use http::{HeaderValue, header, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use switchroom_types::AppError;

/// Adds a cookie to the answer.
pub fn set_cookie(cookie: &str) {
    if let (Some(options), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(cookie)) {
        options.append_header(header::SET_COOKIE, value);
    }
}

/// Whether a form was posted; scripts ask for JSON.
pub fn is_posted() -> bool {
    let accept = use_context::<Parts>().and_then(|parts| parts.headers.get(header::ACCEPT).cloned());
    accept.is_some_and(|accept| accept.to_str().is_ok_and(|accept| accept.contains("text/html")))
}

/// Sends a posted form to `done`, or back to `page` with the code of what was wrong; scripts get the result itself.
pub fn answer(result: Result<(), AppError>, done: &str, page: &str) -> Result<(), AppError> {
    if !is_posted() {
        return result;
    }
    match result {
        Ok(()) => leptos_axum::redirect(done),
        Err(error) => {
            let refused = error.errors.first();
            let code = refused.map_or(error.code.as_ref(), |refused| refused.code.as_ref());
            let field = refused.map(|refused| format!("&field={}", next::encode(&refused.field))).unwrap_or_default();
            let wait = error.retry_after.map(|seconds| format!("&wait={seconds}")).unwrap_or_default();
            let mark = if page.contains('?') { '&' } else { '?' };
            leptos_axum::redirect(&format!("{page}{mark}error={}{field}{wait}", next::encode(code)));
        }
    }
    Ok(())
}
