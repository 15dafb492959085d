//! Entries for a user, checked and brought into their stored form. Import and SCIM use the same checks.

use switchroom_entity::user;
use switchroom_types::FieldError;
use switchroom_types::error::FieldErrors;
use switchroom_types::users::UserPatch;

use crate::contact::{MAX_EMAIL, e164, is_email};

/// Longest entries, in characters.
pub const NAME: usize = 80;
pub const LOGIN: usize = 80;
pub const EXTENSION: usize = 20;

/// Checks an address; it is kept as entered, without surrounding spaces.
pub fn email(errors: &mut FieldErrors, value: &str) -> String {
    let value = errors.text("email", value, true, MAX_EMAIL);
    if !value.is_empty() && !is_email(&value) {
        errors.push(FieldError::new("email", "field.email", "Enter a valid e-mail address"));
    }
    value
}

/// A phone number in E.164; numbers without a country code are read as dialled in `country`.
pub fn phone(errors: &mut FieldErrors, field: &'static str, value: &str, country: &str) -> Option<String> {
    if value.trim().is_empty() {
        return None;
    }
    let number = e164(value, country);
    if number.is_none() {
        errors.push(FieldError::new(field, "field.phone", "Enter a valid phone number with its country code"));
    }
    number
}

pub fn login_id(errors: &mut FieldErrors, value: &str) -> Option<String> {
    let value = errors.text("login_id", value, false, LOGIN);
    if value.chars().any(char::is_whitespace) {
        errors.push(FieldError::new("login_id", "field.no_spaces", "Spaces are not allowed"));
    }
    (!value.is_empty()).then_some(value)
}

/// Digits, and the keys `*` and `#`, as a telephone can dial them.
pub fn extension(errors: &mut FieldErrors, value: &str) -> Option<String> {
    let value = errors.text("extension", value, false, EXTENSION);
    if !value.chars().all(|c| c.is_ascii_digit() || matches!(c, '*' | '#')) {
        errors.push(FieldError::new("extension", "field.extension", "An extension has digits, * and # only"));
    }
    (!value.is_empty()).then_some(value)
}

/// Takes over the entries of a change, all but role, scope, status and e-mail; returns the checked e-mail address if
/// one was given. `country` is the account's.
pub(super) fn apply(errors: &mut FieldErrors, model: &mut user::Model, patch: &UserPatch, country: &str) -> Option<String> {
    if let Some(value) = &patch.first_name {
        model.first_name = errors.text("first_name", value, false, NAME);
    }
    if let Some(value) = &patch.last_name {
        model.last_name = errors.text("last_name", value, false, NAME);
    }
    if let Some(value) = &patch.name {
        model.name = errors.text("name", value, false, 2 * NAME + 1);
    }
    if model.name.is_empty() {
        let full = format!("{} {}", model.first_name, model.last_name);
        model.name = full.trim().to_owned();
    }
    if model.name.is_empty() {
        errors.push(FieldError::required("name"));
    }
    if let Some(value) = &patch.login_id {
        model.login_id = login_id(errors, value);
    }
    if let Some(value) = &patch.mobile {
        model.mobile = phone(errors, "mobile", value, country);
    }
    if let Some(value) = &patch.extension {
        model.extension = extension(errors, value);
    }
    patch.email.as_deref().map(|value| email(errors, value))
}
