//! What surrounds every page: the document, the routes, and the pages that belong to nobody else.

mod app;
#[cfg(feature = "ssr")]
pub mod document;
mod not_found;
pub mod response;
mod start;

pub use app::App;
