//! What surrounds every page: the document, the routes, the frame, and the pages that belong to nobody else.

mod account;
pub mod api;
mod app;
mod arrangement;
mod arrival;
mod avatar_menu;
mod closed;
mod denied;
#[cfg(feature = "ssr")]
pub mod document;
mod footer;
mod frame;
mod installation;
mod launcher;
mod lazy;
pub mod nav;
mod navigation;
mod not_found;
mod palette;
mod picker;
pub mod response;
#[cfg(test)]
mod sample;
mod top_bar;
mod viewer;

pub use account::{CurrentAccount, PreparedAccount, of_page, use_account};
pub use app::App;
pub use arrival::{Entries, renews_outrun_page};
pub use denied::{PartnersOnly, Permitted, Trouble};
pub use not_found::{Absent, NotFound};
pub use viewer::{Viewer, can, use_me, use_viewer};
