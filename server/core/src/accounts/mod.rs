//! The tenants: customers' accounts and Partner Accounts.

pub mod row;
