//! Bulk import of users: the sheet, its preview and its report (specification part 10, IMP).

use crate::jobs::JobState;
use crate::{AccountId, AppError, FieldError, ImportId, JobId, Timestamp, text_enum};
use serde::{Deserialize, Serialize};

/// Largest file taken, in bytes, and its limits once unpacked (IMP-07).
pub const MAX_FILE: usize = 20 * 1024 * 1024;
pub const MAX_UNPACKED: u64 = 100 * 1024 * 1024;
pub const MAX_ROWS: usize = 100_000;
/// Seconds that an abandoned preview is offered again (IMP-12).
pub const KEPT: i64 = 24 * 60 * 60;

text_enum! {
    /// What a column of the sheet means; the text is the name of the field in JSON.
    ImportField {
        UserId => "user_id", FirstName => "first_name", LastName => "last_name", Name => "name", Email => "email", Role => "role",
        Mobile => "mobile", Extension => "extension", LoginId => "login_id", Template => "template",
    }
}

impl ImportField {
    /// The columns that every sheet has (IMP-02); the others may be left out (IMP-B1).
    pub const REQUIRED: [Self; 5] = [Self::FirstName, Self::LastName, Self::Name, Self::Email, Self::Role];

    /// The column's heading, the same in every language: a sheet made in one office opens in another.
    pub fn heading(self) -> &'static str {
        match self {
            Self::UserId => "USER ID",
            Self::FirstName => "FIRST NAME",
            Self::LastName => "LAST NAME",
            Self::Name => "NAME",
            Self::Email => "EMAIL",
            Self::Role => "ROLE",
            Self::Mobile => "MOBILE NUMBER",
            Self::Extension => "EXTENSION",
            Self::LoginId => "LOGIN ID",
            Self::Template => "TEMPLATE",
        }
    }

    /// Finds the column of a heading, whatever its case and spacing; also as the export of users names it.
    pub fn of_heading(text: &str) -> Option<Self> {
        let heading = text.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
        match heading.as_str() {
            "EMAIL ADDRESS" => Some(Self::Email),
            "EXT" => Some(Self::Extension),
            heading => Self::ALL.iter().copied().find(|field| field.heading() == heading),
        }
    }
}

text_enum! {
    ImportState {
        /// Waits for a person.
        Review => "review",
        /// A job is adding its valid rows.
        Running => "running",
        /// Nothing is left.
        Done => "done",
    }
}

/// One person as the sheet has them, trimmed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ImportCells {
    /// Whom the row changes; a row without it adds somebody (IMP-B6).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub user_id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub first_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub last_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub email: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub role: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub mobile: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub extension: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub login_id: String,
    /// The name of a user template (TPL-10).
    #[serde(skip_serializing_if = "String::is_empty")]
    pub template: String,
}

impl ImportCells {
    pub fn get(&self, field: ImportField) -> &str {
        match field {
            ImportField::UserId => &self.user_id,
            ImportField::FirstName => &self.first_name,
            ImportField::LastName => &self.last_name,
            ImportField::Name => &self.name,
            ImportField::Email => &self.email,
            ImportField::Role => &self.role,
            ImportField::Mobile => &self.mobile,
            ImportField::Extension => &self.extension,
            ImportField::LoginId => &self.login_id,
            ImportField::Template => &self.template,
        }
    }

    pub fn set(&mut self, field: ImportField, value: String) {
        let cell = match field {
            ImportField::UserId => &mut self.user_id,
            ImportField::FirstName => &mut self.first_name,
            ImportField::LastName => &mut self.last_name,
            ImportField::Name => &mut self.name,
            ImportField::Email => &mut self.email,
            ImportField::Role => &mut self.role,
            ImportField::Mobile => &mut self.mobile,
            ImportField::Extension => &mut self.extension,
            ImportField::LoginId => &mut self.login_id,
            ImportField::Template => &mut self.template,
        };
        *cell = value;
    }

    /// Whether the row changes somebody who is there.
    pub fn is_update(&self) -> bool {
        !self.user_id.is_empty()
    }

    pub fn is_blank(&self) -> bool {
        ImportField::ALL.iter().all(|field| self.get(*field).is_empty())
    }
}

/// One row of the preview. `row` is its number in the sheet; rows added later continue the count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportRow {
    pub row: i64,
    #[serde(flatten)]
    pub cells: ImportCells,
    /// Everything that is wrong with the row; empty when it can be added.
    pub errors: Vec<FieldError>,
    /// What the person has now, where the row changes somebody. An empty cell of the row leaves it as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<ImportCells>,
}

