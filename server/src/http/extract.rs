//! Extractors for REST handlers whose refusals are [`Problem`]s with a stable code and, where there is one, the field.

use super::{Problem, body_limit};
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request, rejection::BytesRejection},
    http::{header, request::Parts},
};
use serde::de::DeserializeOwned;
use switchroom_types::{AppError, FieldError};

/// A JSON body. Broken syntax answers 400, a value of the wrong type 422 naming the field.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if kind != "application/json" && !kind.ends_with("+json") {
            return Err(Problem(AppError::new(415, "input.unsupported_media_type", "Send application/json.")));
        }
        let body = Bytes::from_request(request, state).await.map_err(unreadable)?;
        let mut deserializer = serde_json::Deserializer::from_slice(&body);
        let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| wrong_json(&error))?;
        deserializer.end().map_err(|error| malformed(&error.to_string()))?;
        Ok(Self(value))
    }
}

/// The query string.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum_extra::extract::Query::from_request_parts(parts, state).await {
            Ok(axum_extra::extract::Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(malformed(&rejection.body_text())),
        }
    }
}

/// Path parameters. What cannot be an id names nothing, so it answers 404 like an unknown one.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(super::router::no_such_route()),
        }
    }
}

fn unreadable(rejection: BytesRejection) -> Problem {
    if rejection.status() == 413 { body_limit::too_large(1024 * 1024) } else { malformed("the body ended early") }
}

fn malformed(text: &str) -> Problem {
    Problem(AppError::bad_request("input.malformed", format!("The request could not be read: {text}")))
}

fn wrong_json(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let (path, cause) = (error.path().to_string(), error.inner());
    if !cause.is_data() {
        return malformed(&cause.to_string());
    }
    // "missing field `name` at line 1 column 2": the path then ends at the object, the field stands in the text.
    let text = cause.to_string();
    let text = text.rsplit_once(" at line").map_or(text.as_str(), |(text, _)| text);
    let missing = text.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
    let field = match (path.as_str(), missing) {
        (".", Some(name)) => name.to_owned(),
        (path, Some(name)) => format!("{path}.{name}"),
        (path, None) => path.to_owned(),
    };
    let error = if missing.is_some() { FieldError::required(field) } else { FieldError::new(field, "field.invalid", text) };
    Problem(AppError::invalid(vec![error]))
}
