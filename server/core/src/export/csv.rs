//! Rows as RFC 4180 text. Written by hand rather than through a writer object: cells go straight into the chunk that is
//! sent, without a copy in between.

use crate::export::{Cell, Column};

/// The header line.
pub(super) fn header<R>(columns: &[Column<R>], bom: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    if bom {
        out.extend_from_slice("\u{feff}".as_bytes());
    }
    for (n, column) in columns.iter().enumerate() {
        if n > 0 {
            out.push(b',');
        }
        text(&mut out, column.header);
    }
    out.extend_from_slice(b"\r\n");
    out
}

pub(super) fn rows<R>(columns: &[Column<R>], rows: &[R]) -> Vec<u8> {
    let mut out = Vec::with_capacity(rows.len() * columns.len() * 16);
    for row in rows {
        for (n, column) in columns.iter().enumerate() {
            if n > 0 {
                out.push(b',');
            }
            match (column.cell)(row) {
                Cell::Empty => {}
                Cell::Text(value) => text(&mut out, &value),
                Cell::Int(value) => out.extend_from_slice(value.to_string().as_bytes()),
                Cell::Time(at) => out.extend_from_slice(at.to_string().as_bytes()),
            }
        }
        out.extend_from_slice(b"\r\n");
    }
    out
}

/// Whether a spreadsheet would take the text for a formula (OWASP, "CSV Injection").
fn is_formula(text: &str) -> bool {
    matches!(text.as_bytes().first(), Some(b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r' | b'\n'))
}

fn text(out: &mut Vec<u8>, value: &str) {
    let bytes = value.as_bytes();
    let quoted = bytes.iter().any(|byte| matches!(byte, b'"' | b',' | b'\r' | b'\n'))
        // Readers that trim would change the value; readers that guess would take a lone `;` or tab for the separator.
        || matches!(bytes.first(), Some(b' '))
        || matches!(bytes.last(), Some(b' '))
        || bytes.iter().any(|byte| matches!(byte, b';' | b'\t'));
    if quoted {
        out.push(b'"');
    }
    if is_formula(value) {
        out.push(b'\'');
    }
    if quoted {
        for (n, part) in value.split('"').enumerate() {
            if n > 0 {
                out.extend_from_slice(b"\"\"");
            }
            out.extend_from_slice(part.as_bytes());
        }
        out.push(b'"');
    } else {
        out.extend_from_slice(bytes);
    }
}
