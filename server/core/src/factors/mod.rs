//! Second factors: authenticator apps (AUTH-B1), passkeys (AUTH-B2) and recovery codes. What proves a person besides the password is checked
//! here and spent in the transaction of what it allows, so that nothing works twice, whichever replica is asked.

mod authenticator;
mod enrol;
mod list;
pub mod passkeys;
mod proof;
mod recovery;
mod tell;

pub use enrol::{begin, confirm, remove};
pub(crate) use list::erase;
pub use list::{list, of_user};
pub use recovery::renew;

pub(crate) use enrol::wrong_code;
pub(crate) use proof::check;
pub(crate) use tell::{Told, mail, tell, tell_code_used};