impl ImportRow {
    /// The cells that differ from what the person has, with both values.
    pub fn differences(&self) -> Vec<(ImportField, String, String)> {
        let Some(before) = &self.before else { return Vec::new() };
        let fields = ImportField::ALL.iter().copied().filter(|field| *field != ImportField::UserId);
        let differing = fields.filter_map(|field| {
            let (old, new) = (before.get(field), self.cells.get(field));
            (!new.is_empty() && old != new).then(|| (field, old.to_owned(), new.to_owned()))
        });
        differing.collect()
    }
}

/// Cells to be changed; those not named stay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ImportEdit {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub login_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
}

impl ImportEdit {
    /// Only `field` changes.
    pub fn of(field: ImportField, value: String) -> Self {
        let mut edit = Self::default();
        match field {
            ImportField::UserId => edit.user_id = Some(value),
            ImportField::FirstName => edit.first_name = Some(value),
            ImportField::LastName => edit.last_name = Some(value),
            ImportField::Name => edit.name = Some(value),
            ImportField::Email => edit.email = Some(value),
            ImportField::Role => edit.role = Some(value),
            ImportField::Mobile => edit.mobile = Some(value),
            ImportField::Extension => edit.extension = Some(value),
            ImportField::LoginId => edit.login_id = Some(value),
            ImportField::Template => edit.template = Some(value),
        }
        edit
    }

    pub fn apply(self, cells: &mut ImportCells) {
        let Self { user_id, first_name, last_name, name, email, role, mobile, extension, login_id, template } = self;
        let changes = [user_id, first_name, last_name, name, email, role, mobile, extension, login_id, template];
        for (field, value) in ImportField::ALL.iter().zip(changes) {
            if let Some(value) = value {
                cells.set(*field, value.trim().to_owned());
            }
        }
    }
}

/// How far the job of an import is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportProgress {
    pub job_id: JobId,
    pub state: JobState,
    pub total: u64,
    pub succeeded: u64,
    /// Of those that succeeded: rows that changed somebody, and rows that said what was there already.
    pub updated: u64,
    pub unchanged: u64,
    pub failed: u64,
    /// Why the job ended early.
    pub error: Option<String>,
}

/// An uploaded sheet under review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Import {
    pub id: ImportId,
    pub account_id: AccountId,
    pub file_name: String,
    pub state: ImportState,
    /// Rows in the preview, and how many of them have errors.
    pub rows: u64,
    pub invalid: u64,
    /// The columns of the sheet, in the order of [`ImportField::ALL`].
    pub columns: Vec<ImportField>,
    pub notes: Vec<ImportNote>,
    /// What ROLE may say here.
    pub roles: Vec<String>,
    /// The last job that added rows.
    pub progress: Option<ImportProgress>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

impl ImportProgress {
    pub fn added(&self) -> u64 {
        self.succeeded.saturating_sub(self.updated + self.unchanged)
    }
}

impl Import {
    pub fn valid(&self) -> u64 {
        self.rows.saturating_sub(self.invalid)
    }
}

text_enum! {
    /// What a person should know about how the sheet was read.
    ImportNote {
        /// The column TEMPLATE was not used: the account has no user templates.
        TemplateIgnored => "template_ignored",
    }
}

/// The answer to a change of the preview: what it changed, and where the import stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportChange {
    pub import: Import,
    /// The row itself, and rows whose errors depend on it.
    pub rows: Vec<ImportRow>,
}

/// Seconds that an import can be undone (IMP-B5).
pub const UNDOABLE: i64 = 7 * 24 * 60 * 60;

/// A job that added people, as long as it can be undone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FinishedImport {
    pub job_id: JobId,
    pub file_name: String,
    /// Who started it.
    pub by: String,
    pub added: u64,
    pub updated: u64,
    pub finished_at: Timestamp,
    pub undo_until: Timestamp,
    /// The job that undoes it or has undone it.
    pub undo_job: Option<JobId>,
    /// Whether the caller may undo it now.
    pub can_undo: bool,
}

/// What is wrong with a row, flat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RowError {
    pub row: i64,
    #[serde(flatten)]
    pub error: FieldError,
}

/// What became of an uploaded sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportReport {
    /// `None` for a dry run, which stores nothing.
    pub import_id: Option<ImportId>,
    /// The job that adds the valid rows; `None` for a dry run, a review, or when no row is valid.
    pub job_id: Option<JobId>,
    pub file_name: String,
    pub rows: u64,
    pub valid: u64,
    pub invalid: u64,
    /// The first [`REPORTED`] errors, by row.
    pub errors: Vec<RowError>,
    /// There are more; the import's rows and its error sheet have them all.
    pub errors_truncated: bool,
    pub notes: Vec<ImportNote>,
}

/// Errors listed in a report.
pub const REPORTED: usize = 1_000;

/// 413 for a file over [`MAX_FILE`], said before it is read any further.
pub fn too_large() -> AppError {
    AppError::new(413, "imports.too_large", "The file is larger than 20 MiB.").arg("max", MAX_FILE / (1024 * 1024))
}
