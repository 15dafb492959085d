//! Passkeys (AUTH-B2): WebAuthn credentials that verify their user, so that one of them is both factors. What is asked of
//! a browser is kept sealed in a ticket and spent with the answer; challenges name nobody, so they tell nothing.

mod add;
mod change;
mod relying_party;
mod sign_in;

pub use add::{add, begin};
pub use change::{remove, rename};
pub use relying_party::host;
pub use sign_in::{challenge, sign_in};

pub(crate) use sign_in::{challenge_own, check_own};
