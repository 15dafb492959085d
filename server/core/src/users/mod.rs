//! The people of an account: listing, looking after and removing them, one by one or many at once.

pub mod bulk;
mod bulk_job;
mod clash;
mod contacts;
mod create;
mod delete;
mod edit;
mod export;
mod filter;
mod find;
pub mod form;
mod get;
pub mod invite;
mod list;
mod options;
pub mod preferences;
mod rights;
pub mod row;
#[cfg(test)]
mod tests;

pub use create::create;
pub use delete::delete;
pub use edit::edit;
pub use export::export;
pub use get::get;
pub use list::list;
pub use options::products;

pub(crate) use bulk_job::perform;
