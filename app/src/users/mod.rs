//! The people of an account: the list, adding somebody, one person's page, and "Manage" for many at once.

pub mod api;
mod bulk_settings;
mod calling_codes;
mod columns;
mod conflicts_page;
mod deleted_page;
mod detail_page;
mod entries;
mod features;
mod labels;
mod list_page;
mod manage;
mod merge_dialog;
mod new_page;
mod origins;
mod person_actions;
mod phone_conflict;
mod security_card;

pub use conflicts_page::ConflictsPage;
pub use deleted_page::DeletedUsersPage;
pub use detail_page::UserPage;
pub use list_page::UsersPage;
pub use new_page::NewUserPage;
