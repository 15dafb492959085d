//! Turns an uploaded file into a sheet, away from the threads that answer requests.

use bytes::Bytes;
use switchroom_types::AppError;
use switchroom_types::imports::{MAX_FILE, too_large};
use tokio::sync::Semaphore;

use super::sheet::{Sheet, protected, unreadable};
use super::{archive, parse_csv, parse_xlsx};
use crate::error::{Error, Result};

/// A large workbook takes a core and a few hundred megabytes for a moment; more than this many wait.
static PARSERS: Semaphore = Semaphore::const_new(2);

/// # Errors
/// The refusals of IMP-07, each with its reason.
pub async fn read(file_name: &str, bytes: Bytes) -> Result<Sheet> {
    if bytes.len() > MAX_FILE {
        return Err(too_large().into());
    }
    let _permit = PARSERS.acquire().await.map_err(|_| Error::from(AppError::unavailable()))?;
    let csv = is_csv(file_name);
    let parsed = tokio::task::spawn_blocking(move || parse(csv, &bytes)).await;
    // A parser that gives up on a hostile file must not take the request with it.
    Ok(parsed.unwrap_or_else(|_| Err(unreadable()))?)
}

fn parse(csv: bool, bytes: &[u8]) -> Result<Sheet, AppError> {
    if archive::is_zip(bytes) {
        parse_xlsx::parse(bytes)
    } else if bytes.starts_with(archive::COMPOUND) {
        Err(protected())
    } else if csv {
        parse_csv::parse(bytes)
    } else {
        Err(unreadable())
    }
}

fn is_csv(file_name: &str) -> bool {
    let ending = file_name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    matches!(ending.as_deref(), Some("csv" | "tsv" | "txt" | "tab"))
}

/// The name without folders and control characters, at most 200 characters.
pub fn clean_name(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
    if name.trim().is_empty() { "import".to_owned() } else { name.trim().to_owned() }
}
