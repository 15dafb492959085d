//! One way to ask for a list: the page URL, the server function, the REST query and the export use the same names
//! (`search`, `filter.<name>`, `sort`, `limit`, `cursor`).

use crate::{AppError, FieldError, Result};
use serde::{Deserialize, Serialize};

/// Rows per page unless the caller says otherwise (USR-01), and the most that a caller may ask for.
pub const DEFAULT_LIMIT: u16 = 50;
pub const MAX_LIMIT: u16 = 200;
/// Rows that an export reads at once.
pub const EXPORT_BATCH: u16 = 2_000;
/// Longest search text taken, in characters.
pub const MAX_SEARCH: usize = 200;

/// A list request before its filters have been typed. `filters` keeps the order of the URL.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListQuery {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub search: String,
    /// Name and value of each `filter.<name>=<value>`; a name may repeat.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<(String, String)>,
    /// `filter`: conditions joined by AND and OR ([`crate::conditions`]), for lists that take them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub conditions: String,
    /// Column id, with a leading `-` for descending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Set by [`Self::for_export`] only; it never crosses the wire, so nobody can ask for pages of this size.
    #[serde(skip)]
    pub batch: Option<u16>,
}

impl ListQuery {
    /// The same list from its beginning, in the large pages of an export.
    pub fn for_export(&self) -> Self {
        Self { cursor: None, limit: None, batch: Some(EXPORT_BATCH), ..self.clone() }
    }

    /// The same list after a cursor; `None` is its beginning.
    pub fn after(&self, cursor: Option<String>) -> Self {
        Self { cursor, ..self.clone() }
    }

    /// Reads decoded `name=value` pairs. Names that mean nothing here are left to the page (for example `open`).
    ///
    /// # Errors
    /// 422 with the field when `limit` is not a number from 1 to 200 or the search text is too long.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self> {
        let mut query = Self::default();
        let mut errors = Vec::new();
        for (name, value) in pairs {
            match name {
                "search" if value.chars().count() > MAX_SEARCH => errors.push(FieldError::too_long("search", MAX_SEARCH)),
                "search" => query.search = value.trim().to_owned(),
                "filter" => query.conditions = value.trim().to_owned(),
                "sort" if !value.is_empty() => query.sort = Some(value.to_owned()),
                "cursor" if !value.is_empty() => query.cursor = Some(value.to_owned()),
                "limit" => match value.parse::<u16>() {
                    Ok(limit) if (1..=MAX_LIMIT).contains(&limit) => query.limit = Some(limit),
                    _ => errors.push(FieldError::new("limit", "list.limit", "A number from 1 to 200").arg("max", MAX_LIMIT)),
                },
                _ => {
                    if let Some(filter) = name.strip_prefix("filter.")
                        && !value.is_empty()
                    {
                        query.filters.push((filter.to_owned(), value.to_owned()));
                    }
                }
            }
        }
        if errors.is_empty() { Ok(query) } else { Err(AppError::invalid(errors)) }
    }

    /// The pairs that [`Self::from_pairs`] reads, in a fixed order, without the cursor if `with_cursor` is false.
    pub fn to_pairs(&self, with_cursor: bool) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        if !self.search.is_empty() {
            pairs.push(("search".to_owned(), self.search.clone()));
        }
        for (name, value) in &self.filters {
            pairs.push((format!("filter.{name}"), value.clone()));
        }
        if !self.conditions.is_empty() {
            pairs.push(("filter".to_owned(), self.conditions.clone()));
        }
        if let Some(sort) = &self.sort {
            pairs.push(("sort".to_owned(), sort.clone()));
        }
        if let Some(limit) = self.limit {
            pairs.push(("limit".to_owned(), limit.to_string()));
        }
        if with_cursor && let Some(cursor) = &self.cursor {
            pairs.push(("cursor".to_owned(), cursor.clone()));
        }
        pairs
    }

    pub fn filter(&self, name: &str) -> Option<&str> {
        self.filters.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Whether anything narrows the list besides the search text.
    pub fn is_filtered(&self) -> bool {
        !self.filters.is_empty() || !self.conditions.is_empty()
    }

    pub fn filter_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.filters.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Replaces every value of one filter; `None` removes it. The cursor goes, since the list is another one.
    pub fn set_filter(&mut self, name: &str, value: Option<&str>) {
        self.filters.retain(|(n, _)| n != name);
        if let Some(value) = value {
            self.filters.push((name.to_owned(), value.to_owned()));
        }
        self.cursor = None;
    }

    pub fn limit(&self) -> u16 {
        if let Some(batch) = self.batch {
            return batch;
        }
        self.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT)
    }

    /// Refuses filters that this list does not know, so that a typing error does not silently widen the result.
    pub fn only_filters(&self, known: &[&str]) -> Result<()> {
        if !self.conditions.is_empty() {
            let error = FieldError::new("filter", "list.no_conditions", "This list takes no conditions");
            return Err(AppError::invalid(vec![error]));
        }
        self.only_filters_and_conditions(known)
    }

    /// The same for a list that takes conditions.
    pub fn only_filters_and_conditions(&self, known: &[&str]) -> Result<()> {
        let errors: Vec<_> = self
            .filters
            .iter()
            .filter(|(name, _)| !known.contains(&name.as_str()))
            .map(|(name, _)| FieldError::new(format!("filter.{name}"), "list.unknown_filter", "There is no such filter"))
            .collect();
        if errors.is_empty() { Ok(()) } else { Err(AppError::invalid(errors)) }
    }

    /// The sort column and its direction.
    ///
    /// # Errors
    /// 422 `list.unknown_sort` unless `C` knows the column.
    pub fn sort<C: SortColumn>(&self) -> Result<Sort<C>> {
        let Some(text) = &self.sort else { return Ok(C::DEFAULT) };
        let (name, descending) = match text.strip_prefix('-') {
            Some(name) => (name, true),
            None => (text.as_str(), false),
        };
        match C::ALL.iter().find(|column| column.id() == name) {
            Some(column) => Ok(Sort { column: *column, descending }),
            None => Err(AppError::invalid(vec![FieldError::new("sort", "list.unknown_sort", "The list cannot be sorted by this")])),
        }
    }
}

