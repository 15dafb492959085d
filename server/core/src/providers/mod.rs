//! Identity providers of partner people (AUTH-06 to AUTH-10): what the operator enters, and signing in with them. The
//! protocol is `switchroom_connect::oidc`; here is decided who may come in, and as whom.

mod buttons;
mod claims;
mod create;
mod delete;
mod edit;
mod finish;
mod form;
mod join;
mod list;
mod row;
mod sign_out;
mod start;
mod test;

pub use buttons::buttons;
pub use create::create;
pub(crate) use create::store;
pub use delete::delete;
pub use edit::edit;
pub use finish::{Callback, Finished, finish};
pub(crate) use form::check;
pub use list::{get, list};
pub use sign_out::sign_out_address;
pub use start::{Started, start};
pub(crate) use test::ask;
pub use test::test;
