//! The tenants: customers' accounts and Partner Accounts.

mod list;
pub mod row;
#[cfg(test)]
mod tests;

pub use list::{AccountsQuery, list};
