//! Resellers: what the operator does with them, and what their Administrators set.

mod add;
mod create;
mod get;
mod list;
mod remove_person;
mod settings;
mod state;
mod store;
#[cfg(test)]
mod tests;

pub use add::add;
pub use create::{CreatedPartner, NewPartner, create, create_operator};
pub(crate) use create::{create_in, create_operator_in};
pub use get::get;
pub use list::list;
pub use remove_person::remove_person;
pub(crate) use settings::new_user_role;
pub use settings::{Settings, change_settings, settings};
pub use state::{deactivate, reactivate};
pub(crate) use store::store;
