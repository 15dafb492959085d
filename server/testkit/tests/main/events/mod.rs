//! `/api/v1/accounts/{id}/events`: the history over HTTP.

mod export;
mod list;
mod record;
