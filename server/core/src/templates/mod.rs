//! User templates: what people get from MiVoice Business and Mitel CX. The systems themselves are reached by drivers of a
//! later version; what those read is kept by `sources`, and everything here works with what is there, or says what is missing.

mod apply;
mod catalogue;
mod copy;
mod delete;
mod export;
mod form;
mod get;
mod learned;
mod list;
mod mitel_cx;
mod reapply;
mod row;
mod save;
pub mod sources;
mod users;

pub(crate) use apply::{Assigned, forget, of_user, of_users, put, service_of};
pub use apply::{apply, clear, services};
pub use copy::copy;
pub use delete::{delete, delete_selected};
pub use export::export;
pub use get::{choices, get};
pub use learned::import_learned;
pub use list::list;
pub(crate) use list::{applicable, by_name};
pub(crate) use reapply::perform;
pub use reapply::reapply;
pub(crate) use row::{NewTemplate, insert};
pub use save::{create, edit};
pub use users::users;
