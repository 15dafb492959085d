//! What stands behind the bell: the drop-down of the frame and the inbox.

pub mod api;
mod bell;
mod inbox_page;
mod settings_page;
mod text;

pub use bell::Bell;
pub use inbox_page::InboxPage;
pub use settings_page::NotificationSettingsPage;
pub(crate) use text::job as job_name;
