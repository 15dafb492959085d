//! Webhooks (NOTIF-B4): an account's notifications, sent as signed JSON to an address outside. Those of a Partner Account
//! get what concerns any of the partner's accounts. What shall be sent is stored in the transaction of what it tells about,
//! and sent under a lease, so that neither a restart loses it nor a second replica sends it twice.

mod change;
mod deliver;
mod emit;
mod form;
mod list;
mod log;
mod row;
mod send;
mod sign;

pub use change::{create, delete, edit, rotate};
pub use deliver::{deliver, deliver_due};
pub(crate) use emit::{Happening, emit};
pub use list::{get, list};
pub use log::{deliveries, send_again, test};
pub(crate) use row::wants;
pub use sign::{SIGNATURE, TIMESTAMP, signature};
