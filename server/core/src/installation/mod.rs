//! Settings of the installation that people enter (first start, operator's pages) instead of configuring them. The
//! configuration wins where it says something.

mod live;
mod mail_server;
mod smtp;
mod store;

pub use live::LiveSettings;
pub use mail_server::{change_mail_server, mail_server, remove_mail_server, test_mail_server};
pub(crate) use smtp::send_test;
pub use smtp::{MailServer, Security};
pub(crate) use store::{Stored, effective, store};
pub use store::{refresh, watch};
