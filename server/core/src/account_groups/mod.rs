//! Account groups (ACC-B3): a partner's names for sets of its accounts. They narrow lists; whoever targets a group asks
//! [`resolve`], which stays within the caller's reach.

mod assign;
mod list;
mod resolve;
mod save;

pub use assign::assign;
pub(crate) use list::names;
pub use list::{list, of_account};
pub(crate) use resolve::members;
pub use resolve::resolve;
pub use save::{create, delete, rename};
