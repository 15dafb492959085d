//! `/api/v1/notifications` and `/api/v1/jobs` over HTTP.

mod audience;
mod inbox;
mod jobs;

pub use inbox::titles;
