//! The operator's import of orders (ORD-22): a CSV or JSON file is read and checked, shown for review, and taken over by
//! a job. A file that is imported again updates its orders and never doubles them.

mod check;
mod commit;
mod matching;
mod parse;
mod report;
mod store;
mod upload;

pub use commit::commit;
pub(crate) use commit::run;
pub use report::{failed_rows, get, template};
pub use upload::{Upload, partners, upload};
