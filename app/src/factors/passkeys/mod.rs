//! Passkeys: in the profile, and at the doors.

mod entries;
mod sign_in;
pub(crate) mod web_authn;

pub(super) use entries::{AddDialog, FirstPasskey, PasskeyEntries};
pub use sign_in::PasskeySignIn;
