//! Rules that say who is told how (NOTIF-B3): one ordered list for each person and each account. A person's own first
//! matching rule decides, then their account's, then the default: portal, no mail, webhooks as they subscribe. Groups are
//! looked up when something happens, so that a changed group acts at once.

mod decide;
mod describe;
mod form;
mod get;
mod names;
mod preview;
mod save;

pub(crate) use decide::{for_person, for_webhooks};
pub use get::{of_account, of_person};
pub use preview::{preview_account, preview_person};
pub use save::{save_account, save_person};
