//! Reads Excel workbooks (Office Open XML), whoever wrote them. Cells are streamed, so that a sheet with one cell at
//! its far corner costs nothing.

use calamine::{Data, DataRef, ExcelDateTime, Reader, Sheet as SheetInfo, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::{NaiveTime, Timelike};
use std::borrow::Cow;
use std::io::Cursor;
use switchroom_types::AppError;

use super::archive;
use super::sheet::{Sheet, SheetBuilder, unreadable};

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// The first visible sheet with the right headings; hint sheets and hidden ones may stand before it.
///
/// # Errors
/// The refusal of the first visible sheet if none fits.
pub fn parse(bytes: &[u8]) -> Result<Sheet, AppError> {
    archive::inspect(bytes)?;
    let mut workbook: Workbook = Xlsx::new(Cursor::new(bytes)).map_err(refuse)?;
    let visible = |sheet: &&SheetInfo| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
    let names: Vec<String> = workbook.sheets_metadata().iter().filter(visible).map(|sheet| sheet.name.clone()).collect();
    let mut refusal = None;
    for name in names {
        match read(&mut workbook, &name) {
            Ok(sheet) => return Ok(sheet),
            Err(error) if error.is("imports.missing_columns") || error.is("imports.no_rows") => refusal = refusal.or(Some(error)),
            Err(error) => return Err(error),
        }
    }
    Err(refusal.unwrap_or_else(unreadable))
}

fn read(workbook: &mut Workbook, name: &str) -> Result<Sheet, AppError> {
    let mut builder = SheetBuilder::default();
    let mut cells = workbook.worksheet_cells_reader(name).map_err(refuse)?;
    let mut row: Vec<(usize, Cow<str>)> = Vec::new();
    let mut at = 0;
    while let Some(cell) = cells.next_cell().map_err(refuse)? {
        let (line, column) = cell.get_position();
        if line != at {
            push(&mut builder, at, &mut row)?;
            at = line;
        }
        let column = column as usize;
        if builder.wants(column) && row.len() < 1_000 {
            row.push((column, text(cell.get_value())));
        }
    }
    push(&mut builder, at, &mut row)?;
    builder.finish()
}

fn push(builder: &mut SheetBuilder, line: u32, row: &mut Vec<(usize, Cow<str>)>) -> Result<(), AppError> {
    let result = builder.push(i64::from(line) + 1, row.iter().map(|(column, text)| (*column, text.as_ref())));
    row.clear();
    result
}

/// What the person sees in the cell: formulas by their last value, whole numbers without decimals.
fn text<'a>(value: &DataRef<'a>) -> Cow<'a, str> {
    match value {
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cow::Owned(text.clone()),
        DataRef::Int(number) => Cow::Owned(number.to_string()),
        DataRef::Float(number) => Cow::Owned(float(*number)),
        DataRef::Bool(true) => Cow::Borrowed("TRUE"),
        DataRef::Bool(false) => Cow::Borrowed("FALSE"),
        DataRef::DateTime(at) => Cow::Owned(date(at)),
        DataRef::Error(_) => Cow::Owned(Data::from(value.clone()).to_string()),
        DataRef::Empty => Cow::Borrowed(""),
    }
}

fn float(number: f64) -> String {
    // Up to here every whole number is exact.
    if number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0 { format!("{number:.0}") } else { number.to_string() }
}

fn date(at: &ExcelDateTime) -> String {
    match at.as_datetime() {
        Some(at) if at.time() == NaiveTime::MIN => at.format("%Y-%m-%d").to_string(),
        Some(at) if at.second() == 0 => at.format("%Y-%m-%d %H:%M").to_string(),
        Some(at) => at.format("%Y-%m-%d %H:%M:%S").to_string(),
        None => float(at.as_f64()),
    }
}

fn refuse(error: XlsxError) -> AppError {
    match error {
        XlsxError::Password => super::sheet::protected(),
        error => {
            tracing::debug!(%error, "a workbook could not be read");
            unreadable()
        }
    }
}
