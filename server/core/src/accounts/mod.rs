//! The tenants: customers' accounts and Partner Accounts.

mod contacts;
mod create;
mod edit;
mod form;
mod get;
mod list;
mod pick;
pub mod row;
mod state;
#[cfg(test)]
mod tests;

pub use create::{check_name, create};
pub use edit::{edit, set_bandwidth_optimization};
pub use get::{context, get};
pub use list::{AccountsQuery, list};
pub use pick::pick;
pub use state::{deactivate, reactivate};
