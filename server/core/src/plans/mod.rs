//! The catalogue of plans. What ships stands in `catalogue.json`; the operator may change the stored lines.

mod catalogue;
mod find;

pub use catalogue::seed;
pub use find::{all, by_sku};
