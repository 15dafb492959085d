//! One-time links: registration and password reset. 256 random bits, stored hashed, single use; a new link voids the
//! older ones of its purpose (AUTH, "Data").

mod issue;
mod state;

pub use issue::{Purpose, issue};
pub use state::{Link, find, spend, void};
