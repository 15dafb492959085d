//! Custom roles (ROLE): what a partner lets its own people, and the admins of its customers, do. The cells are those of
//! [`switchroom_types::access::MATRIX`]; who holds a role stands on the person, where it can be given in `role_accounts`.

mod accounts;
mod assign;
mod available;
mod book;
mod delete;
mod job;
mod list;
mod row;
mod save;

pub use accounts::accounts;
pub use assign::{assign, unassign};
pub use available::available;
pub(crate) use book::{Roles, stored};
pub use delete::delete;
pub(crate) use job::perform;
pub use list::{get, list};
pub use save::{create, edit};
