//! From the bytes of a file to rows of named cells. Nothing is interpreted here beyond the format itself.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use switchroom_types::AppError;
use switchroom_types::orders::{MAX_ORDER_FILE, ORDER_COLUMNS};

/// One order of the file: its line (CSV) or position (JSON), and its cells by column name, without the empty ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct RawRow {
    pub line: u64,
    pub cells: BTreeMap<String, String>,
}

impl RawRow {
    pub fn get(&self, column: &str) -> &str {
        self.cells.get(column).map(String::as_str).unwrap_or_default()
    }
}

/// # Errors
/// 413 `orders.file_too_large`; 422 `orders.file_empty`, `orders.not_utf8`, `orders.bad_csv`, `orders.bad_json`,
/// `orders.missing_column`, `orders.unknown_column`, each naming the place.
pub(super) fn parse(bytes: &[u8]) -> Result<Vec<RawRow>, AppError> {
    if bytes.len() > MAX_ORDER_FILE {
        return Err(AppError::new(413, "orders.file_too_large", "The file is larger than 20 MiB."));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}'),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            return Err(refuse("orders.not_utf8", "The file is not UTF-8 text.").arg("line", line));
        }
    };
    let rows = match text.trim_start().chars().next() {
        None => Vec::new(),
        Some('[' | '{') => json(text)?,
        Some(_) => csv(text)?,
    };
    if rows.is_empty() {
        return Err(refuse("orders.file_empty", "The file has no orders."));
    }
    Ok(rows)
}

fn refuse(code: &'static str, message: &str) -> AppError {
    AppError::new(422, code, message)
}

fn csv(text: &str) -> Result<Vec<RawRow>, AppError> {
    let head = text.lines().next().unwrap_or_default();
    // Spreadsheets in many countries write semicolons.
    let delimiter = if head.matches(';').count() > head.matches(',').count() { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let bad = |error: csv::Error| {
        let line = error.position().map(csv::Position::line).unwrap_or_default();
        refuse("orders.bad_csv", "The file cannot be read as CSV.").arg("line", line)
    };
    let columns: Vec<String> = reader.headers().map_err(bad)?.iter().map(|name| name.to_lowercase().replace([' ', '-'], "_")).collect();
    // Failed rows come back with these two in front; they can be uploaded again as they are.
    let known = |name: &str| ORDER_COLUMNS.contains(&name) || name == "line" || name == "reason";
    if let Some(unknown) = columns.iter().find(|name| !known(name)) {
        return Err(refuse("orders.unknown_column", "The file has a column that orders do not have.").arg("column", unknown));
    }
    if let Some(missing) = ["subscription_number", "start_date", "items"].iter().find(|name| !columns.iter().any(|column| column == *name))
    {
        return Err(refuse("orders.missing_column", "A column is missing.").arg("column", missing));
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(bad)?;
        let line = record.position().map(csv::Position::line).unwrap_or_default();
        let cells: BTreeMap<String, String> = columns
            .iter()
            .zip(record.iter())
            .filter(|(name, value)| !value.is_empty() && ORDER_COLUMNS.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), plain(value)))
            .collect();
        if !cells.is_empty() {
            rows.push(RawRow { line, cells });
        }
    }
    Ok(rows)
}

/// Takes back the apostrophe that keeps a spreadsheet from reading a cell as a formula.
fn plain(value: &str) -> String {
    match value.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
        _ => value.to_owned(),
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Document {
    List(Vec<BTreeMap<String, serde_json::Value>>),
    Wrapped { orders: Vec<BTreeMap<String, serde_json::Value>> },
}

fn json(text: &str) -> Result<Vec<RawRow>, AppError> {
    let bad = |line: usize| refuse("orders.bad_json", "The file cannot be read as a JSON array of orders.").arg("line", line);
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| bad(error.line()))?;
    let orders = match serde_json::from_value(value) {
        Ok(Document::List(orders) | Document::Wrapped { orders }) => orders,
        Err(_) => return Err(bad(1)),
    };
    let mut rows = Vec::with_capacity(orders.len());
    for (line, order) in (1..).zip(orders) {
        if let Some(unknown) = order.keys().find(|name| !ORDER_COLUMNS.contains(&name.as_str())) {
            return Err(refuse("orders.unknown_column", "The file has a column that orders do not have.").arg("column", unknown));
        }
        let cells = order.into_iter().map(|(name, value)| (name, cell(value))).filter(|(_, value)| !value.is_empty()).collect();
        rows.push(RawRow { line, cells });
    }
    Ok(rows)
}

/// A JSON value as the CSV file would have it; items become `SKU:quantity; SKU:quantity`.
fn cell(value: serde_json::Value) -> String {
    use serde_json::Value as V;
    match value {
        V::Null => String::new(),
        V::String(text) => text.trim().to_owned(),
        V::Array(items) => items.into_iter().map(item).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

fn item(value: serde_json::Value) -> String {
    match &value {
        serde_json::Value::Object(item) => {
            let part = |name: &str| item.get(name).cloned().map(cell).unwrap_or_default();
            format!("{}:{}", part("sku"), part("quantity"))
        }
        _ => cell(value),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    /// ORD-22 the same order comes out of CSV, of CSV with semicolons, and of JSON
    #[test]
    fn both_formats_say_the_same() {
        let csv = "\u{feff}subscription_number,start_date,items\nA-S1,2026-01-01,54014847:4; 54014775:1\n";
        let semicolons = "Subscription Number;Start date;Items\r\nA-S1;2026-01-01;\"54014847:4; 54014775:1\"\r\n";
        let json = r#"{"orders":[{"subscription_number":"A-S1","start_date":"2026-01-01","items":[{"sku":"54014847","quantity":4},{"sku":54014775,"quantity":1}],"replaces":null}]}"#;
        let rows = [csv, semicolons, json].map(|text| parse(text.as_bytes()).unwrap());
        assert_eq!(rows[0][0].cells, rows[1][0].cells);
        assert_eq!(rows[0][0].cells, rows[2][0].cells);
        assert_eq!((rows[0][0].line, rows[2][0].line), (2, 1));
    }

    /// ORD-22 files that cannot be read are refused with the place
    #[test]
    fn bad_files_are_refused() {
        let code = |bytes: &[u8]| parse(bytes).unwrap_err().code.to_string();
        assert_eq!(code(b"   \n"), "orders.file_empty");
        assert_eq!(code(b"subscription_number,start_date,items\n"), "orders.file_empty");
        assert_eq!(code(b"subscription_number,start_date\nA,B\n"), "orders.missing_column");
        assert_eq!(code(b"subscription_number,start_date,items,colour\nA,B,C,D\n"), "orders.unknown_column");
        assert_eq!(code(b"[{\"subscription_number\": }]"), "orders.bad_json");
        assert_eq!(code(b"[1, 2]"), "orders.bad_json");
        assert_eq!(code(&vec![b'a'; MAX_ORDER_FILE + 1]), "orders.file_too_large");
        let error = parse(b"subscription_number,start_date,items\nA-S\xff,2026-01-01,1:1\n").unwrap_err();
        assert_eq!((error.code.as_ref(), error.args["line"].as_str()), ("orders.not_utf8", "2"));
    }
}
