//! Outgoing mail: queued in the transaction of what it tells about, kept sealed in the outbox, delivered over SMTP with
//! a day of retries (AUTH-32).

mod deliver;
pub mod outbox;
mod queue;
mod render;

pub(crate) use deliver::compose;
pub use deliver::{deliver, deliver_due};
pub(crate) use queue::queue_unsigned;
pub use queue::{MailRequest, queue};
pub use render::{Rendered, Template, render};
