//! The one exporter: every list becomes CSV, XLSX or JSON lines through here, streamed page by page at constant memory.
//!
//! A list gives its columns and a function that reads one page after a cursor; nothing else:
//!
//! ```ignore
//! const COLUMNS: &[Column<UserRow>] = &[
//!     Column::new("Name", |row| Cell::text(&row.name)),
//!     Column::new("Last sign-in", |row| Cell::time(row.last_sign_in_at)),
//! ];
//! let query = query.for_export();                                  // large pages; the filters, search and order stay
//! let log = Event::new(scope.account_id, scope.partner_id, Action::Export, Asset::User).of(scope.account_id, name);
//! export::stream(&portal, &actor, Export::new("users", format, COLUMNS, log, &query), move |cursor| {
//!     let (portal, scope, query) = (portal.clone(), scope.clone(), query.after(cursor));
//!     async move { rows(&portal, &scope, &query).await }           // -> Result<(Vec<UserRow>, Option<String>)>
//! })
//! .await
//! ```
//!
//! Between two pages no connection, transaction or snapshot is held, so a reader may be as slow as it likes; rows that
//! change meanwhile appear as they are when their page is read, each at most once per place in the order. When the last
//! page has been read the export is written to the history with its filter and row count, before the reader gets the end
//! of the file: there is no complete export without its event (HIST-18, HIST-B3).
//!
//! Text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, tab, CR or LF) gets a leading
//! apostrophe in CSV. This holds for telephone numbers too (`'+49 30 …`): one rule without exceptions cannot be talked
//! around, and the import takes the apostrophe off again. Numbers are typed ([`Cell::Int`]) and stay as they are. In XLSX
//! every text is a text cell, so nothing has to be changed.

mod cell;
mod csv;
mod stream;
#[cfg(test)]
mod tests;
mod xlsx;

pub use cell::{Cell, Column};
pub use stream::{Download, Export, JsonLine, stream};

use switchroom_types::AppError;

/// Rows read at once: large enough that the round trip does not matter, small enough that a page is quick to read.
pub const BATCH: u16 = switchroom_types::list::EXPORT_BATCH;

/// What an export is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, UTF-8; the byte order mark makes Excel recognise the encoding.
    Csv {
        bom: bool,
    },
    Xlsx,
    /// One JSON object a line; only lists that say how ([`Export::json`]).
    Jsonl,
}

impl Format {
    /// From the ending of the path (`csv`, `xlsx`, `jsonl`).
    ///
    /// # Errors
    /// 404 for any other ending.
    pub fn from_ending(ending: &str) -> Result<Self, AppError> {
        match ending {
            "csv" => Ok(Self::Csv { bom: false }),
            "xlsx" => Ok(Self::Xlsx),
            "jsonl" => Ok(Self::Jsonl),
            _ => Err(AppError::not_found("page")),
        }
    }

    /// Puts a byte order mark in front of CSV, for spreadsheets that a person opens.
    pub fn for_people(self) -> Self {
        match self {
            Self::Csv { .. } => Self::Csv { bom: true },
            other => other,
        }
    }

    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv { .. } => "csv",
            Self::Xlsx => "xlsx",
            Self::Jsonl => "jsonl",
        }
    }

    pub fn content_type(self) -> &'static str {
        match self {
            Self::Csv { .. } => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Jsonl => "application/jsonl; charset=utf-8",
        }
    }
}
