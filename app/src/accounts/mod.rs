//! Accounts: the list, adding one, Account Information.

pub mod api;
mod contacts_field;
mod danger;
mod entries;
mod fields;
mod info_page;
mod labels;
mod list_page;
mod missing;
mod new_page;
mod new_user_role;

pub use danger::{BinnedAccount, ClosedAccountActions, ReactivateDialog};
pub(crate) use fields::country_options;
pub use info_page::AccountInfoPage;
pub use labels::badge;
pub use list_page::AccountsPage;
pub use new_page::NewAccountPage;
