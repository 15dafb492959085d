//! Accounts: list, creation, Account Information.

pub mod api;
