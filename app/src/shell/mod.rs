//! What surrounds every page: the document, the routes, the frame, and the pages that belong to nobody else.

mod account;
mod app;
mod closed;
mod denied;
#[cfg(feature = "ssr")]
pub mod document;
mod frame;
mod home;
mod not_found;
pub mod response;
mod viewer;

pub use account::{CurrentAccount, use_account};
pub use app::App;
pub use denied::{Permitted, Trouble};
pub use not_found::NotFound;
pub use viewer::{Viewer, can, use_me, use_viewer};
