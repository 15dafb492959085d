//! The stored form of a template: every column that follows from others is set here and nowhere else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use switchroom_entity::template;
use switchroom_types::templates::{TemplateForm, TemplateOrigin, TemplateProduct, TemplateSettings};
use switchroom_types::{AccountId, AppError, FieldError, TemplateId};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::secret;
use crate::text;
use crate::tx::Tx;

/// A template to be stored.
pub(crate) struct NewTemplate<'a> {
    pub account_id: AccountId,
    pub form: &'a TemplateForm,
    pub origin: TemplateOrigin,
}

impl NewTemplate<'_> {
    /// A row that has not been stored yet.
    pub fn into_model(self, tx: &Tx) -> Result<template::Model> {
        let now = tx.now().0;
        let mut model = template::Model {
            id: Uuid::now_v7(),
            account_id: self.account_id.0,
            version: 1,
            name: String::new(),
            name_key: String::new(),
            description: String::new(),
            products: String::new(),
            settings: serde_json::Value::Null,
            settings_key: String::new(),
            origin: self.origin.as_str().to_owned(),
            search_text: String::new(),
            created_at: now,
            modified_at: now,
            modified_by: tx.signature.name.clone(),
        };
        fill(&mut model, self.form)?;
        Ok(model)
    }
}

/// Takes over the form.
pub(super) fn fill(model: &mut template::Model, form: &TemplateForm) -> Result<()> {
    model.name.clone_from(&form.name);
    model.description.clone_from(&form.description);
    model.name_key = text::fold(&form.name);
    model.search_text = text::search_text([form.name.as_str(), form.description.as_str()]);
    let products: Vec<&str> = form.settings.products().into_iter().map(TemplateProduct::as_str).collect();
    model.products = products.join(",");
    (model.settings, model.settings_key) = stored(&form.settings)?;
    Ok(())
}

/// Marks the row as changed now, by the signer of the change.
pub(super) fn touch(model: &mut template::Model, tx: &Tx) {
    model.version += 1;
    model.modified_at = tx.now().0;
    model.modified_by = tx.signature.name.clone();
}

/// Settings as they are kept, and the key by which equal ones are known.
pub(super) fn stored(settings: &TemplateSettings) -> Result<(serde_json::Value, String)> {
    let unwritable = |error: serde_json::Error| Error::corrupt(format!("settings of a template: {error}"));
    // What is empty is the same as what is not there.
    let key = serde_json::to_string(&switchroom_types::templates::fields(settings)).map_err(unwritable)?;
    Ok((serde_json::to_value(settings).map_err(unwritable)?, URL_SAFE_NO_PAD.encode(secret::hash(&key))))
}

pub(super) fn settings(stored: &serde_json::Value) -> Result<TemplateSettings> {
    serde_json::from_value(stored.clone()).map_err(|error| Error::corrupt(format!("settings of a template: {error}")))
}

pub(super) fn products(stored: &str) -> Vec<TemplateProduct> {
    stored.split(',').filter_map(TemplateProduct::parse).collect()
}

/// A template of this account.
///
/// # Errors
/// 404 whether it never existed or belongs to another account.
pub(super) async fn one(conn: &impl ConnectionTrait, account: AccountId, id: TemplateId) -> Result<template::Model> {
    let found = template::Entity::find().filter(template::Column::AccountId.eq(account.0)).filter(template::Column::Id.eq(id.0));
    found.one(conn).await?.ok_or_else(not_found)
}

/// The same for a change: nobody else writes the row until the transaction ends.
pub(super) async fn lock(tx: &Tx, account: AccountId, id: TemplateId) -> Result<template::Model> {
    let found = template::Entity::find().filter(template::Column::AccountId.eq(account.0)).filter(template::Column::Id.eq(id.0));
    found.lock_exclusive().one(tx.conn()).await?.ok_or_else(not_found)
}

fn not_found() -> Error {
    AppError::not_found("template").into()
}

/// # Errors
/// 422 at `name` if another template of the account has it.
pub(crate) async fn insert(tx: &Tx, model: &template::Model) -> Result<()> {
    let row = template::ActiveModel::from(model.clone()).reset_all();
    worded(template::Entity::insert(row).exec_without_returning(tx.conn()).await.map(drop).map_err(Error::from))
}

/// # Errors
/// As [`insert`]. The caller has checked the version.
pub(super) async fn update(tx: &Tx, model: &template::Model) -> Result<()> {
    worded(template::ActiveModel::from(model.clone()).reset_all().update(tx.conn()).await.map(drop).map_err(Error::from))
}

fn worded(stored: Result<()>) -> Result<()> {
    stored.map_err(|error| match error.unique_violation() {
        Some(_) => AppError::invalid(vec![name_taken()]).into(),
        None => error,
    })
}

pub(super) fn name_taken() -> FieldError {
    FieldError::new("name", "templates.name_taken", "Another template of this account has this name")
}
