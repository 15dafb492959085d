//! Resellers.

mod create;
#[cfg(test)]
mod tests;

pub use create::{CreatedPartner, NewPartner, create, create_operator};
