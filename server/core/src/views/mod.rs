//! Saved views of lists: private ones, and those that an account shares (USR-B1).

mod create;
mod delete;
mod edit;
mod form;
mod list;

pub use create::create;
pub use delete::delete;
pub use edit::edit;
pub use list::list;

pub(crate) use delete::forget;
