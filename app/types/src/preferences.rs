//! What a person has arranged for themselves: table columns, density, open navigation groups, dismissed hints.

use crate::error::FieldErrors;
use crate::{FieldError, Result, ViewId, text_enum};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Most bytes that the stored JSON may take.
pub const MAX_BYTES: usize = 16 * 1024;

text_enum! {
    /// Height of table rows.
    Density { Comfortable => "comfortable", Compact => "compact" }
}

/// Everything is optional: what is missing follows the defaults of this version.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Preferences {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub density: Option<Density>,
    /// By the table's name: its visible columns in order (USR-10). An empty list means "Reset to Defaults".
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, Vec<String>>,
    /// By the navigation group's name: whether it is open (SHELL-05).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub navigation: BTreeMap<String, bool>,
    /// By the hint's name: whether it was dismissed (DASH-03).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub dismissed: BTreeMap<String, bool>,
    /// By list and account ([`crate::views::default_key`]): the view that the list opens with; `None` removes it (USR-B1).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = BTreeMap<String, String>))]
    pub views: BTreeMap<String, Option<ViewId>>,
}

impl Preferences {
    /// Takes over what `change` holds, entry by entry; an empty column list and a `false` dismissal remove theirs.
    pub fn merge(&mut self, change: Self) {
        if change.density.is_some() {
            self.density = change.density;
        }
        for (table, columns) in change.columns {
            if columns.is_empty() {
                self.columns.remove(&table);
            } else {
                self.columns.insert(table, columns);
            }
        }
        self.navigation.extend(change.navigation);
        self.dismissed.extend(change.dismissed);
        self.dismissed.retain(|_, dismissed| *dismissed);
        self.views.extend(change.views);
        self.views.retain(|_, view| view.is_some());
    }

    /// # Errors
    /// 422 when a name is too long, a list too large, or the whole beyond [`MAX_BYTES`].
    pub fn check(&self) -> Result<()> {
        let mut errors = FieldErrors::default();
        let mut names = self
            .columns
            .keys()
            .chain(self.navigation.keys())
            .chain(self.dismissed.keys())
            .chain(self.views.keys())
            .chain(self.columns.values().flatten());
        if names.any(|name| name.is_empty() || name.len() > 64 || name.chars().any(char::is_control)) {
            errors.push(FieldError::new("preferences", "preferences.bad_name", "Names have 1 to 64 characters"));
        }
        let size = serde_json::to_string(self).map_or(usize::MAX, |text| text.len());
        if size > MAX_BYTES {
            errors.push(FieldError::new("preferences", "preferences.too_large", "At most 16 kB can be kept").arg("max", MAX_BYTES));
        }
        errors.finish()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    /// USR-10 columns are kept per table, and Reset to Defaults forgets them
    #[test]
    fn merging_changes_only_what_is_named() {
        let mut kept = Preferences::default();
        kept.merge(serde_json::from_str(r#"{"columns":{"users":["name","email"],"orders":["po"]},"density":"compact"}"#).unwrap());
        kept.merge(serde_json::from_str(r#"{"columns":{"users":[]},"navigation":{"billing":true},"dismissed":{"tip-1":true}}"#).unwrap());
        assert_eq!(kept.columns.keys().collect::<Vec<_>>(), ["orders"]);
        assert_eq!(kept.density, Some(Density::Compact));
        assert!(kept.navigation["billing"] && kept.dismissed["tip-1"]);
        kept.merge(serde_json::from_str(r#"{"dismissed":{"tip-1":false}}"#).unwrap());
        assert!(kept.dismissed.is_empty());
    }

    /// USR-10 oversized or malformed preferences are refused
    #[test]
    fn the_size_is_limited() {
        let mut large = Preferences::default();
        for n in 0..400 {
            large.columns.insert(format!("table-{n}"), vec!["a-column-with-a-long-name".to_owned(); 4]);
        }
        assert_eq!(large.check().unwrap_err().errors[0].code, "preferences.too_large");
        let bad = Preferences { navigation: [(String::new(), true)].into(), ..Default::default() };
        assert_eq!(bad.check().unwrap_err().errors[0].code, "preferences.bad_name");
        assert!(serde_json::from_str::<Preferences>(r#"{"admin":true}"#).is_err());
    }
}
