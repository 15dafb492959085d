//! The viewer's second factors: authenticator app, recovery codes (AUTH-B1).

pub mod api;
mod authenticator;
mod card;
mod codes;

pub use card::FactorsCard;
