//! Looks into an .xlsx file, which is a ZIP archive, before the parser does: counts what it really unpacks to, since the
//! sizes that an archive declares are whatever its maker wrote (zip bombs).

use std::io::{Cursor, Read};
use switchroom_types::AppError;
use switchroom_types::imports::MAX_UNPACKED;
use zip::ZipArchive;
use zip::result::ZipError;

use super::sheet::{protected, too_much_text, unreadable};

/// Office writes a dozen entries, and one for each sheet and picture.
const MAX_ENTRIES: usize = 2_000;
/// Tags in the parts that the parser keeps in memory as a whole (shared texts, styles).
const MAX_TAGS: usize = 8_000_000;
const ZIP: &[u8] = b"PK\x03\x04";
/// Old .xls files, and the envelope of .xlsx files with a password.
pub const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP)
}

/// # Errors
/// A refusal for archives that are too large, encrypted, nested or broken.
pub fn inspect(bytes: &[u8]) -> Result<(), AppError> {
    // Before the directory is read: each of its records begins with this.
    if bytes.windows(4).filter(|window| *window == b"PK\x01\x02").count() > MAX_ENTRIES {
        return Err(too_much_text());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        if archive.by_index_raw(index).map_err(refuse)?.encrypted() {
            return Err(protected());
        }
        let mut entry = archive.by_index(index).map_err(refuse)?;
        let streamed = entry.name().is_ok_and(|name| name.starts_with("xl/worksheets/"));
        let mut tags = 0;
        let mut begin = true;
        let mut buffer = [0; 64 * 1024];
        loop {
            let read = entry.read(&mut buffer).map_err(|_| unreadable())?;
            let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else { break };
            unpacked += read as u64;
            if !streamed {
                tags += part.iter().filter(|byte| **byte == b'<').count();
            }
            if unpacked > MAX_UNPACKED || tags > MAX_TAGS {
                return Err(too_much_text());
            }
            if begin && (part.starts_with(ZIP) || part.starts_with(COMPOUND)) {
                return Err(AppError::new(
                    422,
                    "imports.nested",
                    "The workbook contains other files. Remove embedded objects and save it again.",
                ));
            }
            begin = false;
        }
    }
    Ok(())
}

fn refuse(error: ZipError) -> AppError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => protected(),
        _ => unreadable(),
    }
}
