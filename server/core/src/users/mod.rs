//! The people of an account: listing, looking after and removing them, one by one or many at once.

mod bin;
pub mod bulk;
mod bulk_change;
mod bulk_job;
pub(crate) mod change;
mod clash;
mod conditions;
pub mod conflicts;
mod contacts;
mod create;
mod delete;
mod edit;
mod export;
pub mod features;
mod filter;
pub(crate) mod find;
pub mod form;
mod get;
pub mod invite;
mod list;
mod options;
mod phone;
pub mod preferences;
mod reset_factors;
pub(crate) mod rights;
pub mod row;
pub mod security;
pub mod source;
#[cfg(test)]
mod tests;

pub(crate) use bin::sweep;
pub use bin::{deleted, erase, restore};
pub use create::create;
pub use delete::delete;
pub use edit::edit;
pub use export::export;
pub use get::{get, origins};
pub use list::list;
pub use options::products;
pub use phone::holders;
pub use reset_factors::reset_factors;

pub(crate) use bulk_job::perform;
pub(crate) use delete::remove;
pub(crate) use find::{for_update, take_turns};
