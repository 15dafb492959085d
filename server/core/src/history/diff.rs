//! Before and after, computed from the entity itself, so that no changed column is forgotten and no secret gets through.

use serde::Serialize;
use serde_json::Value;
use switchroom_types::history::Change;

/// Stands for a secret's value; only that it changed is told (HIST-19).
pub const REDACTED: &str = "[redacted]";

const SECRETS: [&str; 4] = ["password_hash", "secret_hash", "body_sealed", "secret"];
/// Columns that follow from others or from the change itself.
const DERIVED: [&str; 16] = [
    "id",
    "account_id",
    "partner_id",
    "version",
    "created_at",
    "modified_at",
    "modified_by",
    "search_text",
    "preferences",
    "settings",
    "role_label",
    "role_id",
    "user_count",
    "password_changed_at",
    "last_sign_in_at",
    "mail_error",
];

/// The properties that differ between two states of a thing. `None` stands for "did not exist" or "no longer exists";
/// empty values are then left out.
pub fn changes<T: Serialize>(before: Option<&T>, after: Option<&T>) -> Vec<Change> {
    let object = |state: Option<&T>| match state.map(serde_json::to_value) {
        Some(Ok(Value::Object(map))) => map,
        _ => serde_json::Map::new(),
    };
    let (before, after) = (object(before), object(after));
    let mut names: Vec<&String> = before.keys().chain(after.keys().filter(|name| !before.contains_key(*name))).collect();
    names.retain(|name| !DERIVED.contains(&name.as_str()) && !name.ends_with("_key"));
    names
        .into_iter()
        .filter_map(|name| {
            let old = before.get(name).cloned().unwrap_or(Value::Null);
            let new = after.get(name).cloned().unwrap_or(Value::Null);
            let empty = |value: &Value| value.is_null() || value == "";
            if old == new || (empty(&old) && empty(&new)) {
                return None;
            }
            if SECRETS.contains(&name.as_str()) {
                let mask = |value: Value| if value.is_null() { value } else { REDACTED.into() };
                return Some(Change { property: name.clone(), before: mask(old), after: mask(new) });
            }
            Some(Change { property: name.clone(), before: old, after: new })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use serde_json::json;

    /// HIST-19 secrets appear as [redacted] before and after
    #[test]
    fn secrets_are_never_written() {
        let before = json!({"name": "Ada", "password_hash": "$argon2id$old", "version": 1});
        let after = json!({"name": "Ada", "password_hash": "$argon2id$new", "version": 2});
        let found = changes(Some(&before), Some(&after));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].before.clone(), found[0].after.clone()), (json!(REDACTED), json!(REDACTED)));
    }

    /// HIST-18 a creation lists what was set, an edit only what changed
    #[test]
    fn only_differences_are_listed() {
        let created = changes(None, Some(&json!({"name": "Ada", "mobile": null, "phone": ""})));
        assert_eq!(created.iter().map(|change| change.property.as_str()).collect::<Vec<_>>(), ["name"]);
        let edited = changes(Some(&json!({"name": "Ada", "city": "Rome"})), Some(&json!({"name": "Ada", "city": "Paris"})));
        assert_eq!(edited, [Change { property: "city".into(), before: json!("Rome"), after: json!("Paris") }]);
    }
}
