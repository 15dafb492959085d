//! The list's state in the page's address.

use super::filter::Filter;
use crate::i18n::zone;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use std::sync::Arc;
use switchroom_types::{AppError, list::ListQuery};

/// Columns in the address: `columns=name,email` (HIST-17).
const COLUMNS: &str = "columns";
/// The row that the page shows opened; another list does not keep it.
const OPEN: &str = "open";

/// Reads the address and makes addresses for links. Parameters that are not the list's stay as they are.
#[derive(Clone, Copy)]
pub(super) struct ListUrl {
    path: Memo<String>,
    pairs: Memo<Vec<(String, String)>>,
    go: StoredValue<Arc<dyn Fn(&str, NavigateOptions) + Send + Sync>>,
}

impl ListUrl {
    pub fn new() -> Self {
        let location = use_location();
        let (path, search) = (location.pathname, location.search);
        Self { path, pairs: Memo::new(move |_| search.with(|search| decode(search))), go: StoredValue::new(Arc::new(use_navigate())) }
    }

    /// What is asked for, or why that cannot be read. Dates that a form without scripts has sent become instants.
    pub fn query(self, filters: StoredValue<Vec<Filter>>) -> Memo<Result<ListQuery, AppError>> {
        Memo::new(move |_| {
            let mut query = self.pairs.with(|pairs| ListQuery::from_pairs(pairs.iter().map(|(name, value)| (&**name, &**value))))?;
            filters.with_value(|filters| {
                for (name, value) in &mut query.filters {
                    if filters.iter().any(|filter| filter.is_range_end(name))
                        && let Some(at) = zone::from_input(value)
                    {
                        *value = at.to_string();
                    }
                }
            });
            Ok(query)
        })
    }

    /// The columns that the address asks for.
    pub fn columns(self) -> Option<Vec<String>> {
        self.pairs.with(|pairs| {
            let (_, value) = pairs.iter().find(|(name, _)| name == COLUMNS)?;
            Some(value.split(',').map(str::to_owned).collect())
        })
    }

    fn address(self, query: &ListQuery, columns: Option<String>) -> String {
        let mut pairs = query.to_pairs(true);
        self.pairs.with(|current| {
            for (name, value) in current {
                if !is_of_list(name) && name != OPEN && (name != COLUMNS || columns.is_none()) {
                    pairs.push((name.clone(), value.clone()));
                }
            }
        });
        if let Some(columns) = columns.filter(|columns| !columns.is_empty()) {
            pairs.push((COLUMNS.to_owned(), columns));
        }
        self.path.with(|path| format!("{path}?{}", encode(&pairs)))
    }

    /// A link to this list, asked otherwise.
    pub fn link(self, query: &ListQuery) -> String {
        self.address(query, None)
    }

    /// Shows this list asked otherwise. `replace` for what should be no step of its own for Back: typing.
    pub fn show(self, query: &ListQuery, replace: bool) {
        self.navigate(&untrack(|| self.link(query)), replace);
    }

    /// Puts the columns into the address; empty for the default.
    pub fn set_columns(self, query: &ListQuery, columns: String) {
        self.navigate(&untrack(|| self.address(query, Some(columns))), true);
    }

    pub fn navigate(self, to: &str, replace: bool) {
        self.go.with_value(|go| go(to, NavigateOptions { replace, scroll: false, ..NavigateOptions::default() }));
    }

    /// The address as it is now, as the key of what Back restores.
    pub fn current(self) -> String {
        untrack(|| self.path.with(|path| self.pairs.with(|pairs| format!("{path}?{}", encode(pairs)))))
    }

    /// What a form without scripts must send along: everything but what it sets itself.
    pub fn others(self, except: impl Fn(&str) -> bool) -> Vec<(String, String)> {
        self.pairs.with(|pairs| pairs.iter().filter(|(name, _)| !except(name) && name != "cursor" && name != OPEN).cloned().collect())
    }
}

fn is_of_list(name: &str) -> bool {
    matches!(name, "search" | "filter" | "sort" | "limit" | "cursor") || name.starts_with("filter.")
}

/// `application/x-www-form-urlencoded`. The router's own map decodes values twice.
fn decode(search: &str) -> Vec<(String, String)> {
    let pairs = search.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode_part(name), decode_part(value))
        })
        .collect()
}

fn decode_part(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let mut ahead = rest.clone();
                let digits = ahead.next().zip(ahead.next()).and_then(|(high, low)| Some(hex(high)? * 16 + hex(low)?));
                match digits {
                    Some(decoded) => {
                        bytes.push(decoded);
                        rest = ahead;
                    }
                    None => bytes.push(byte),
                }
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

pub(super) fn encode(pairs: &[(String, String)]) -> String {
    let mut out = String::new();
    for (name, value) in pairs {
        if !out.is_empty() {
            out.push('&');
        }
        encode_part(name, &mut out);
        out.push('=');
        encode_part(value, &mut out);
    }
    out
}

fn encode_part(text: &str, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        match byte {
            b' ' => out.push('+'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b',' | b':' => out.push(char::from(byte)),
            _ => {
                out.push('%');
                for digit in [byte >> 4, byte & 15] {
                    out.push(DIGITS.get(usize::from(digit)).copied().map_or('0', char::from));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_survive_the_round_trip() {
        let pairs =
            vec![("search".to_owned(), "Bergström & 100%+1 = 春".to_owned()), ("filter.product".to_owned(), "Mitel One".to_owned())];
        let text = encode(&pairs);
        assert_eq!(text, "search=Bergstr%C3%B6m+%26+100%25%2B1+%3D+%E6%98%A5&filter.product=Mitel+One");
        assert_eq!(decode(&format!("?{text}")), pairs);
    }

    #[test]
    fn broken_addresses_are_read_as_far_as_possible() {
        assert_eq!(
            decode("a=%zz&b&=c&d=%e"),
            [
                ("a".to_owned(), "%zz".to_owned()),
                ("b".to_owned(), String::new()),
                (String::new(), "c".to_owned()),
                ("d".to_owned(), "%e".to_owned())
            ]
        );
        assert_eq!(decode("a=%ff"), [("a".to_owned(), "\u{fffd}".to_owned())]);
    }
}
