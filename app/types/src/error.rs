//! The one error that crosses the wire. REST renders it as RFC 9457 problem+json, server functions as the same content.

use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::BTreeMap};

pub type Result<T, E = AppError> = std::result::Result<T, E>;

type Code = Cow<'static, str>;

/// What went wrong, for a program (`status`, `code`) and for a person (`message`).
///
/// `code` is stable and dotted (`users.email_taken`); the interface translates it, with `args` put in, and falls back to
/// `message`. No cause, secret, or other tenant's data ever enters this type: causes are logged at the boundary.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct AppError {
    pub status: u16,
    pub code: Code,
    pub message: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Both values per field when a stale save is refused (ACC-25).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<FieldConflict>,
    /// Seconds until a retry makes sense (429, 503).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// One input that was refused, so that the message can stand at the field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    pub field: String,
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub code: Code,
    pub message: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub args: BTreeMap<String, String>,
}

/// A field that somebody else changed since it was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldConflict {
    pub field: String,
    pub yours: String,
    pub theirs: String,
}

impl FieldError {
    pub fn new(field: impl Into<String>, code: impl Into<Code>, message: impl Into<String>) -> Self {
        Self { field: field.into(), code: code.into(), message: message.into(), args: BTreeMap::new() }
    }

    pub fn arg(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }

    pub fn required(field: impl Into<String>) -> Self {
        Self::new(field, "field.required", "This field is required")
    }

    pub fn too_long(field: impl Into<String>, max: usize) -> Self {
        Self::new(field, "field.too_long", format!("At most {max} characters")).arg("max", max)
    }
}

impl AppError {
    pub fn new(status: u16, code: impl Into<Code>, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.into(),
            message: message.into(),
            args: BTreeMap::new(),
            errors: Vec::new(),
            conflicts: Vec::new(),
            retry_after: None,
            request_id: None,
        }
    }

    pub fn arg(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }

    /// 401: nobody is signed in, or no longer.
    pub fn unauthenticated() -> Self {
        Self::new(401, "auth.required", "Please sign in.")
    }

    /// 403, naming the missing permission (SHELL-04, ROLE-12).
    pub fn denied(permission: crate::access::Permission) -> Self {
        Self::new(403, "permission.denied", format!("This needs the permission {permission}.")).arg("permission", permission)
    }

    /// 404: the same answer whether the object never existed or belongs to another tenant. `noun` as in `account`.
    pub fn not_found(noun: &'static str) -> Self {
        Self::new(404, format!("{noun}.not_found"), format!("There is no such {noun}."))
    }

    pub fn bad_request(code: impl Into<Code>, message: impl Into<String>) -> Self {
        Self::new(400, code, message)
    }

    pub fn conflict(code: impl Into<Code>, message: impl Into<String>) -> Self {
        Self::new(409, code, message)
    }

    /// 422 with the refused fields.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let mut error = Self::new(422, "input.invalid", "Some entries need attention.");
        error.errors = errors;
        error
    }

    /// 412: the version in `If-Match` is not the current one.
    pub fn stale(conflicts: Vec<FieldConflict>) -> Self {
        let mut error = Self::new(412, "input.stale", "Somebody else changed this in the meantime.");
        error.conflicts = conflicts;
        error
    }

    /// 429 with the number of seconds to wait.
    pub fn throttled(retry_after: u32) -> Self {
        let mut error = Self::new(429, "rate.limited", "Too many attempts. Please wait a little.");
        error.retry_after = Some(retry_after);
        error.arg("seconds", retry_after)
    }

    /// 500: the cause is in the log under the request id.
    pub fn internal() -> Self {
        Self::new(500, "internal", "Something went wrong on our side. Please try again.")
    }

    /// 503: the database does not answer; the caller may repeat the request.
    pub fn unavailable() -> Self {
        let mut error = Self::new(503, "unavailable", "The service is not available at the moment. Please try again.");
        error.retry_after = Some(5);
        error
    }

    pub fn is(&self, code: &str) -> bool {
        self.code == code
    }

    pub fn field(&self, name: &str) -> Option<&FieldError> {
        self.errors.iter().find(|error| error.field == name)
    }
}

/// Gathers field errors, then yields all of them at once, so that a person corrects a form in one go.
#[derive(Debug, Default)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    pub fn push(&mut self, error: FieldError) {
        self.0.push(error);
    }

    /// Trims `value` and checks presence and length (in characters).
    pub fn text(&mut self, field: &'static str, value: &str, required: bool, max: usize) -> String {
        let value = value.trim();
        if value.is_empty() && required {
            self.push(FieldError::required(field));
        } else if value.chars().count() > max {
            self.push(FieldError::too_long(field, max));
        } else if value.chars().any(|c| c.is_control()) {
            self.push(FieldError::new(field, "field.control_characters", "Control characters are not allowed"));
        }
        value.to_owned()
    }

    pub fn finish(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(AppError::invalid(self.0)) }
    }
}

#[cfg(feature = "server-fn")]
impl server_fn::error::FromServerFnError for AppError {
    type Encoder = server_fn::codec::JsonEncoding;

    /// Failures below the use case: the network on the client, a malformed body on the server.
    fn from_server_fn_error(error: server_fn::error::ServerFnErrorErr) -> Self {
        use server_fn::error::ServerFnErrorErr as E;
        match error {
            E::Request(_) => Self::new(0, "network", "The server cannot be reached. Please try again."),
            E::Args(_) | E::MissingArg(_) | E::Deserialization(_) => Self::bad_request("input.malformed", "The request could not be read."),
            _ => Self::internal(),
        }
    }

    /// What the client makes of an answer that refuses.
    fn de(data: server_fn::Bytes) -> Self {
        let unreadable = || Self::new(0, "network", "The server cannot be reached. Please try again.");
        let error = serde_json::from_slice(&data).unwrap_or_else(|_| unreadable());
        if let Some(watch) = WATCH.get() {
            watch(&error);
        }
        error
    }
}

#[cfg(feature = "server-fn")]
static WATCH: std::sync::OnceLock<fn(&AppError)> = std::sync::OnceLock::new();

/// Lets the interface see every refusal of a server function before the caller does: an ended session is no page's own
/// business. The first watcher stays.
#[cfg(feature = "server-fn")]
pub fn watch_refusals(watch: fn(&AppError)) {
    let _ = WATCH.set(watch);
}
