//! The server binary as a library: command line, settings, telemetry, start-up and the inbound protocols in [`http`].
//! No business rules: those are use cases of `switchroom-core`.

// The view of a page is one nested type; the compiler counts every level of it.
#![recursion_limit = "512"]

pub mod cli;
pub mod http;
mod portal;
mod public_url;
pub mod serve;
pub mod settings;
pub mod telemetry;

pub use public_url::PublicUrl;
pub use settings::Settings;
