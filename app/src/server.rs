//! What server functions and pages take from the request's context. On the server only.

use leptos::prelude::{expect_context, use_context};
use switchroom_core::{Actor, Portal, access::Origin};
use switchroom_types::AppError;

/// Who is calling, as the middleware found out; an error if it could not (the database is away).
#[derive(Clone, Debug)]
pub struct Identity(pub Result<Option<Actor>, AppError>);

/// The running portal.
pub fn portal() -> Portal {
    expect_context()
}

/// The signed-in person.
///
/// # Errors
/// 401 `auth.required`; 503 while the database is away.
pub fn actor() -> Result<Actor, AppError> {
    match use_context::<Identity>() {
        Some(Identity(Ok(Some(actor)))) => Ok(actor),
        Some(Identity(Err(error))) => Err(error),
        _ => Err(AppError::unauthenticated()),
    }
}

/// The signed-in person, if there is one.
pub fn optional_actor() -> Option<Actor> {
    actor().ok()
}

/// Where the request comes from.
pub fn origin() -> Origin {
    use_context().unwrap_or_default()
}

/// The request's headers.
pub fn headers() -> http::HeaderMap {
    use_context::<http::request::Parts>().map(|parts| parts.headers).unwrap_or_default()
}
