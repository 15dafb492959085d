//! Rows of an import that change somebody (IMP-B6) are found by whom they change.

crate::sql::migration!(
    "m0030_imports",
    &[
        "ALTER TABLE import_rows ADD COLUMN user_key {text}",
        "CREATE INDEX import_rows_by_user ON import_rows (import_id, user_key) WHERE user_key IS NOT NULL",
    ]
);
