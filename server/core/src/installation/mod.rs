//! Settings of the installation that people enter (first start, operator's pages) instead of configuring them. The
//! configuration wins where it says something.

mod live;
mod smtp;
mod store;

pub use live::LiveSettings;
pub(crate) use smtp::send_test;
pub use smtp::{MailServer, Security};
pub(crate) use store::{Stored, effective, store};
pub use store::{refresh, watch};
