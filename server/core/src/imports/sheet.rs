//! What every kind of file is turned into: rows of cells under known headings. Limits that hold for all of them are
//! kept here.

use switchroom_types::AppError;
use switchroom_types::imports::{ImportCells, ImportField, MAX_ROWS, MAX_UNPACKED};

/// A sheet that can be previewed: it has the required columns and at least one row.
#[derive(Debug, PartialEq, Eq)]
pub struct Sheet {
    /// In the order of [`ImportField::ALL`].
    pub columns: Vec<ImportField>,
    /// Row numbers as the person's program shows them, with their cells; blank rows are left out.
    pub rows: Vec<(i64, ImportCells)>,
}

impl Sheet {
    /// Forgets the user templates that the sheet names; false if it names none.
    pub fn forget_templates(&mut self) -> bool {
        let mut named = false;
        for (_, cells) in &mut self.rows {
            named |= !std::mem::take(&mut cells.template).is_empty();
        }
        self.columns.retain(|field| *field != ImportField::Template);
        named
    }
}

/// Takes the rows of a file one by one; the first that is not blank holds the headings.
#[derive(Default)]
pub struct SheetBuilder {
    headings: Option<Vec<Option<ImportField>>>,
    columns: Vec<ImportField>,
    rows: Vec<(i64, ImportCells)>,
    text: u64,
}

impl SheetBuilder {
    /// Whether a cell of this column is worth reading.
    pub fn wants(&self, column: usize) -> bool {
        match &self.headings {
            None => true,
            Some(headings) => headings.get(column).is_some_and(Option::is_some),
        }
    }

    /// Adds a row; `cells` are column and text.
    ///
    /// # Errors
    /// A refusal when headings are missing or repeated, or when the sheet is too large.
    pub fn push<'a>(&mut self, number: i64, cells: impl Iterator<Item = (usize, &'a str)>) -> Result<(), AppError> {
        let Some(headings) = &self.headings else { return self.read_headings(cells) };
        let mut row = ImportCells::default();
        for (column, text) in cells {
            let text = plain(text.trim());
            if text.is_empty() {
                continue;
            }
            self.text += text.len() as u64;
            if let Some(Some(field)) = headings.get(column) {
                row.set(*field, text.to_owned());
            }
        }
        // One shared text may stand in any number of cells: what is unpacked small can still grow here.
        if self.text > MAX_UNPACKED {
            return Err(too_much_text());
        }
        if row.is_blank() {
            return Ok(());
        }
        if self.rows.len() == MAX_ROWS {
            let error = AppError::new(422, "imports.too_many_rows", "The sheet has more than 100,000 rows.");
            return Err(error.arg("max", MAX_ROWS));
        }
        self.rows.push((number, row));
        Ok(())
    }

    fn read_headings<'a>(&mut self, cells: impl Iterator<Item = (usize, &'a str)>) -> Result<(), AppError> {
        let mut headings: Vec<Option<ImportField>> = Vec::new();
        let mut blank = true;
        for (column, text) in cells {
            blank &= text.trim().is_empty();
            let Some(field) = ImportField::of_heading(text) else { continue };
            if headings.contains(&Some(field)) {
                let message = format!("The column {} is there twice.", field.heading());
                return Err(AppError::new(422, "imports.repeated_column", message).arg("column", field.heading()));
            }
            if headings.len() <= column {
                headings.resize(column + 1, None);
            }
            if let Some(slot) = headings.get_mut(column) {
                *slot = Some(field);
            }
        }
        if blank {
            return Ok(());
        }
        let has = |field: &ImportField| headings.contains(&Some(*field));
        // A sheet that changes people need not repeat what stays.
        let required: &[ImportField] = if has(&ImportField::UserId) { &[ImportField::UserId] } else { &ImportField::REQUIRED };
        let missing: Vec<&str> = required.iter().filter(|field| !has(field)).map(|field| field.heading()).collect();
        if !missing.is_empty() {
            let missing = missing.join(", ");
            let error = AppError::new(422, "imports.missing_columns", format!("The first row lacks these columns: {missing}."));
            return Err(error.arg("columns", missing));
        }
        self.columns = ImportField::ALL.iter().filter(|field| has(field)).copied().collect();
        self.headings = Some(headings);
        Ok(())
    }

    pub fn finish(self) -> Result<Sheet, AppError> {
        if self.rows.is_empty() {
            return Err(AppError::new(422, "imports.no_rows", "The sheet has no rows below its headings."));
        }
        Ok(Sheet { columns: self.columns, rows: self.rows })
    }
}

/// Without the apostrophe that exports put before what a spreadsheet would take for a formula.
fn plain(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => text,
    }
}

pub fn too_much_text() -> AppError {
    let error = AppError::new(413, "imports.too_large_unpacked", "Unpacked, the file is larger than 100 MiB.");
    error.arg("max", MAX_UNPACKED / (1024 * 1024))
}

pub fn unreadable() -> AppError {
    AppError::new(422, "imports.not_a_sheet", "This is neither an Excel workbook (.xlsx) nor a CSV file, or it is damaged.")
}

pub fn protected() -> AppError {
    let message = "The file is protected by a password or in the old .xls format. Save it as an unprotected .xlsx workbook.";
    AppError::new(422, "imports.protected", message)
}
