//! Reads CSV as Excel, LibreOffice and directory exports write it (IMP-B1).

use csv::{ReaderBuilder, StringRecord};
use switchroom_types::AppError;

use super::dialect::{decode, separator};
use super::sheet::{Sheet, SheetBuilder, unreadable};

pub fn parse(bytes: &[u8]) -> Result<Sheet, AppError> {
    let text = decode(bytes)?;
    let (delimiter, body) = separator(&text);
    let mut lines = Lines { text: body.as_bytes(), at: 0, line: if body.len() == text.len() { 1 } else { 2 } };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(body.as_bytes());
    let mut builder = SheetBuilder::default();
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(|_| unreadable())? {
        let begin = record.position().map_or(0, csv::Position::byte);
        builder.push(lines.number(begin), record.iter().enumerate())?;
    }
    builder.finish()
}

/// Counts lines as an editor does. The reader's own count stands before the blank lines that it skips.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: i64,
}

impl Lines<'_> {
    fn number(&mut self, begin: u64) -> i64 {
        let begin = usize::try_from(begin).unwrap_or(usize::MAX);
        while let Some(byte) = self.text.get(self.at).filter(|byte| self.at < begin || matches!(byte, b'\r' | b'\n')) {
            self.line += i64::from(*byte == b'\n');
            self.at += 1;
        }
        self.line
    }
}
