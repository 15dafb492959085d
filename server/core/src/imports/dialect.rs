//! Finds out how a CSV file was written: its encoding, and which character separates its columns.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;
use switchroom_types::AppError;
use switchroom_types::imports::ImportField;

use super::sheet::unreadable;

/// UTF-8 or UTF-16, with or without a byte order mark. Other encodings cannot be told apart, and a wrong guess spoils names
/// silently, so they are refused.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, AppError> {
    let (encoding, mark) = match Encoding::for_bom(bytes) {
        Some(found) => found,
        None => (without_mark(bytes), 0),
    };
    let body = bytes.get(mark..).unwrap_or_default();
    let text = if encoding == UTF_8 {
        match std::str::from_utf8(body) {
            Ok(text) => Cow::Borrowed(text),
            Err(error) => return Err(not_unicode(body, error.valid_up_to())),
        }
    } else {
        encoding.decode_without_bom_handling_and_without_replacement(body).ok_or_else(|| not_unicode(&[], 0))?
    };
    if text.contains('\0') { Err(unreadable()) } else { Ok(text) }
}

/// Headings are ASCII: in UTF-16 every other byte of them is zero.
fn without_mark(bytes: &[u8]) -> &'static Encoding {
    match bytes {
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => UTF_16BE,
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => UTF_16LE,
        _ => UTF_8,
    }
}

fn not_unicode(bytes: &[u8], until: usize) -> AppError {
    let line = 1 + bytes.get(..until).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count();
    let message = format!("Line {line} is not UTF-8 or UTF-16 text. Save the file as \"CSV UTF-8\".");
    AppError::new(422, "imports.encoding", message).arg("line", line)
}

/// The separator and the text after a `sep=;` line, which Excel writes and reads.
pub fn separator(text: &str) -> (u8, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(named) = first.trim_end().strip_prefix("sep=")
        && let Some(byte) = named.bytes().next().filter(|byte| b",;\t".contains(byte))
    {
        return (byte, rest);
    }
    let headings = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let known = |separator: u8| {
        headings.split(char::from(separator)).filter(|cell| ImportField::of_heading(cell.trim().trim_matches('"')).is_some()).count()
    };
    let best = [b',', b';', b'\t'].into_iter().rev().max_by_key(|separator| known(*separator));
    (best.unwrap_or(b','), text)
}
