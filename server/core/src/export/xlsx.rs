//! Rows as a workbook: written row by row into temporary files by a blocking thread, then streamed from there.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use std::io::{Seek, SeekFrom};
use tokio::sync::mpsc;

use crate::error::{Error, Result};
use crate::export::{Cell, Column};

/// Rows of a sheet below its header; Excel takes 1,048,576 lines.
const PER_SHEET: u32 = 1_048_575;
/// Excel refuses longer text.
const MAX_TEXT: usize = 32_767;

/// Writes what comes through `pages` until the sender is dropped; returns the finished file at its beginning.
pub(super) fn write<R>(columns: &[Column<R>], mut pages: mpsc::Receiver<Vec<R>>) -> Result<std::fs::File> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let mut page: std::vec::IntoIter<R> = Vec::new().into_iter();
    let mut waiting = None;
    loop {
        // A sheet is begun with its first row at hand, so that none is empty but the first.
        let sheet = book.add_worksheet_with_constant_memory().map_err(failed)?;
        head(sheet, columns, &bold).map_err(failed)?;
        let mut line = 1;
        loop {
            let next = waiting.take().or_else(|| next(&mut page, &mut pages));
            let Some(row) = next else {
                let mut file = tempfile::tempfile()?;
                book.save_to_writer(&mut file).map_err(failed)?;
                file.seek(SeekFrom::Start(0))?;
                return Ok(file);
            };
            if line > PER_SHEET {
                waiting = Some(row);
                break;
            }
            put(sheet, line, columns, &row).map_err(failed)?;
            line += 1;
        }
    }
}

fn next<R>(page: &mut std::vec::IntoIter<R>, pages: &mut mpsc::Receiver<Vec<R>>) -> Option<R> {
    loop {
        if let Some(row) = page.next() {
            return Some(row);
        }
        *page = pages.blocking_recv()?.into_iter();
    }
}

fn head<R>(sheet: &mut Worksheet, columns: &[Column<R>], bold: &Format) -> Result<(), XlsxError> {
    for (column, at) in columns.iter().zip(0_u16..) {
        sheet.set_column_width(at, 20)?;
        sheet.write_string_with_format(0, at, column.header, bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn put<R>(sheet: &mut Worksheet, line: u32, columns: &[Column<R>], row: &R) -> Result<(), XlsxError> {
    for (column, at) in columns.iter().zip(0_u16..) {
        match (column.cell)(row) {
            Cell::Empty => {}
            Cell::Text(text) if text.chars().count() > MAX_TEXT => {
                sheet.write_string(line, at, text.chars().take(MAX_TEXT).collect::<String>())?;
            }
            Cell::Text(text) => {
                sheet.write_string(line, at, text.as_ref())?;
            }
            Cell::Int(value) => {
                sheet.write_number(line, at, value as f64)?;
            }
            Cell::Time(value) => {
                sheet.write_string(line, at, value.to_string())?;
            }
        }
    }
    Ok(())
}

fn failed(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(error) => Error::Io(error),
        other => Error::corrupt(format!("the workbook cannot be written: {other}")),
    }
}
