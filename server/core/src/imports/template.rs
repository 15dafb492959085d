//! The workbook that people fill in (IMP-02). Headings are the same in every language; the hints are translated.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Format, FormatAlign, Workbook, XlsxError};
use switchroom_types::AccountId;
use switchroom_types::imports::{ImportField, MAX_ROWS};

use super::open::authorise;
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::portal::Portal;

/// # Permissions
/// Users Add in the account. Roles that the caller may not give are not offered.
pub async fn template(portal: &Portal, actor: &Actor, account: AccountId) -> Result<Vec<u8>> {
    let (_, rules) = authorise(portal, actor, account).await?;
    let hints = if actor.language == "de" { &GERMAN } else { &ENGLISH };
    write(&rules.roles(), hints).map_err(|error| Error::corrupt(format!("writing a workbook: {error}")))
}

struct Hints {
    sheet: &'static str,
    role: &'static str,
    lines: [(&'static str, &'static str); 9],
}

static ENGLISH: Hints = Hints {
    sheet: "Hints",
    role: "Choose a role from the list, or leave the cell empty for User.",
    lines: [
        ("FIRST NAME, LAST NAME, NAME", "At least one of them. NAME is shown in lists; without it, first and last name are."),
        ("EMAIL", "Required. Each address once, and none that is already used in the account."),
        ("ROLE", "Choose from the list. Empty means User."),
        ("MOBILE NUMBER", "Optional column, add it if you need it. With country code, for example +49 151 12345678."),
        ("EXTENSION", "Optional column. Digits."),
        ("LOGIN ID", "Optional column. Each once."),
        ("TEMPLATE", "Optional column. The name of a user template of the account."),
        ("", "Do not rename the columns. Up to 100,000 rows, 20 MiB."),
        ("", "Nobody gets a mail before you send welcome mails."),
    ],
};

static GERMAN: Hints = Hints {
    sheet: "Hinweise",
    role: "Wählen Sie eine Rolle aus der Liste, oder lassen Sie die Zelle leer für User.",
    lines: [
        (
            "FIRST NAME, LAST NAME, NAME",
            "Mindestens eines davon. NAME (Anzeigename) steht in Listen; fehlt er, werden Vor- und Nachname genommen.",
        ),
        ("EMAIL", "Pflichtfeld. Jede Adresse nur einmal, und keine, die im Konto schon vergeben ist."),
        ("ROLE", "Aus der Liste wählen. Leer bedeutet User."),
        ("MOBILE NUMBER", "Zusätzliche Spalte bei Bedarf. Mit Landesvorwahl, zum Beispiel +49 151 12345678."),
        ("EXTENSION", "Zusätzliche Spalte (Durchwahl). Ziffern."),
        ("LOGIN ID", "Zusätzliche Spalte (Anmeldename). Jeder nur einmal."),
        ("TEMPLATE", "Zusätzliche Spalte. Der Name einer Benutzervorlage des Kontos."),
        ("", "Benennen Sie die Spalten nicht um. Höchstens 100.000 Zeilen, 20 MiB."),
        ("", "Niemand erhält eine E-Mail, bevor Sie Willkommensmails senden."),
    ],
};

fn write(roles: &[String], hints: &Hints) -> Result<Vec<u8>, XlsxError> {
    let last_row = u32::try_from(MAX_ROWS).unwrap_or(u32::MAX);
    let heading = Format::new().set_bold();
    // Text cells keep leading zeros and plus signs.
    let text = Format::new().set_num_format("@");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Users")?;
    sheet.set_freeze_panes(1, 0)?;
    for (at, field) in (0..).zip(ImportField::REQUIRED) {
        sheet.set_column_width(at, width(field))?;
        sheet.set_column_format(at, &text)?;
        sheet.write_string_with_format(0, at, field.heading(), &heading)?;
        if field == ImportField::Role {
            let choice = DataValidation::new()
                .allow_list_strings(roles)?
                .set_error_style(DataValidationErrorStyle::Stop)
                .set_error_title("ROLE")?
                .set_error_message(hints.role)?
                .set_input_title("ROLE")?
                .set_input_message(hints.role)?;
            sheet.add_data_validation(1, at, last_row, at, &choice)?;
        }
    }
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let label = Format::new().set_bold().set_align(FormatAlign::Top);
    let sheet = workbook.add_worksheet();
    sheet.set_name(hints.sheet)?;
    sheet.set_column_width(0, 32)?;
    sheet.set_column_width(1, 90)?;
    for (line, (name, hint)) in (0..).zip(&hints.lines) {
        sheet.write_string_with_format(line, 0, *name, &label)?;
        sheet.write_string_with_format(line, 1, *hint, &wrap)?;
    }
    workbook.save_to_buffer()
}

/// How wide a column is, in characters.
pub fn width(field: ImportField) -> f64 {
    match field {
        ImportField::Email => 36.0,
        ImportField::Name => 28.0,
        ImportField::Extension => 12.0,
        _ => 20.0,
    }
}
