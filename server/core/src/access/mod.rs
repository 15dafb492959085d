//! Who is calling, and what they may reach. Everything before `actor.account(…)` or `actor.partner(…)` is untrusted;
//! what those return is authorised.

mod actor;
mod scope;

pub use actor::{Actor, Origin, Signature};
pub use scope::{AccountScope, PartnerScope, assigned_to, closed_to};
