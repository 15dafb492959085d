//! The stored form of a preview's row.

use sea_orm::ActiveValue::Set;
use switchroom_entity::import_row;
use switchroom_types::imports::{ImportCells, ImportRow};
use switchroom_types::{AccountId, FieldError, ImportId};
use uuid::Uuid;

use super::clashes::Unique;
use super::validate::Keys;
use crate::error::{Error, Result};

pub const VALID: &str = "valid";
pub const INVALID: &str = "error";

/// A row with everything that was found out about it.
#[derive(Clone, Debug)]
pub struct CheckedRow {
    pub row: i64,
    pub cells: ImportCells,
    pub keys: Keys,
    pub errors: Vec<FieldError>,
}

impl CheckedRow {
    pub fn state(&self) -> &'static str {
        if self.errors.is_empty() { VALID } else { INVALID }
    }

    pub fn into_model(self, import: ImportId, account: AccountId) -> import_row::ActiveModel {
        let optional = |unique: Unique| unique.of(&self.keys).map(str::to_owned);
        import_row::ActiveModel {
            import_id: Set(Uuid::from(import)),
            idx: Set(self.row),
            account_id: Set(account.0),
            state: Set(self.state().to_owned()),
            email_key: Set(self.keys.email.clone()),
            mobile_key: Set(optional(Unique::Mobile)),
            extension_key: Set(optional(Unique::Extension)),
            login_key: Set(optional(Unique::Login)),
            user_key: Set(optional(Unique::User)),
            data: Set(serde_json::to_value(&self.cells).unwrap_or_default()),
            errors: Set(serde_json::to_value(&self.errors).unwrap_or_default()),
        }
    }

    pub fn into_row(self) -> ImportRow {
        ImportRow { row: self.row, cells: self.cells, errors: self.errors, before: None }
    }
}

pub fn cells(model: &import_row::Model) -> Result<ImportCells> {
    serde_json::from_value(model.data.clone()).map_err(|error| Error::corrupt(format!("import row: {error}")))
}

pub fn view(model: import_row::Model) -> Result<ImportRow> {
    let cells = cells(&model)?;
    let errors = serde_json::from_value(model.errors).map_err(|error| Error::corrupt(format!("import row errors: {error}")))?;
    Ok(ImportRow { row: model.idx, cells, errors, before: None })
}

/// The keys of a stored row.
pub fn keys(model: &import_row::Model) -> Keys {
    Keys {
        email: model.email_key.clone(),
        mobile: model.mobile_key.clone().unwrap_or_default(),
        extension: model.extension_key.clone().unwrap_or_default(),
        login: model.login_key.clone().unwrap_or_default(),
        user: model.user_key.clone().unwrap_or_default(),
    }
}
