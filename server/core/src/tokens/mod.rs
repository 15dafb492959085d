//! API tokens: made by a person for their own programs, never able to do more than the person, and narrowed to scopes.

mod authenticate;
mod create;
mod list;
mod revoke;

pub use authenticate::authenticate;
pub use create::create;
pub use list::list;
pub use revoke::revoke;

/// What every secret begins with, so that scanners find leaked ones.
pub(crate) const PREFIX: &str = "swr_";
