//! Takes a sheet: reads and checks it, then reports (dry run), keeps it for review, or adds its valid rows.

use bytes::Bytes;
use switchroom_entity::import;
use switchroom_types::imports::{ImportNote, ImportReport, ImportState, KEPT, REPORTED, RowError};
use switchroom_types::{AccountId, FieldError, ImportId};
use uuid::Uuid;

use super::clashes::{Repeats, taken};
use super::open::authorise;
use super::people::known;
use super::row::CheckedRow;
use super::sheet::Sheet;
use super::validate::{Rules, check};
use super::{commit, read, store};
use crate::access::{AccountScope, Actor};
use crate::error::Result;
use crate::portal::Portal;

/// What happens to a sheet that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is checked and nothing is written (IMP-B2).
    DryRun,
    /// It waits for somebody to look at it.
    Review,
    /// A job adds the valid rows at once; the others wait for review.
    Commit,
}

pub struct Upload {
    pub file_name: String,
    pub bytes: Bytes,
    pub mode: Mode,
}

/// # Permissions
/// Users Add in the account.
///
/// # Errors
/// The refusals of IMP-07, each with its reason.
pub async fn upload(portal: &Portal, actor: &Actor, account: AccountId, upload: Upload) -> Result<ImportReport> {
    let (scope, rules) = authorise(portal, actor, account).await?;
    let file_name = read::clean_name(&upload.file_name);
    let mut sheet = read::read(&file_name, upload.bytes).await?;
    let ignored = rules.templates.is_empty() && sheet.forget_templates();
    let notes = if ignored { vec![ImportNote::TemplateIgnored] } else { Vec::new() };
    let columns = sheet.columns.clone();
    let rows = check_all(portal, &scope, &rules, sheet).await?;
    let mut report = report(file_name.clone(), notes, &rows);
    if upload.mode == Mode::DryRun {
        return Ok(report);
    }
    let tx = portal.begin(actor).await?;
    let import = import::Model {
        id: Uuid::now_v7(),
        account_id: account.0,
        user_id: actor.user_id.0,
        file_name,
        state: ImportState::Review.as_str().to_owned(),
        job_id: None,
        row_count: i64::try_from(report.rows).unwrap_or_default(),
        error_count: i64::try_from(report.invalid).unwrap_or_default(),
        columns: serde_json::to_value(columns).unwrap_or_default(),
        notes: serde_json::to_value(&report.notes).unwrap_or_default(),
        created_at: tx.now().0,
        expires_at: tx.now().plus_secs(KEPT).0,
    };
    let id = ImportId(import.id);
    store::store(portal, tx, import, rows).await?;
    report.import_id = Some(id);
    if upload.mode == Mode::Commit && report.valid > 0 {
        report.job_id = Some(commit::commit(portal, actor, account, id).await?);
    }
    Ok(report)
}

/// Checks every row by itself, against the others, and against the people who are there.
async fn check_all(portal: &Portal, scope: &AccountScope, rules: &Rules, sheet: Sheet) -> Result<Vec<CheckedRow>> {
    let for_rows = rules.clone();
    let checking = tokio::task::spawn_blocking(move || {
        let checked = |(row, cells)| {
            let (keys, errors) = check(&cells, &for_rows);
            CheckedRow { row, cells, keys, errors }
        };
        sheet.rows.into_iter().map(checked).collect::<Vec<_>>()
    });
    let mut rows = checking.await.map_err(|error| crate::Error::corrupt(format!("checking rows: {error}")))?;
    let taken = taken(portal.db.read(), scope.account_id, rows.iter().map(|row| &row.keys)).await?;
    let repeats = Repeats::among(rows.iter().map(|row| &row.keys));
    let people = known(portal.db.read(), scope.account_id, rows.iter().map(|row| row.keys.user.as_str())).await?;
    let found = |row: &CheckedRow| -> Vec<FieldError> {
        let people = people.errors(&row.keys, &row.cells, rules);
        people.into_iter().chain(taken.errors(&row.keys)).chain(repeats.errors(&row.keys)).collect()
    };
    let found: Vec<Vec<FieldError>> = rows.iter().map(found).collect();
    for (row, errors) in rows.iter_mut().zip(found) {
        row.errors.extend(errors);
    }
    Ok(rows)
}

fn report(file_name: String, notes: Vec<ImportNote>, rows: &[CheckedRow]) -> ImportReport {
    let invalid = rows.iter().filter(|row| !row.errors.is_empty()).count() as u64;
    let every = |row: &CheckedRow| row.errors.clone().into_iter().map(move |error| (row.row, error)).collect::<Vec<_>>();
    let mut errors: Vec<RowError> = rows
        .iter()
        .filter(|row| !row.errors.is_empty())
        .flat_map(every)
        .map(|(row, error)| RowError { row, error })
        .take(REPORTED + 1)
        .collect();
    let errors_truncated = errors.len() > REPORTED;
    errors.truncate(REPORTED);
    ImportReport {
        import_id: None,
        job_id: None,
        file_name,
        rows: rows.len() as u64,
        valid: rows.len() as u64 - invalid,
        invalid,
        errors,
        errors_truncated,
        notes,
    }
}
