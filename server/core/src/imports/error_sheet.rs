//! The rows with errors as a workbook with an ERROR column; it can be uploaded again as it is (IMP-B3).

use rust_xlsxwriter::{Format, Workbook, XlsxError};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use switchroom_entity::import_row;
use switchroom_types::imports::{Import, ImportField, ImportRow};
use switchroom_types::{AccountId, FieldError, ImportId};

use super::list::get;
use super::row::{self, INVALID};
use super::template::width;
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::portal::Portal;

/// `word` turns an error into the reader's language.
///
/// # Permissions
/// Users Add in the account; only the person who uploaded the sheet.
pub async fn error_sheet(
    portal: &Portal,
    actor: &Actor,
    account: AccountId,
    id: ImportId,
    word: impl Fn(&FieldError) -> String + Send + 'static,
) -> Result<Vec<u8>> {
    let import = get(portal, actor, account, id).await?;
    let models = import_row::Entity::find()
        .filter(import_row::Column::AccountId.eq(account.0))
        .filter(import_row::Column::ImportId.eq(id.0))
        .filter(import_row::Column::State.eq(INVALID))
        .order_by_asc(import_row::Column::Idx)
        .all(portal.db.read())
        .await?;
    let writing = tokio::task::spawn_blocking(move || {
        let rows = models.into_iter().map(row::view).collect::<Result<Vec<_>>>()?;
        write(&import, &rows, word).map_err(|error| Error::corrupt(format!("writing a workbook: {error}")))
    });
    writing.await.map_err(|error| Error::corrupt(format!("writing a workbook: {error}")))?
}

fn write(import: &Import, rows: &[ImportRow], word: impl Fn(&FieldError) -> String) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    sheet.set_name("Users")?;
    sheet.set_freeze_panes(1, 0)?;
    let heading = Format::new().set_bold();
    let text = Format::new().set_num_format("@");
    let columns: Vec<(u16, ImportField)> = (0..).zip(import.columns.iter().copied()).collect();
    let last = u16::try_from(columns.len()).unwrap_or_default();
    for (at, field) in &columns {
        sheet.set_column_width(*at, width(*field))?;
        sheet.write_string_with_format(0, *at, field.heading(), &heading)?;
    }
    sheet.set_column_width(last, 80)?;
    sheet.write_string_with_format(0, last, "ERROR", &heading)?;
    for (line, row) in (1_u32..).zip(rows) {
        for (at, field) in &columns {
            let cell = row.cells.get(*field);
            if !cell.is_empty() {
                // Text, whatever it looks like: a cell that begins with "=" is never a formula.
                sheet.write_string_with_format(line, *at, fitting(cell), &text)?;
            }
        }
        let errors = row.errors.iter().map(&word).collect::<Vec<_>>().join("; ");
        sheet.write_string(line, last, fitting(&errors))?;
    }
    workbook.save_to_buffer()
}

/// Excel's limit for one cell, in UTF-16 units.
fn fitting(text: &str) -> String {
    let mut units = 0;
    text.chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= 32_767
        })
        .collect()
}
