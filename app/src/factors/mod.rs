//! The viewer's second factors: authenticator app, recovery codes (AUTH-B1), passkeys (AUTH-B2).

pub mod api;
mod authenticator;
mod card;
mod codes;
mod enrol;
pub(crate) mod passkeys;

pub use card::FactorsCard;
pub use enrol::EnrolChoices;
pub use passkeys::PasskeySignIn;
