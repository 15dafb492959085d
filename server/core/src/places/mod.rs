//! Subdivisions of countries (ISO 3166-2, from Debian's iso-codes). Kept on the server: the list is too large for the client.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use switchroom_types::places::Subdivision;

static SUBDIVISIONS: LazyLock<BTreeMap<&'static str, Vec<Subdivision>>> = LazyLock::new(|| {
    include_str!("subdivisions.txt")
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(country, list)| (country, read(country, list)))
        .collect()
});

fn read(country: &str, list: &str) -> Vec<Subdivision> {
    let entry = |(code, name): (&str, &str)| Subdivision { code: format!("{country}-{code}"), name: name.to_owned() };
    let mut all: Vec<_> = list.split('|').filter_map(|entry| entry.split_once('=')).map(entry).collect();
    all.sort_by_cached_key(|subdivision| crate::text::fold(&subdivision.name));
    all
}

/// The subdivisions of a country by name; empty where there are none.
pub fn subdivisions(country: &str) -> &'static [Subdivision] {
    SUBDIVISIONS.get(country).map(Vec::as_slice).unwrap_or_default()
}

/// The code of the subdivision that a person or program means by `text`: `DE-BY`, `BY` or `Bayern`.
pub fn find(country: &str, text: &str) -> Option<&'static str> {
    let folded = crate::text::fold(text);
    let all = subdivisions(country);
    let by_code = |subdivision: &&Subdivision| {
        subdivision.code.eq_ignore_ascii_case(text) || subdivision.code.get(3..).is_some_and(|code| code.eq_ignore_ascii_case(text))
    };
    let found = all.iter().find(by_code).or_else(|| all.iter().find(|subdivision| crate::text::fold(&subdivision.name) == folded));
    found.map(|subdivision| subdivision.code.as_str())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// ACC-02 a province can be given by its code or its name
    #[test]
    fn provinces_are_found() {
        for text in ["DE-BY", "by", "Bayern", "bayern "] {
            assert_eq!(find("DE", text.trim()), Some("DE-BY"), "{text}");
        }
        assert_eq!(find("DE", "Ontario"), None);
        assert_eq!(find("CA", "Québec"), Some("CA-QC"));
        assert!(subdivisions("VA").is_empty() && subdivisions("XX").is_empty());
        assert!(SUBDIVISIONS.keys().all(|country| switchroom_types::places::is_country(country)));
        assert!(SUBDIVISIONS.values().flatten().all(|subdivision| !subdivision.name.is_empty() && subdivision.code.len() <= 6));
    }
}
