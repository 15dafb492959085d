//! Roles and Permissions: the partner's custom roles, their cells and accounts; and the roles that an account has.

mod accounts_page;
pub mod api;
mod available_page;
mod delete_dialog;
mod editor;
mod labels;
mod list_page;
mod matrix;
mod page;

pub use accounts_page::{OtherAccountsPage, RoleAccountsPage};
pub use available_page::AvailableRolesPage;
pub use list_page::RolesPage;
pub use page::{NewRolePage, RolePage};
