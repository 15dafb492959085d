//! Conditions over the columns of a list, joined by AND and OR (USR-B1): what a list offers ([`ConditionField`]), the dialog
//! that builds them, and the chip that says what is set.

mod builder;
mod line;
mod summary;
mod tree;

pub(super) use builder::builder;
pub(super) use summary::summary;

use super::filter::FilterChoices;
use switchroom_types::Result;
use switchroom_types::conditions::{ColumnKind, Condition};

/// A column as conditions name it; `id` is one of the list's [`switchroom_types::conditions::ConditionColumn`].
#[derive(Clone)]
pub struct ConditionField {
    pub(super) id: &'static str,
    pub(super) label: String,
    pub(super) choices: Option<FilterChoices>,
}

impl ConditionField {
    pub fn new(id: &'static str, label: impl Into<String>) -> Self {
        Self { id, label: label.into(), choices: None }
    }

    /// Its values, for columns that have only some.
    pub fn choices(mut self, choices: impl Into<FilterChoices>) -> Self {
        self.choices = Some(choices.into());
        self
    }
}

/// What a list takes.
#[derive(Clone)]
pub(super) struct Conditions {
    pub fields: Vec<ConditionField>,
    /// What a column holds; the server knows the same.
    pub kind: fn(&str) -> Option<ColumnKind>,
    /// Whether a condition fits the columns.
    pub check: fn(&Condition) -> Result<()>,
}

impl Conditions {
    pub fn field(&self, id: &str) -> Option<&ConditionField> {
        self.fields.iter().find(|field| field.id == id)
    }
}
