//! The viewer's second factors: authenticator app, recovery codes (AUTH-B1), passkeys (AUTH-B2).

pub mod api;
mod authenticator;
mod card;
mod codes;
pub(crate) mod passkeys;

pub use card::FactorsCard;
pub use passkeys::PasskeySignIn;
