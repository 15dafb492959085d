//! What stands in a column.

use std::borrow::Cow;
use switchroom_types::Timestamp;

/// One value; text is borrowed from the row where possible.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    Empty,
    Text(Cow<'a, str>),
    Int(i64),
    /// RFC 3339, UTC.
    Time(Timestamp),
}

impl<'a> Cell<'a> {
    pub fn text(text: &'a str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(Cow::Borrowed(text)) }
    }

    /// Text that is put together for the export.
    pub fn owned(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(Cow::Owned(text)) }
    }

    pub fn maybe(text: Option<&'a str>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    pub fn time(at: impl Into<Option<Timestamp>>) -> Self {
        at.into().map_or(Self::Empty, Self::Time)
    }
}

/// A column of an export: its header and how its cell is read from a row.
#[derive(Debug)]
pub struct Column<R> {
    pub header: &'static str,
    pub cell: fn(&R) -> Cell<'_>,
}

impl<R> Clone for Column<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Column<R> {}

impl<R> Column<R> {
    pub const fn new(header: &'static str, cell: fn(&R) -> Cell<'_>) -> Self {
        Self { header, cell }
    }
}
