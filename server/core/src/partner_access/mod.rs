//! Partner access on approval (ACC-B4). An admin of a customer's account decides that partner users enter it only when they
//! have asked, with a reason, and for as long as they were let in. What enforces it is [`crate::access`]: every use case
//! inside an account goes through it. From outside the partner keeps what the contract needs: the account's row and
//! record, its orders and groups, closing and deleting it.

mod decide;
mod get;
mod mode;
mod request;
mod row;
mod sweep;

pub use decide::{approve, deny};
pub(crate) use get::entry;
pub use get::get;
pub use mode::{open_for_operator, set_mode};
pub use request::{end, request};
pub(crate) use sweep::sweep;
