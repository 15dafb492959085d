//! Saved views of lists (USR-B1): the menu in a list's heading, and opening a list with a view.
//!
//! The address names the view (`view=<id>`, or `view=all` for the whole list) and says everything that it keeps, so that a
//! list needs to know nothing about views. An address that says nothing else leads to what the view keeps.

pub mod api;
mod heading;
mod menu;
mod opened;
mod save;

pub use heading::ViewHeading;
pub use opened::{Opened, Views};
