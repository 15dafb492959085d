//! Sign-in security: limits of sessions, a forced second factor (AUTH-B3), addresses that people may come from (AUTH-B5).
//! It governs the people of the account; partner users who enter an account are governed by their Partner Account's.

mod edit;
mod form;
mod get;
mod networks;
mod second_factor;

pub use edit::edit;
pub use get::get;

pub(crate) use get::{limits, of_account};
pub(crate) use networks::{Networks, refused, require_address};
pub(crate) use second_factor::enrol_by;