/// The columns that a list can be sorted by; `id` is the name in the URL.
pub trait SortColumn: Copy + 'static {
    const ALL: &'static [Self];
    const DEFAULT: Sort<Self>;
    fn id(self) -> &'static str;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort<C> {
    pub column: C,
    pub descending: bool,
}

/// One page of a list. `next_cursor` is opaque; `None` means that this was the last page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next_cursor: Option<String>,
    pub total: Total,
}

/// How many rows match. Counting stops at a bound, then `exact` is false and `value` is that bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Total {
    pub value: u64,
    pub exact: bool,
}

/// What a bulk action works on: rows that a person ticked, or everything that a query matches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Selection<Id> {
    Ids(Vec<Id>),
    /// All rows of the query, except those ticked off.
    Matching {
        query: ListQuery,
        except: Vec<Id>,
    },
}

impl Selection<String> {
    /// The rows of a table go by text; none if one of them is no id of this kind.
    pub fn typed<Id: std::str::FromStr>(self) -> Option<Selection<Id>> {
        let ids = |ids: Vec<String>| ids.iter().map(|id| id.parse().ok()).collect::<Option<Vec<Id>>>();
        Some(match self {
            Self::Ids(chosen) => Selection::Ids(ids(chosen)?),
            Self::Matching { query, except } => Selection::Matching { query, except: ids(except)? },
        })
    }
}

/// Declares an enum of sort columns with their URL names; the first is not special, the default is named.
#[macro_export]
macro_rules! sort_columns {
    ($(#[$doc:meta])* $name:ident { $($variant:ident => $id:literal),+ $(,)? } default $default:ident $(($descending:literal))?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($variant),+ }

        impl $crate::list::SortColumn for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            const DEFAULT: $crate::list::Sort<Self> = $crate::list::Sort { column: Self::$default, descending: false $(|| $descending)? };
            fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }
        }
    };
}

/// Declares an enum whose values have a stable text form, used in URLs, in JSON and in the database.
#[macro_export]
macro_rules! text_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident => $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        $crate::text_schema!($name [$($text),+]);
    };
}

#[cfg(feature = "openapi")]
crate::openapi::object!(ListQuery);
