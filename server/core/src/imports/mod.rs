//! Bulk import of users: a sheet is read and checked into a preview, people mend it there, a job adds the valid rows.
//!
//! A row with a USER ID changes the person it names; an address alone never finds anybody (IMP-B6).
//!
//! Rows wait in `import_rows`. Adding a user removes its row in the same transaction, so an interrupted import neither
//! doubles nor loses anybody: what is still there is still to be done.

mod archive;
mod cancel;
mod clashes;
mod commit;
mod dialect;
mod edit;
mod error_sheet;
mod list;
mod open;
mod parse_csv;
mod parse_xlsx;
mod people;
mod perform;
mod read;
mod row;
mod sheet;
mod store;
mod sweep;
mod template;
#[cfg(test)]
mod tests;
mod undo;
mod upload;
mod validate;

pub use cancel::cancel;
pub use commit::commit;
pub use edit::{add_row, delete_row, edit_row};
pub use error_sheet::error_sheet;
pub use list::{get, pending, rows};
pub use open::authorise;
pub(crate) use perform::perform;
pub use sweep::sweep;
pub use template::template;
pub(crate) use undo::refuse as refuse_undo;
pub use undo::{finished, undo};
pub use upload::{Mode, Upload, upload};
