//! Forms that the browser posts by itself, with or without scripts: the answer is always another page. On the server only.

use super::{cookie, next};
use http::{HeaderValue, header, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use switchroom_core::sessions::{NewSession, Outcome};
use switchroom_types::AppError;

/// Adds a cookie to the answer.
pub fn set_cookie(cookie: &str) {
    if let (Some(options), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(cookie)) {
        options.append_header(header::SET_COOKIE, value);
    }
}

/// Gives the browser its session and takes back what stood between the steps.
pub fn signed_in(session: &NewSession, public_url: &str) {
    set_cookie(&cookie::started(&session.secret, public_url));
    if let Some(device) = &session.device {
        set_cookie(&cookie::set_device(device, public_url));
    }
    for helper in [cookie::set_step, cookie::set_choice, cookie::set_second_step] {
        set_cookie(&helper("", public_url));
    }
}

pub fn second_step_page(next: &str) -> String {
    format!("/login/mfa?next={}", next::encode(next))
}

/// What follows from a first step: the cookies are set; the result for scripts, and the page for posted forms.
pub fn lead(outcome: Result<Outcome, AppError>, next: &str, public_url: &str) -> (Result<(), AppError>, String) {
    let (refusal, page) = match outcome {
        Ok(Outcome::SignedIn { session, .. }) => {
            signed_in(&session, public_url);
            return (Ok(()), next::safe(next).to_owned());
        }
        Ok(Outcome::Choose { ticket, .. }) => {
            set_cookie(&cookie::set_choice(&ticket, public_url));
            let page = format!("/login/account?next={}", next::encode(next));
            (AppError::conflict("auth.choose_account", "Choose one of your accounts."), page)
        }
        Ok(Outcome::SecondStep { ticket }) => {
            set_cookie(&cookie::set_second_step(&ticket, public_url));
            (AppError::conflict("auth.second_factor_required", "Enter a code of your authenticator app."), second_step_page(next))
        }
        Err(error) => return (Err(error), String::new()),
    };
    (if is_posted() { Ok(()) } else { Err(refusal) }, page)
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
