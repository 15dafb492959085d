//! What may be entered.

use switchroom_connect::ConnectError;
use switchroom_types::error::FieldErrors;
use switchroom_types::webhooks::WebhookForm;
use switchroom_types::{AppError, FieldError};

use crate::portal::Portal;

/// Trims and checks everything at once.
///
/// # Errors
/// 422 at the fields; `outbound.private` for an address that the installation does not allow.
pub fn check(portal: &Portal, form: WebhookForm) -> Result<WebhookForm, AppError> {
    let mut errors = FieldErrors::default();
    let name = errors.text("name", &form.name, true, 80);
    let url = errors.text("url", &form.url, true, 1_000);
    if !url.is_empty() {
        match portal.connect.http.check(&url) {
            Ok(found) if found.fragment().is_some() => errors.push(address()),
            Ok(_) => {}
            Err(ConnectError::Private) => errors.push(FieldError::new(
                "url",
                "outbound.private",
                "This address leads to a private network, which this installation does not allow",
            )),
            Err(_) => errors.push(address()),
        }
    }
    errors.finish()?;
    let mut kinds = form.kinds;
    kinds.sort();
    kinds.dedup();
    Ok(WebhookForm { name, url, kinds, ..form })
}

fn address() -> FieldError {
    FieldError::new("url", "outbound.address", "Enter an address that begins with https://")
}
