//! `/api/v1/live`: what reaches an open page over HTTP.

mod stream;
