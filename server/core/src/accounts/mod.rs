//! The tenants: customers' accounts and Partner Accounts.

mod bin;
mod contacts;
mod create;
mod delete;
mod edit;
mod export;
mod form;
mod get;
mod impact;
mod list;
mod pick;
mod purge;
pub mod row;
mod selection;
mod state;
mod suggest;
#[cfg(test)]
mod tests;

pub(crate) use bin::sweep;
pub use bin::{purge as purge_now, restore};
pub use create::{check_name, create};
pub use delete::{MAX_AT_ONCE, delete, delete_selected};
pub use edit::{edit, patch, set_bandwidth_optimization};
pub use export::export;
pub use get::{context, get};
pub use impact::impact;
pub use list::{AccountsQuery, list};
pub use pick::pick;
pub(crate) use purge::perform;
pub(crate) use selection::{locked, selected};
pub use state::{deactivate, reactivate};
pub use suggest::suggest_contacts;
